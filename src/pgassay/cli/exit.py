"""How a run ends: exit codes, and errors as one message instead of a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from pgassay.cli.inert import inert
from pgassay.errors import PgassayError
from pgassay.reports.plain import safe
from pgassay.version import VERSION

if TYPE_CHECKING:
    from pgassay.model.finding import Severity
    from pgassay.model.report import Report

CLEAN = 0
FINDINGS = 1
COULD_NOT_RUN = 2
NOT_ALL_CHECKED = 3
INTERRUPTED = 130
TERMINATED = 143


def code_for(report: Report, *, fail_on: Severity | None, strict: bool) -> int:
    """The exit code of a report; `fail_on` None means that no finding fails."""
    if fail_on is not None and any(finding.severity.rank >= fail_on.rank for finding in report.findings):
        return FINDINGS
    return NOT_ALL_CHECKED if strict and (report.not_checked or report.errors) else CLEAN


def run(arguments: Sequence[str]) -> int:
    """Runs the command in `arguments` and gives its exit code; whatever goes wrong becomes a message.

    A traceback is printed only with PGASSAY_DEBUG=1.
    """
    from pgassay.cli.commands import pgassay

    signal.signal(signal.SIGTERM, _terminated)
    try:
        result: object = pgassay.main(list(arguments), prog_name="pgassay", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        _say("pgassay: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return CLEAN
    except Exception as error:
        if os.environ.get("PGASSAY_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        _say(f"pgassay: {unwritable(error)}" if _is_of_stdout(error) else _message(error))
        return COULD_NOT_RUN
    return result if isinstance(result, int) else CLEAN


def silence_stdout() -> None:
    """Sends what is still to be written to nowhere: whoever read standard output has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unwritable(error: Exception) -> str:
    """That standard output took no more, and why; nothing is written to it from now on."""
    # What is left in it would be written once more at the end.
    silence_stdout()
    return f"standard output cannot be written: {getattr(error, 'strerror', None) or error}"


def _is_of_stdout(error: Exception) -> bool:
    """True for what click met as it wrote a page of help; all else is written by `output.print_out`."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    writes = place is not None and place.tb_frame.f_globals.get("__name__") == "click.utils"
    return writes and isinstance(error, OSError)


def _terminated(signum: int, frame: FrameType | None) -> None:
    # Once is enough: a second signal must not cut short the clean-up that the first one started.
    signal.signal(signum, signal.SIG_IGN)
    # Not print: the signal can come while print is at work, which print refuses.
    os.write(2, b"pgassay: terminated\n")
    raise SystemExit(TERMINATED)


def _message(error: Exception) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    if isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        hint = f"\nTry '{context.command_path} --help'." if context else ""
        return f"pgassay: {error.format_message()}{hint}"
    if isinstance(error, PgassayError):
        return f"pgassay: {error}"
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    first_line = (str(error).splitlines() or [""])[0]
    return (
        f"pgassay: a fault of pgassay's own: {type(error).__name__}: {first_line}{place}; please report it"
        f" with the version ({VERSION}) and the traceback that PGASSAY_DEBUG=1 prints"
    )


def _say(message: str) -> None:
    print(inert(safe(message)), file=sys.stderr)
