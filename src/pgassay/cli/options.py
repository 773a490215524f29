"""The options that commands share, and what they mean once read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from pgassay.config import Config, load
from pgassay.model.finding import Severity
from pgassay.read.layouts import NAMES as LAYOUT_NAMES
from pgassay.reports import FORMATS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_SEVERITIES = [severity.value for severity in Severity]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the shared options say. `fail_on` None is `never`; `outputs` are (format, file)."""

    format: str = "text"
    outputs: tuple[tuple[str, Path], ...] = ()
    fail_on: Severity | None = Severity.HIGH
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.INFO
    since: str | None = None
    config: Path | None = None
    baseline: Path | None = None
    write_baseline: bool = False
    baseline_schema: Path | None = None
    table_sizes: Path | None = None
    platform: str = "auto"
    layout: str = "auto"
    server: str | None = None
    server_is_disposable: bool = False
    static: bool = False
    strict: bool = False
    no_color: bool = False
    quiet: bool = False
    verbose: bool = False

    def configuration(self, paths: Iterable[str]) -> Config:
        """What the file that --config names says, or the nearest one above the first path that is no `-`.

        Raises ConfigError.
        """
        first = Path(next((path for path in paths if path != "-"), "."))
        return load(self.config, start=first if first.is_dir() else first.parent)


def _names(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for text in value for name in text.split(",") if name.strip())


def _rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from pgassay.cli.completing import rule_names

    return rule_names(context, parameter, incomplete)


def _severity(context: click.Context, parameter: click.Parameter, value: str) -> Severity | None:
    return None if value == "never" else Severity(value)


def _outputs(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    outputs: list[tuple[str, Path]] = []
    for text in value:
        format, equals, file = text.partition("=")
        if format not in FORMATS or not equals or not file:
            raise click.BadParameter(f"{text!r} is not FORMAT=FILE; formats: {', '.join(FORMATS)}")
        path = Path(file)
        if not path.absolute().parent.is_dir() or path.is_dir():
            raise click.BadParameter(f"{file!r} cannot be written: no such folder, or a folder itself")
        if path.absolute() in (other.absolute() for _, other in outputs):
            raise click.BadParameter(f"{file!r} is named twice")
        outputs.append((format, path))
    return tuple(outputs)


_OPTIONS = {
    "format": click.option(
        "--format", type=click.Choice(FORMATS), default="text", help="What standard output gets."
    ),
    "outputs": click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT=FILE",
        callback=_outputs,
        help="Also write a file.",
    ),
    "fail_on": click.option(
        "--fail-on",
        type=click.Choice([*_SEVERITIES[:-1], "never"]),
        default="high",
        callback=_severity,
        help="Exit 1 when a finding is at least that severe (default: high).",
    ),
    "select": click.option(
        "--select",
        multiple=True,
        callback=_names,
        shell_complete=_rules,
        help="Only these rules or families.",
    ),
    "ignore": click.option(
        "--ignore", multiple=True, callback=_names, shell_complete=_rules, help="Not these rules or families."
    ),
    "min_severity": click.option(
        "--min-severity",
        type=click.Choice(_SEVERITIES),
        default="info",
        callback=_severity,
        help="Show nothing below it (default: info).",
    ),
    "since": click.option(
        "--since",
        metavar="REF",
        help="Files added since that git revision run on tables in use (default: since the main branch).",
    ),
    "config": click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="pgassay.toml or pyproject.toml, instead of the nearest one.",
    ),
    "baseline": click.option(
        "--baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Known findings: they are not shown and do not fail.",
    ),
    "write_baseline": click.option(
        "--write-baseline", is_flag=True, help="Write the findings of this run to --baseline."
    ),
    "baseline_schema": click.option(
        "--baseline-schema",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="A dump (plain SQL) of the schema that was there before the first migration.",
    ),
    "table_sizes": click.option(
        "--table-sizes",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="CSV or JSON of table and rows in production: what grows with a table is low on a small one.",
    ),
    "platform": click.option("--platform", type=click.Choice(["auto", "plain", "supabase"]), default="auto"),
    "layout": click.option(
        "--layout",
        type=click.Choice(["auto", *LAYOUT_NAMES]),
        default="auto",
        help="The tool that made the folder (default: found out); alembic runs the project's own code.",
    ),
    "server": click.option(
        "--server", metavar="URL", help="A disposable server instead of the embedded one."
    ),
    "server_is_disposable": click.option(
        "--server-is-disposable", is_flag=True, help="Say that --server holds nothing worth keeping."
    ),
    "static": click.option(
        "--static", is_flag=True, help="No server: what the text tells by itself, and what it does not."
    ),
    "strict": click.option("--strict", is_flag=True, help="Exit 3 when something could not be checked."),
    "no_color": click.option("--no-color", is_flag=True, help="No colours (as NO_COLOR does)."),
    "quiet": click.option("--quiet", "-q", is_flag=True, help="No progress and no notes on standard error."),
    "verbose": click.option("--verbose", "-v", is_flag=True, help="Every detail of every finding."),
}


def shared(*names: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Adds shared options to a command, which gets them as `options`: those named, or all of them."""

    def add(command: Callable[..., object]) -> Callable[..., object]:
        @wraps(command)
        def with_options(**given: object) -> object:
            own = {name: given.pop(name) for name in list(given) if name not in Options.__struct_fields__}
            return command(**own, options=Options(**given))  # pyright: ignore[reportArgumentType]

        for name in reversed(names or tuple(_OPTIONS)):
            with_options = _OPTIONS[name](with_options)
        return with_options

    return add
