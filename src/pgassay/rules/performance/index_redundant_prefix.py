"""index-redundant-prefix."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.index_pairs import duplicates, prefixes
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.needless import age, dropped
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="No index is the beginning of another")
def index_redundant_prefix(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index holds the first columns of another index of the table.

    A btree is read by its leading columns: the longer one serves each query that the shorter one serves, and
    every write keeps both.

    All of a schema are one finding. Silent for unique indexes, which are rules, for another order, operator
    class, collation or WHERE, for an index with columns of its own under INCLUDE, and where the other has
    three keys more or still more: then the short one is so much smaller that it can be worth its keep.

    The facts that suffice: pg_index of both.
    """
    gone = {index.identity for index, _ in duplicates(context.facts, age(context))}
    pairs = [pair for pair in prefixes(context.facts) if pair[0].identity not in gone]
    spoken = {index.identity for index, _ in pairs} | gone
    for index in database.indexes:
        relation = database.relation.get(index.relation)
        own = relation is not None and context.facts.is_own(relation)
        if own and index.method == "btree" and index.identity not in spoken:
            yield context.holds(index)
    for index, other in pairs:
        yield dropped(
            context,
            index,
            f"{index.identity} holds the first columns of {other.name}, which serves the same queries",
            catalog(f"{index.definition}; {other.definition}"),
            "hold the first columns of another index of their table",
        )
