"""index-duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.index_pairs import duplicates
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.needless import age, dropped
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="No index does what another does already")
def index_duplicate(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index does what another index of the table does already.

    Every write keeps both, and both take their room in memory; no query is faster for the second. A unique
    or primary key brings its index with it: one made beside it is the second.

    Same method, keys, order, operator classes, collations and WHERE; where one is unique, the plain one goes.
    All of a schema are one finding. Silent for two constraints on the same columns, which are two rules, and
    for indexes that are not valid.

    The facts that suffice: pg_index of both.
    """
    pairs = list(duplicates(context.facts, age(context)))
    spoken = {index.identity for index, _ in pairs}
    for index in database.indexes:
        relation = database.relation.get(index.relation)
        if relation is not None and context.facts.is_own(relation) and index.identity not in spoken:
            yield context.holds(index)
    for index, other in pairs:
        kept = f"the index of {other.constraint}" if other.constraint is not None else other.name
        yield dropped(
            context,
            index,
            f"{index.identity} does what {kept} does already",
            catalog(f"{index.definition}; {other.definition}"),
            "do what another index does already",
        )
