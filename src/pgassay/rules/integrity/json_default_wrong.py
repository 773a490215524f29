"""json-default-wrong."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.columns import is_json
from pgassay.facts.tables.json_shapes import asked_shapes, default_shape
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_EMPTY = {"array": "[]", "object": "{}"}


@rule(on=Catalog, severity=Severity.MEDIUM, right="Defaults of json columns are of the kind asked for")
def json_default_wrong(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The default of a json column is of another kind than what goes by it.

    A row that leaves the column out gets an object where a list is gone through, or a text that only looks
    like JSON: the insert is refused, or the first query that unpacks the value fails for every row it meets.

    It speaks where a CHECK, a function or a view wants an array and the default is an object, or the other
    way round; where the default is a string that holds JSON; and where it is JSON's null in a column that may
    be NULL, which IS NULL does not find. Silent where nothing says what the column holds, and where both
    kinds are asked for.

    The facts that suffice: pg_attrdef, and jsonb_typeof in a CHECK or a function that takes one kind only.
    """
    asked = asked_shapes(context.facts)
    for relation in context.own_relations():
        for column in relation.columns if relation.is_table and relation.parent is None else ():
            shape = default_shape(column) if is_json(column) else None
            if shape is None:
                continue
            wanted = asked.get((relation.identity, column.name), {})
            if shape == "text" or (shape == "null" and not column.not_null):
                yield _odd(context, relation, column, shape, wanted)
            elif wanted and shape not in wanted and len(wanted) == 1:
                yield _other(context, relation, column, shape, wanted)
            elif wanted:
                yield context.holds(relation, column.name)


def _odd(context: Context, relation: Relation, column: Column, shape: str, wanted: dict[str, str]) -> Finding:
    place = f"{relation.identity}.{column.quoted}"
    is_null = shape == "null"
    says = (
        "defaults to JSON's null: IS NULL does not find it"
        if is_null
        else f"defaults to {column.default}, a string that holds JSON and no JSON of its own"
    )
    return context.finding(
        relation,
        f"{place} {says}",
        column=column.name,
        evidence=[catalog(f"pg_attrdef of {place}: {column.default}")],
        fix=_drop(relation, column) if is_null else None,
        rollback=_set(relation, column, column.default or "") if is_null else None,
        advice=None if is_null else "Leave out the inner quotes",
    )


def _other(
    context: Context, relation: Relation, column: Column, shape: str, wanted: dict[str, str]
) -> Finding:
    ((kind, who),) = wanted.items()
    place = f"{relation.identity}.{column.quoted}"
    known = kind in _EMPTY
    return context.finding(
        relation,
        f"{place} defaults to {column.default}, and {who} wants an {kind}"
        if known
        else f"{place} defaults to {column.default}, and {who} wants a {kind}",
        column=column.name,
        evidence=[catalog(f"pg_attrdef of {place}: {shape}"), parsed(f"{who} takes an {kind} only")],
        fix=_set(relation, column, f"'{_EMPTY[kind]}'::{column.type}") if known else None,
        rollback=_set(relation, column, column.default or "") if known else None,
    )


def _set(relation: Relation, column: Column, value: str) -> str:
    return f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted} SET DEFAULT {value};"


def _drop(relation: Relation, column: Column) -> str:
    return f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted} DROP DEFAULT;"
