"""seed-not-idempotent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pgassay.facts.behaviour.refusals import short
from pgassay.facts.behaviour.seeds import rows_stated, seeds
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Relation
from pgassay.model.source import Migration, Statement
from pgassay.read.experiment import Outcome
from pgassay.read.names import names_created, plain_name
from pgassay.rules import Context, executed, rule

_UNIQUE = ("23505", "23P01")
_SEED = re.compile(r"(^|[/_.\-\d])seeds?([_.\-][^/]*)?$|/seeds?/[^/]*$|/R__[^/]*$", re.I)
#: What makes, changes or drops objects. Transactions and settings are not to be touched in an experiment.
_DEFINING = re.compile(r"(Create|Alter|Index|View|Define|Drop|Rename|Rule|CompositeType|Enum|Grant|Comment)")


@rule(on=Catalog, severity=Severity.MEDIUM)
def seed_not_idempotent(database: Catalog, context: Context) -> Iterator[Finding]:
    """A migration inserts rows that may be there already.

    Seeds are run again: by hand, after a failure half-way, on a database where somebody entered the rows
    before. Then they stop the deployment, or each row is there twice and lists, prices and look-ups find two.

    For tables of the platform it is a fact to know and no more: the second row is refused, and platforms
    write them so themselves. So it is where the file does nothing but put rows into tables and is called no
    seed: a tool that keeps a record of what it ran runs it once.

    It speaks of files that are meant to be run again: where the INSERT alone stands in the way of that, of
    seed files, of Flyway's R files, and of look-ups that the file makes IF NOT EXISTS and whose rows a whole
    key tells apart. One finding of all tables.
    Silent for INSERTs with ON CONFLICT or a condition, for rows read from other tables, behind a DELETE or
    TRUNCATE of the same file, in DO blocks, and where the file makes the table itself without IF NOT EXISTS:
    then no row can be there, and a second run gets no further.

    The facts that suffice: the INSERT of rows that stand in it, run again on the server, which refuses a
    second row or takes it; and the other statements of the file, run again too.
    """
    refused = {failure.statement.number for failure in context.replay.failures}
    known = {plain_name(one.identity): one for one in database.relations if one.is_table}
    files = {one.number: file for file in context.migrations for one in file.statements}
    again = _Again(context)
    found: dict[str, list[_Seed]] = defaultdict(list)
    for statement, name in seeds(context.migrations):
        if name in known and statement.number not in refused:
            outcome = context.experiment(lambda one, sql=statement.sql: one.again(sql))
            if outcome is None or not (outcome.error in _UNIQUE or (not outcome.error and outcome.rows)):
                continue
            seed = _Seed(table=known[name], statement=statement, outcome=outcome)
            if not context.facts.is_own(seed.table) or again.bears(seed, files[statement.number]):
                found[name].append(seed)
    groups: dict[tuple[bool, bool], list[list[_Seed]]] = defaultdict(list)
    for one in found.values():
        own = context.facts.is_own(one[0].table)
        bare = own and all(_is_bare(files[seed.statement.number]) for seed in one)
        groups[own, bare].append(one)
    for (_, bare), group in groups.items():
        ends = {_doubled(one) for one in group}
        for one in group:
            yield _finding(one, len(group), ends, bare=bare, context=context)


def _is_bare(file: Migration) -> bool:
    """True for rows of a file that shows by nothing that it is to be run again: it only puts rows in, and is
    called no seed.
    """
    rows = all(not _DEFINING.match(one.kind) for one in file.statements)
    return rows and not _SEED.search(file.path)


class _Seed(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that a statement puts into a table, and what came of its second run."""

    table: Relation
    statement: Statement
    outcome: Outcome


class _Again:
    """Tells whether files are meant to be run again; each is tried once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, bool] = {}

    def bears(self, seed: _Seed, file: Migration) -> bool:
        """True where it is the INSERT that a second run of its file fails over."""
        if _SEED.search(file.path) or self._is_lookup(seed, file):
            return True
        if file.path not in self._known:
            self._known[file.path] = self._repeats(file)
        return self._known[file.path]

    def _is_lookup(self, seed: _Seed, file: Migration) -> bool:
        """True for a table that the file lets be there already, with rows that a whole key tells apart."""
        anew = any(
            one.kind == "CreateStmt"
            and one.tree.get("if_not_exists")
            and plain_name(seed.table.identity) in names_created(one)
            for one in file.statements
        )
        message = seed.outcome.message or ""
        keys = self._context.catalog.indexes_of(seed.table.identity)
        return anew and any(one.predicate is None and f'"{one.name}"' in message for one in keys)

    def _repeats(self, file: Migration) -> bool:
        """True where what makes, changes and drops objects goes through once more, one after the other."""
        defining = [one.sql for one in file.statements if _DEFINING.match(one.kind)]
        done = self._context.experiment(lambda one: all(one.again(sql).error is None for sql in defining))
        return bool(done)


def _doubled(found: list[_Seed]) -> bool:
    return any(not one.outcome.error for one in found)


def _finding(found: list[_Seed], alike: int, ends: set[bool], *, bare: bool, context: Context) -> Finding:
    """What is said of the rows of one table; `ends` tells how a second run ends for the tables like it."""
    table, own = found[0].table, context.facts.is_own(found[0].table)
    rows = sum(rows_stated(one.statement) for one in found)
    many = f"{rows} rows" if rows > 1 else "a row"
    them = "them" if rows > 1 or alike > 1 else "it"
    again = f"a second run makes {them} again"
    there = f"where {'one is' if rows > 1 or alike > 1 else 'it is'} there already the deployment stops"
    which = table.identity if alike == 1 else "each table"
    key = f"Give {which} a unique key on what tells its rows apart, and write ON CONFLICT DO NOTHING"
    conflict = "Write ON CONFLICT DO NOTHING, or DO UPDATE where the migration's values are to win"
    what = " or ".join([there] * (False in ends) + [again] * (True in ends))
    return context.finding(
        table,
        f"{table.identity} is given {many} by {_places(found)} without ON CONFLICT: {what}",
        severity=Severity.INFO if bare or not own else None,
        location=found[0].statement.location,
        evidence=[_evidence(one, alike) for one in found[:3]],
        advice=key if True in ends else conflict,
        cause=f"seeds {own} {bare}",
        together=f"{{count}} tables are given rows without ON CONFLICT: {what}",
    )


def _places(found: list[_Seed]) -> str:
    first, rest = short(found[0].statement.location), len(found) - 1
    return first if not rest else f"{first} and {rest} more statement{'s' if rest > 1 else ''}"


def _evidence(one: _Seed, alike: int) -> Evidence:
    outcome = one.outcome
    said = (
        f"Postgres answered {outcome.error}: {outcome.message}" if outcome.error else "Postgres took the rows"
    )
    of = f" for {one.table.identity}" if alike > 1 else ""
    return executed(f"run again{of}: {said}", one.statement.sql[:400], rows=outcome.rows)
