"""Writes reports to standard output and to files, and progress to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from pgassay.cli.exit import silence_stdout, unwritable
from pgassay.cli.inert import inert
from pgassay.cli.options import Options
from pgassay.errors import PgassayError
from pgassay.model.report import Report
from pgassay.reports import WIDTH, render
from pgassay.reports.plain import safe

#: Read by services that know the repository, and not the folder pgassay was run in.
_FROM_ROOT = ("sarif", "github", "gitlab", "junit", "comment")

Progress = Callable[[str, int, int], None]


def shown(report: Report, options: Options) -> Report:
    """The report without the findings below --min-severity."""
    least = options.min_severity.rank
    kept = tuple(item for item in report.findings if item.severity.rank >= least)
    return replace(report, findings=kept, hidden=len(report.findings) - len(kept))


def write(report: Report, options: Options) -> None:
    """The report to every --output file, then to standard output.

    Raises PgassayError when a file cannot be written.
    """
    for format, file in options.outputs:
        write_file(file, _text(report, format, options, color=False, width=WIDTH))
        note(f"wrote {file}", options)
    color = wants_color(no_color=options.no_color)
    text = _text(
        report, options.format, options, color=color, width=_columns() if options.format == "text" else WIDTH
    )
    print_out(text, commands=options.format == "github")


def _columns() -> int:
    """How many columns the terminal has."""
    import shutil

    return shutil.get_terminal_size((WIDTH, 24)).columns


def _text(report: Report, format: str, options: Options, *, color: bool, width: int) -> str:
    if format == "text":
        from pgassay.reports.terminal import render as render_text

        return render_text(report, width=width, color=color, verbose=options.verbose)
    if format in _FROM_ROOT:
        from pgassay.reports.places import rooted

        here = Path.cwd()
        report = rooted(report, root=str(_root(here)), here=str(here))
    return render(report, format)


def _root(folder: Path) -> Path:
    """The repository that a folder is in, or the folder itself."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def write_file(file: Path, text: str) -> None:
    """Writes a file. Raises PgassayError when it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PgassayError(f"{file}: cannot be written: {error.strerror or error}") from error


def print_out(text: str, *, commands: bool = False) -> None:
    """The text on standard output; silence when its reader has gone. `commands` are for a runner to obey.

    Raises PgassayError when it cannot be written.
    """
    try:
        # A terminal that cannot show a character gets a question mark rather than an error.
        if reconfigure := getattr(sys.stdout, "reconfigure", None):
            reconfigure(errors="replace")
        sys.stdout.write(text if commands else inert(text))
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        raise PgassayError(unwritable(error)) from error


def print_markdown(text: str, *, no_color: bool) -> None:
    """Markdown laid out for a terminal; as it is when standard output is not one."""
    if not sys.stdout.isatty():
        print_out(safe(text))
        return
    from rich.console import Console
    from rich.markdown import Markdown

    color = wants_color(no_color=no_color)
    console = Console(color_system="standard" if color else None, no_color=not color)
    with console.capture() as capture:
        console.print(Markdown(safe(text)))
    print_out(capture.get())


def note(message: str, options: Options) -> None:
    """A line on standard error, unless --quiet."""
    if not options.quiet:
        print(inert(safe(message)), file=sys.stderr)


def wants_color(*, no_color: bool) -> bool:
    """True on a terminal that shows colours, unless --no-color or NO_COLOR asks for none."""
    if no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


@contextmanager
def progress_bar(options: Options) -> Generator[Progress | None]:
    """What a verb calls with (what it does, done, total); None when nobody would see it."""
    if options.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=options.no_color or None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def advance(what: str, done: int, total: int) -> None:
            bar.update(task, description=escape(safe(what)), completed=done, total=total)

        yield advance
