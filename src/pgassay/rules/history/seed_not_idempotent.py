"""seed-not-idempotent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.behaviour.refusals import short
from pgassay.facts.behaviour.seeds import rows_stated, seeds
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Relation
from pgassay.model.source import Statement
from pgassay.read.experiment import Outcome
from pgassay.read.names import plain_name
from pgassay.rules import Context, executed, rule

_UNIQUE = ("23505", "23P01")


@rule(on=Catalog, severity=Severity.MEDIUM)
def seed_not_idempotent(database: Catalog, context: Context) -> Iterator[Finding]:
    """A migration inserts rows that may be there already.

    Seeds are run again: by hand, after a failure half-way, on a database where somebody entered the rows
    before. Then they stop the deployment, or each row is there twice and lists, prices and look-ups find two.

    For tables of the platform it is a fact to know and no more: the second row is refused, and platforms
    write them so themselves.

    Silent for INSERTs with ON CONFLICT or a condition, for rows read from other tables, behind a DELETE or
    TRUNCATE of the same file, in DO blocks, and where the file makes the table itself without IF NOT EXISTS:
    then no row can be there, and a second run gets no further.

    The facts that suffice: the INSERT of rows that stand in it, run again on the server, which refuses a
    second row or takes it.
    """
    refused = {failure.statement.number for failure in context.replay.failures}
    known = {plain_name(one.identity): one for one in database.relations if one.is_table}
    found: dict[str, list[tuple[Statement, Outcome]]] = defaultdict(list)
    for statement, name in seeds(context.migrations):
        if name in known and statement.number not in refused:
            outcome = context.experiment(lambda one, sql=statement.sql: one.again(sql))
            if outcome is not None and (outcome.error in _UNIQUE or (not outcome.error and outcome.rows)):
                found[name].append((statement, outcome))
    for name, run in found.items():
        # One table, one finding: what tells its rows apart is decided once.
        yield _finding(known[name], run, context)


def _finding(table: Relation, run: list[tuple[Statement, Outcome]], context: Context) -> Finding:
    first = run[0][0]
    own = context.facts.is_own(table)
    rows = sum(rows_stated(statement) for statement, _ in run)
    doubled = [statement for statement, outcome in run if not outcome.error]
    many = f"{rows} rows" if rows > 1 else "a row"
    them = "them" if rows > 1 else "it"
    if doubled:
        what = f"a second run makes {them} again"
        advice = (
            f"Give {table.identity} a unique key on what tells its rows apart, and write "
            "ON CONFLICT DO NOTHING"
        )
    else:
        what = f"where {'one is' if rows > 1 else 'it is'} there already the deployment stops"
        advice = "Write ON CONFLICT DO NOTHING, or DO UPDATE where the migration's values are to win"
    return context.finding(
        table,
        f"{table.identity} is given {many} by {_places(run)} without ON CONFLICT: {what}",
        severity=None if own else Severity.INFO,
        location=first.location,
        evidence=[_evidence(statement, outcome) for statement, outcome in run[:3]],
        advice=advice,
    )


def _places(run: list[tuple[Statement, Outcome]]) -> str:
    first, rest = short(run[0][0].location), len(run) - 1
    return first if not rest else f"{first} and {rest} more statement{'s' if rest > 1 else ''}"


def _evidence(statement: Statement, outcome: Outcome) -> Evidence:
    said = (
        f"Postgres answered {outcome.error}: {outcome.message}" if outcome.error else "Postgres took the rows"
    )
    return executed(f"run again: {said}", statement.sql[:400], rows=outcome.rows)
