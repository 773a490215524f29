"""`pgassay completion`: what a shell needs to complete commands, options and rules."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

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
