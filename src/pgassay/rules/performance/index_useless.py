"""index-useless."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="No index stands on a boolean alone")
def index_useless(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index stands on a boolean alone.

    It has two values: behind the one that most rows have Postgres reads the table instead, and every write
    keeps the index all the same.

    All of a schema are one finding. Silent for partial indexes and for those that go on with another column:
    where one of the two values is rare, an index on what the query sorts by, WHERE it has that value, is what
    serves it. Silent for unique indexes, which are rules.

    The facts that suffice: the one key of pg_index, and its type.
    """
    found: list[Index] = []
    for index in database.indexes:
        relation = database.relation.get(index.relation)
        if relation is None or not context.facts.is_own(relation) or relation.parent is not None:
            continue
        columns = [relation.column(name) for name in index.columns if name is not None]
        boolean = len(index.keys) == 1 and any(one is not None and one.type == "boolean" for one in columns)
        if boolean and not index.unique and index.predicate is None and not index.included:
            found.append(index)
        elif boolean:
            yield context.holds(index)
    for index in found:
        schema = context.catalog.relation[index.relation].schema
        yield context.finding(
            index,
            f"{index.identity} stands on a boolean alone: two values tell few rows apart",
            evidence=[catalog(index.definition)],
            advice="Drop it; where one value is rare, CREATE INDEX … ON the column that is sorted by, WHERE "
            "the boolean has that value",
            cause=f"schema {schema}",
            together=f"{{count}} indexes of {schema} stand on a boolean alone: two values tell few "
            "rows apart",
        )
