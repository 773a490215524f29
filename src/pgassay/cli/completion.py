"""`pgassay completion`: what a shell needs to complete commands, options and rules."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from pgassay.cli.output import print_out

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completion")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script of SHELL.

    In ~/.bashrc: eval "$(pgassay completion bash)". In ~/.zshrc: eval "$(pgassay completion zsh)". For fish:
    pgassay completion fish > ~/.config/fish/completions/pgassay.fish
    """
    from pgassay.cli.commands import pgassay

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"there is no completion for {shell}")
    print_out(made(pgassay, {}, "pgassay", "_PGASSAY_COMPLETE").source() + "\n")


def rule_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rules, and where several may be named with commas, the families."""
    from pgassay.rules.discover import FAMILIES, rules

    before, comma, last = incomplete.rpartition(",")
    families = [] if parameter.name == "rule" else [CompletionItem(before + comma + one) for one in FAMILIES]
    named = [CompletionItem(before + comma + rule.name, help=rule.summary) for rule in rules()]
    return [item for item in (*families, *named) if item.value.startswith(before + comma + last)]
