"""index-could-be-partial."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.conditions.values import Test
from pgassay.facts.ddl.indexes import IN_USE, made
from pgassay.facts.tables.index_pairs import duplicates, prefixes
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.serving import is_needed, is_one_row, names_in, predicate, serves, starting, uses
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.needless import age
from pgassay.rules.rule import Holds

#: A list that an index serves, with the tests that its rows pass as they are made.
Served = tuple[Listing, tuple[Test, ...]]


@rule(on=Catalog, severity=Severity.LOW, right="Indexes leave out rows that nobody asks for")
def index_could_be_partial(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index holds rows that no reader of it asks for.

    Rows that are revoked, done or deleted stay in it for good: it grows with all that ever was, where its
    readers want what is live.

    Speaks where every list of functions, views and policies that an index serves tests a column for the
    value that a row has as it is made (not revoked, not deleted, pending), in tables that grow: queues,
    logs and business rows. Those of a schema are one finding, at low; medium in queues, whose rows nearly
    all leave the live part. Silent for unique indexes; where no other index leads with the same column or
    finds the rows of a foreign key (deletes of a parent, and policies, look for all rows); where the index
    holds the column that is tested, one that each list holds to one word, or one that none of those lists
    uses (it was made for another reader); and for what another index makes needless (index-duplicate and
    index-redundant-prefix speak).

    The facts that suffice: the queries, the columns' defaults, and the indexes.
    """
    served: dict[str, list[Served]] = defaultdict(list)
    whole: set[str] = set()
    for listing in context.facts.listings:
        relation = database.relation[listing.relation]
        if is_one_row(context.facts, relation, listing) or not (listing.equal or listing.order):
            continue
        for use in uses(context.facts, relation, listing):
            if serves(context.facts, listing, use) and (use.found or listing.order):
                # Sorted by it alone, it serves whatever else is listed in that order.
                tests = starting(relation, listing) if use.found else ()
                served[use.index.identity].append((listing, tests))
                whole |= {use.index.identity} if use.asks_for_all(listing) else set()
    needless = {
        one.identity for one, _ in (*duplicates(context.facts, age(context)), *prefixes(context.facts))
    }
    found: dict[str, list[tuple[Relation, Index, list[Served]]]] = defaultdict(list)
    for index in database.indexes:
        relation = database.relation[index.relation]
        lists = served.get(index.identity, [])
        if not lists or not _grows(context, relation):
            continue
        if index.predicate is not None:
            yield context.holds(index)
        elif (
            _shared(lists)
            and index.identity in whole - needless
            and not _tells_apart(index, lists)
            and not is_needed(context.facts, relation, index)
        ):
            found[relation.schema].append((relation, index, lists))
    for places in found.values():
        for relation, index, lists in places:
            yield _finding(context, relation, index, lists)


def _grows(context: Context, relation: Relation) -> bool:
    kinds = context.facts.kinds
    return relation.identity in kinds.queues | kinds.logs | kinds.bulk


def _tells_apart(index: Index, lists: list[Served]) -> bool:
    """True for an index that holds a column that is tested, or one that every list holds to one word: it
    keeps the rows that are over apart as it is.
    """
    tested = (names_in(test) for test in _shared(lists))
    states = frozenset[str].intersection(*(listing.pinned for listing, _ in lists))
    return not states.union(*tested).isdisjoint(str(name) for name in index.columns)


def _shared(lists: list[Served]) -> tuple[Test, ...]:
    """The tests that all lists make."""
    first, *others = lists
    return tuple(test for test in first[1] if all(test in tests for _, tests in others))


def _finding(context: Context, relation: Relation, index: Index, lists: list[Served]) -> Finding:
    where = predicate(relation, _shared(lists))
    names = [str(name) for name in index.columns]
    columns = tuple(zip(names, index.descending, strict=False))
    fix, rollback = made(context.catalog, relation, columns, where, index)
    queue = relation.identity in context.facts.kinds.queues
    readers = ", ".join(sorted({listing.by for listing, _ in lists}))
    return context.finding(
        index,
        f"{index.identity} holds all rows, and each of its readers asks for {where} alone",
        severity=Severity.MEDIUM if queue else None,
        evidence=[
            parsed(f"{index.identity}: {readers} asks for rows with {where}"),
            catalog(index.definition),
        ],
        fix=fix,
        rollback=rollback,
        advice=f"Keep it whole where the application lists the other rows by it too. {IN_USE}",
        cause=f"schema {relation.schema}",
        together=f"{{count}} indexes of {relation.schema} hold rows that none of their readers ask for",
    )
