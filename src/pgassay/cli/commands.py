"""The `pgassay` command and the names of what stands under it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pgassay.model.names import nearest
from pgassay.version import VERSION

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: Each command and the module that holds it, in the order that --help lists them; loaded when used.
_COMMANDS = {
    "review": ("pgassay.cli.review", "Review migrations on a real Postgres."),
    "config": ("pgassay.cli.config", "Show what a review goes by, and where it comes from."),
    "explain": ("pgassay.cli.explain", "Print the page of one rule."),
    "completion": ("pgassay.cli.completion", "Print what a shell needs to complete commands."),
    "rules": ("pgassay.cli.rules", "List the rules."),
}


class _Commands(click.Group):
    """A group whose commands are imported one at a time: --help and bad usage answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(_COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"there is no command {args[0]!r}{nearest(args[0], _COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        commands = [CompletionItem(name, help=summary) for name, (_, summary) in _COMMANDS.items()]
        found = [item for item in commands if item.value.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, "--version", "-V", prog_name="pgassay", message="%(prog)s %(version)s")
def pgassay() -> None:
    """Reviews the database of a multi-tenant application by running its migrations on a real Postgres.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run, 3 something could not be checked
    and --strict was given.
    """
