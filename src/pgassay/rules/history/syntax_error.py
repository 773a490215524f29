"""syntax-error."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.ref import Ref
from pgassay.model.source import Location, Migration, SyntaxFault
from pgassay.rules import Context, parsed, rule
from pgassay.rules.missing import missing_roots, unread_names

#: How a command of psql begins.
_COMMAND = re.compile(r"\\[a-z!?]+", re.I)


@rule(on=Migration, severity=Severity.CRITICAL)
def syntax_error(migration: Migration, context: Context) -> Iterator[Finding]:
    """A piece of a migration is not SQL that Postgres reads.

    The deployment stops here; nothing after it in the file happens.

    A command of psql, which begins with a backslash, is medium: psql reads it, and no migration tool does.

    The rest of the file is still reviewed, but for one that is not UTF-8: of that nothing is run. Pieces that
    follow each other with no statement between are one finding.
    """
    for fault, first in _runs(migration):
        ref = Ref(kind="statement", identity=str(fault.location))
        command = _COMMAND.match(fault.sql)
        if command is not None:
            yield _psql(fault, command[0], context)
            continue
        message = " ".join(fault.message.split("\n")[0].split())[:160]
        place = f"{fault.location.file.rpartition('/')[2]} line {fault.location.line}"
        yield context.finding(
            ref,
            f"{place} does not parse: {message}"
            if fault.sql
            else f"{place} {message}; nothing of it was run",
            location=fault.location,
            evidence=[
                parsed(f"Postgres's parser: {message}" if fault.sql else f"the file {message}"),
                *_missed(fault, context),
            ],
            detail=" ".join(fault.sql.split()),
            cause=f"{fault.location.file}:{first.line}",
        )


def _missed(fault: SyntaxFault, context: Context) -> Iterator[Evidence]:
    """What the piece would make and statements miss: it is told here and nowhere else."""
    made = unread_names([fault])
    missed = sorted({name for _, name in missing_roots(context) if name in made})
    if missed:
        yield parsed(f"it would make {', '.join(missed)}, which later statements miss")


def _psql(fault: SyntaxFault, command: str, context: Context) -> Finding:
    """What is said of a command of psql; all of a file are one finding."""
    file = fault.location.file
    return context.finding(
        Ref(kind="statement", identity=str(fault.location)),
        f"{file.rpartition('/')[2]} has commands of psql, which are not SQL",
        severity=Severity.MEDIUM,
        location=fault.location,
        evidence=[parsed(f"line {fault.location.line} begins with {command}")],
        advice="Leave them out where a migration tool runs the file; what one brings in was not reviewed",
        detail=" ".join(fault.sql.split()),
        cause=f"psql {file}",
    )


def _runs(migration: Migration) -> Iterator[tuple[SyntaxFault, Location]]:
    """The faults, each with the place of the first of those that follow each other with no statement between:
    one unclosed quote makes them all.
    """
    starts = [statement.location for statement in migration.statements]
    first, before = None, -1
    for fault in sorted(migration.faults, key=lambda one: one.location):
        passed = bisect_left(starts, fault.location)
        if first is None or passed != before:
            first, before = fault.location, passed
        yield fault, first
