"""Tries what lock rules propose to run instead of a statement: on a copy with rows, watched, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import psycopg
from msgspec.structs import replace

from pgassay.model.finding import Evidence, Finding, Fix
from pgassay.model.observed import Observation
from pgassay.model.source import Location, Migration, Statement
from pgassay.model.words import listed
from pgassay.postgres.connect import run, told
from pgassay.postgres.parse import split_statements
from pgassay.read.distrust import GONE, Distrust, ServerLost
from pgassay.read.observe import observe
from pgassay.read.replay import replay
from pgassay.read.sending import runs_alone
from pgassay.referee.fingerprint import describe
from pgassay.referee.same import is_same
from pgassay.rows import fill

if TYPE_CHECKING:
    from pgassay.postgres.server import Server
    from pgassay.rules.context import Context

#: As many recipes are tried; each costs a copy of the database.
MOST_TRIED = 8

_SECONDS = 60.0

_HARMLESS = "run instead of the statement on a table with rows: nobody waits while rows are read or written"
_BACK = "rolled back: the catalog is as before"


def try_recipes(server: Server, context: Context, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with each fix marked as tried; one that does not hold is left out, and the reason told.

    A recipe holds when Postgres takes it in the place of its statements, no table in use is read or written
    whole under a lock that others wait for, what runs outside a transaction keeps nobody out at all, the
    catalog is what the statements make (unless the fix says that it differs), and its rollback gives the one
    before it.

    Raises psycopg.OperationalError or ServerLost when the server is gone.
    """
    before, new = context.watched.before, context.watched.new
    with_fix = [finding for finding in findings if finding.fix is not None]
    if not with_fix:
        return tuple(findings)
    if before is None:
        return tuple(_untried(finding, "no database before the statement was kept") for finding in findings)
    old = context.migrations[: context.migrations.index(new[0])]
    if context.baseline is not None:
        old = (context.baseline, *old)
    verdicts: dict[_Recipe, tuple[str | None, str]] = {}
    with server.database() as base:
        # The copy of the watch has changed since: a second replay, paid only where there is a recipe.
        replay(server, old, database=base, distrust=_stopped(context), whole=_whole(context))
        wanted = {finding.object.relation for finding in with_fix if finding.object.relation}
        with server.migrator(base, unbent=True) as connection, server.guard(connection, _SECONDS):
            rows = fill(connection, before, wanted, later=context.catalog).counts
        for finding in with_fix:
            fix = finding.fix
            if fix is not None and _recipe(fix) not in verdicts and len(verdicts) < MOST_TRIED:
                with server.copy(base) as trial:
                    verdicts[_recipe(fix)] = _verdict(server, context, fix, trial, rows)
                # What went down with its server has not been refused.
                if not server.answers:
                    raise ServerLost(GONE)
    return tuple(_told(finding, verdicts) for finding in findings)


#: What is run, and instead of what: two findings can want the same.
_Recipe = tuple[str, tuple[Location, ...]]


def _recipe(fix: Fix) -> _Recipe:
    return fix.sql, fix.replaces


def _told(finding: Finding, verdicts: Mapping[_Recipe, tuple[str | None, str]]) -> Finding:
    fix = finding.fix
    if fix is None:
        return finding
    if _recipe(fix) not in verdicts:
        return _untried(finding, f"{MOST_TRIED} recipes of the review were tried")
    why, said = verdicts[_recipe(fix)]
    if why is None:
        summary = "; ".join(part for part in (_HARMLESS, said, _BACK) if part)
        shown = Evidence(kind="executed", summary=summary, sql=fix.sql)
        return replace(finding, fix=replace(fix, tried=True), evidence=(*finding.evidence, shown))
    shown = Evidence(kind="executed", summary=f"the fix was tried and is left out: {why}")
    return replace(finding, fix=None, evidence=(*finding.evidence, shown))


