"""lock-timeout-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.read.inner import definitions, inner
from pgassay.read.names import names_created, plain_name
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, is_own, reads_or_writes
from pgassay.rules.rule import Holds
from pgassay.rules.timeouts import limited

#: Fewer tables, each closed for a moment, are a fact to know.
_MANY = 3


@rule(on=Migration, severity=Severity.LOW, yields_to=("trigger-on-live-table",))
def lock_timeout_missing(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """New migrations take locks that others wait for, and set no lock_timeout.

    A lock that is held for a moment holds others up all the same: while the statement waits for one long
    query or transaction on the table, everybody who comes later waits behind it. With a lock_timeout of some
    seconds it gives up, and the migration can be run again.

    All new files are one finding. Low where a table is read or written whole meanwhile, or three tables and
    more are closed; else info. Silent for what comes after a lock_timeout was set, by the file, or by a file
    before the new ones for the database or a role, or by the tool that runs the files: a file that ends with
    setting it again tells so. Silent for tables of the platform, which a new foreign key locks, for a table
    that the file itself defines, IF NOT EXISTS, and where trigger-on-live-table says the same.

    The facts that suffice: a lock that others wait for was observed on a table in use, and no lock_timeout
    above zero is set before it.
    """
    if not context.watched.new or migration.path != context.watched.new[0].path:
        return
    locked: dict[str, list[tuple[Observation, Effect]]] = {}
    patient = limited(context, "lock_timeout")
    made = {file.path: _defined(file) for file in context.watched.new}
    for one in context.watched.observations:
        waited = [
            effect
            for effect in one.effects
            if effect.blocks
            and is_own(context, effect)
            and plain_name(effect.relation) not in made.get(one.statement.location.file, ())
        ]
        if waited and one.statement.number in patient:
            yield context.holds(one.statement)
            continue
        for effect in waited:
            locked.setdefault(effect.relation, []).append((one, effect))
    long = sorted(name for name, seen in locked.items() if any(reads_or_writes(other) for _, other in seen))
    message = _said(locked, long) if locked else ""
    for seen in locked.values():
        one, effect = seen[0]
        yield held_up(
            context,
            one,
            effect,
            message,
            severity=Severity.LOW if long or len(locked) >= _MANY else Severity.INFO,
            advice="SET lock_timeout = '5s' at the top of the file, and run it again where it gives up",
            detail="",
            cause="new files",
        )


def _said(locked: dict[str, list[tuple[Observation, Effect]]], long: list[str]) -> str:
    every = [pair for seen in locked.values() for pair in seen]
    files = len({one.statement.location.file for one, _ in every})
    writers = all(effect.blocks == "writes" for _, effect in every)
    return (
        f"{listed(sorted(locked))} {'are' if len(locked) > 1 else 'is'} closed to "
        f"{'writes' if writers else 'reads and writes'} without a lock_timeout"
        f"{f' in {files} files' if files > 1 else ''}: while a statement waits for the longest query there, "
        "who comes later waits behind it"
        + (f", and until all rows of {listed(long)} are read" if long else "")
    )


def _defined(file: Migration) -> set[str]:
    """The tables that a file itself defines, in blocks and functions that it runs too."""
    known = definitions((), file.statements)
    every = (one for statement in file.statements for one in (statement, *inner(statement, known)))
    return {name for one in every if one.kind == "CreateStmt" for name in names_created(one)}
