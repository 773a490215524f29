"""What partitions that a change makes or attaches ask of the rows that are there before it."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint, Relation
from pgassay.postgres.parse import expression, walk


def coming_bounds(catalog: Catalog, relation: Relation, later: Catalog) -> Iterator[Constraint]:
    """The bounds to come as if they were constraints: a table that becomes a partition fulfils its own, and
    what a partitioned table has kept in its DEFAULT partition fulfils none of the others'.
    """
    for part in later.relations:
        was = catalog.relation.get(part.identity)
        if part.partition_test is None or part.partition_bound in (None, "DEFAULT"):
            continue
        if was is not None and was.partition_bound is not None:
            continue
        if part.identity == relation.identity:
            yield _as_check(relation, part.partition_test, part.name)
        elif part.parent == relation.identity:
            yield _as_check(relation, f"NOT ({part.partition_test})", part.name)


def _as_check(relation: Relation, test: str, name: str) -> Constraint:
    named = {
        str(field["String"]["sval"])
        for key, node in walk({"": expression(test)})
        if key == "ColumnRef"
        for field in node["fields"][-1:]
        if "String" in field
    }
    return Constraint(
        identity=f"bound of {name}",
        name=f"bound of {name}",
        relation=relation.identity,
        domain=None,
        kind="check",
        columns=tuple(column.name for column in relation.columns if column.name in named),
        references=None,
        referenced_columns=(),
        on_delete=None,
        on_update=None,
        match_full=False,
        deferrable=False,
        validated=True,
        enforced=True,
        inherited=False,
        definition=f"CHECK ({test})",
        expression=test,
    )