def _verdict(
    server: Server, context: Context, fix: Fix, database: str, rows: Mapping[str, int]
) -> tuple[str | None, str]:
    """What speaks against a recipe, and what to say of the catalog that it makes."""
    again, replaced = _until(context, fix)
    replay(server, again, database=database, distrust=_stopped(context), whole=_whole(context))
    with server.migrator(database, unbent=True) as connection:
        before = describe(connection)
        with server.guard(connection, _SECONDS):
            meant = _made_by(connection, replaced)
    why, said = _harm(observe(server, (_as_migration(fix.sql),), database, rows=rows)), ""
    if why is None and meant is not None and not fix.differs:
        with server.migrator(database, unbent=True) as connection:
            why, said = _compared(before, meant, describe(connection))
    return why or _left_by(server, fix.rollback, database, before), said


def _made_by(connection: psycopg.Connection, statements: Sequence[Statement]) -> dict[str, str] | None:
    """The catalog that statements make, taken back again; None where they do not run in a transaction."""
    if not statements or any(map(runs_alone, statements)):
        return None
    try:
        with connection.transaction(force_rollback=True):
            for statement in statements:
                run(connection, statement.sql)
            return describe(connection)
    except psycopg.Error:
        if connection.closed:
            raise
        # They fail on rows, of which the finding tells.
        return None


def _compared(before: dict[str, str], meant: dict[str, str], made: dict[str, str]) -> tuple[str | None, str]:
    """What speaks against a recipe by the catalog that it makes, and what to say of that catalog.

    What it touches has to be what the statement makes of it; what it leaves alone is the statement's rest.
    """
    items = sorted(meant.keys() | made.keys() | before.keys())
    other = [item for item in items if not is_same(meant.get(item), made.get(item))]
    wrong = [item for item in other if made.get(item) != before.get(item)]
    if wrong:
        return f"it makes another catalog than the statement ({wrong[0]})", ""
    if other:
        return None, f"the rest of the statement stays to be run: {listed(other, 3)}"
    return None, "the catalog is what the statement makes"


def _whole(context: Context) -> tuple[Migration, ...]:
    return context.migrations if context.baseline is None else (context.baseline, *context.migrations)


def _stopped(context: Context) -> Distrust:
    """The statements that had to be stopped in the replay: once was enough."""
    failures = context.replay.failures
    stopped = {one.statement.number for one in failures if one.kind in ("limit", "lost")}
    return Distrust(condemned=frozenset(stopped | {one.number for one in context.replay.unrun}))


def _until(context: Context, fix: Fix) -> tuple[tuple[Migration, ...], tuple[Statement, ...]]:
    """The new migrations up to the last statement that a fix replaces, without these; and these."""
    found: list[Migration] = []
    replaced: list[Statement] = []
    for migration in context.migrations[context.migrations.index(context.watched.new[0]) :]:
        kept: list[Statement] = []
        for statement in migration.statements:
            if statement.location in fix.replaces:
                replaced.append(statement)
                if len(replaced) == len(fix.replaces):
                    return (*found, replace(migration, statements=tuple(kept))), tuple(replaced)
            else:
                kept.append(statement)
        found.append(replace(migration, statements=tuple(kept)))
    return tuple(found), tuple(replaced)


def _as_migration(text: str) -> Migration:
    statements, _ = split_statements(text, "fix")
    return Migration(path="fix", statements=tuple(statements))


def _harm(observations: Sequence[Observation]) -> str | None:
    """What speaks against a recipe, as seen."""
    for one in observations:
        if one.error is not None:
            return f"Postgres refuses it: {one.error[1]}"
        for effect in one.effects:
            if effect.blocks and (effect.scanned or effect.rewritten):
                return f"{effect.blocks} of {effect.relation} wait while it is read"
            if effect.blocks and runs_alone(one.statement):
                return f"{effect.blocks} of {effect.relation} wait for {one.statement.sql.strip()}"
    return None


def _left_by(server: Server, rollback: str, database: str, before: dict[str, str]) -> str | None:
    """What is wrong with a rollback: it is refused, or leaves a difference."""
    with server.migrator(database, unbent=True) as connection, server.guard(connection, _SECONDS):
        connection.autocommit = True
        try:
            for statement in _as_migration(rollback).statements:
                run(connection, statement.sql)
        except psycopg.DatabaseError as error:
            return f"its rollback is refused: {told(error)}"
        return None if describe(connection) == before else "its rollback leaves a different catalog"


def _untried(finding: Finding, why: str) -> Finding:
    return replace(finding, fix=replace(finding.fix, note=why)) if finding.fix is not None else finding
