"""What to say of columns that share a type: one finding for each schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules.context import Context, catalog
from pgassay.rules.copies import is_copy
from pgassay.rules.fresh import is_fresh
from pgassay.rules.rule import Holds


def own_columns(context: Context) -> Iterator[tuple[Relation, Column]]:
    """The columns of the schema's own tables; a partition's are its parent's, a copy's those of the query."""
    for relation in context.own_relations():
        if relation.is_table and relation.parent is None and not is_copy(context, relation):
            yield from ((relation, column) for column in relation.columns)


def by_type(
    context: Context,
    typed: Callable[[Column], bool],
    says: str,
    *,
    severity: Callable[[str], Severity | None] = lambda _: None,
    schemas: frozenset[str] | None = None,
    advice: str,
) -> Iterator[Finding | Holds]:
    """A finding for each schema (of `schemas`, where they are given) that has columns of a type; `says`
    follows what they are called.
    """
    found = [
        (relation, column)
        for relation, column in own_columns(context)
        if typed(column) and (schemas is None or relation.schema in schemas)
    ]
    spoken = {relation.identity for relation, _ in found}
    for relation in {relation.identity: relation for relation, _ in own_columns(context)}.values():
        if relation.identity not in spoken:
            yield context.holds(relation)
    yield from columns_found(context, found, says, severity=severity, advice=advice)


def columns_found(
    context: Context,
    found: Sequence[tuple[Relation, Column]],
    says: str,
    *,
    severity: Callable[[str], Severity | None] = lambda _: None,
    advice: str,
) -> Iterator[Finding]:
    """The finding for each schema; `severity` is asked for the schema's name.

    What is worth no more than info is said of columns that the new migrations bring: a type is chosen for
    nothing before there are rows, and hardly ever changed for its style once there are.
    """
    found = [
        (relation, column)
        for relation, column in found
        if (severity(relation.schema) or context.rule.severity) is not Severity.INFO
        or is_fresh(context, context.ref(relation, column.name))
    ]
    for relation, column in found:
        yield context.finding(
            relation,
            f"{context.ref(relation, column.name)} is {says}",
            column=column.name,
            severity=severity(relation.schema),
            evidence=[catalog(f"{context.ref(relation, column.name)} is {column.type}")],
            advice=advice,
            cause=f"schema {relation.schema}",
            together=f"{{count}} columns of {relation.schema} are {says}",
        )
