"""unique-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.columns import is_name, is_text
from pgassay.facts.tables.keys import excluding_sets, unique_sets
from pgassay.facts.tables.parts import place_of
from pgassay.facts.tables.states import allowed_values
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.HIGH)
def unique_missing(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The parts of a definition can be stored twice.

    Two rows claim the same place under one parent: which of them comes first, or whether both are carried
    out, is left to chance.

    It speaks of definitions (client-editable configuration) that hang on a parent by a NOT NULL foreign key
    and have an integer that orders them: one so named, or one that an index lists after the parent. Without
    such an integer, a required name under the parent is enough, at low. It is silent where a unique key, an
    exclusion constraint or a primary key covers the parent and what orders or names the row; and for queues,
    logs and events.
    """
    if relation.identity not in context.facts.kinds.definitions:
        return
    for parent in _parents(relation, context):
        place = place_of(context.catalog, relation, parent)
        name = (
            None
            if place or _is_personal(relation, context)
            else next((c for c in relation.columns if is_name(c) and c.not_null), None)
        )
        telling = place or name
        if telling is None:
            continue
        sets = [*unique_sets(context.catalog, relation), *excluding_sets(context.catalog, relation)]
        if any(parent <= key and key - parent for key in sets):
            yield context.holds(relation)
        else:
            yield _finding(context, relation, parent, telling, Severity.HIGH if place else Severity.LOW)
        return


def _is_personal(relation: Relation, context: Context) -> bool:
    """True when each row belongs to a user: two users may use one name."""
    users = context.facts.kinds.users(relation)
    return any(column.name in users and column.not_null for column in relation.columns)


def _parents(relation: Relation, context: Context) -> Iterator[frozenset[str]]:
    """The columns of the required foreign keys, users aside: those to other definitions first."""
    required = {column.name for column in relation.columns if column.not_null}
    definitions = context.facts.kinds.definitions

    def rank(key: Constraint) -> tuple[bool, bool]:
        return (key.references not in definitions, key.references == context.facts.tenancy.table)

    for key in sorted(context.catalog.foreign_keys_of(relation.identity), key=rank):
        if required.issuperset(key.columns) and key.references not in context.facts.users:
            yield frozenset(key.columns)


def _finding(
    context: Context, relation: Relation, parent: frozenset[str], telling: Column, severity: Severity
) -> Finding:
    owners = [column.quoted for column in relation.columns if column.name in parent]
    kinds = [
        c
        for c in relation.columns
        if is_text(c) and c.not_null and allowed_values(context.catalog, relation, c)
    ]
    conditions = [
        c
        for c in relation.columns
        if is_text(c)
        and not c.not_null
        and c.default is None
        and not allowed_values(context.catalog, relation, c)
    ]
    first = [*owners, telling.quoted, *(c.quoted for c in kinds[:1])]
    second = [*owners, *(c.quoted for c in kinds[:1]), *(c.quoted for c in conditions[:1])]
    if len(second) < len(owners) + 2:
        second = [*owners, telling.quoted]
    choices = dict.fromkeys(
        [f"UNIQUE ({', '.join(first)})", f"UNIQUE NULLS NOT DISTINCT ({', '.join(second)})"]
    )
    return context.finding(
        relation,
        f"{relation.identity} has no unique key over {', '.join(owners)} and {telling.quoted}: "
        f"the same {'name' if severity is Severity.LOW else 'place'} can be taken twice",
        severity=severity,
        evidence=[
            catalog(f"no unique index of {relation.identity} covers {', '.join([*owners, telling.quoted])}")
        ],
        advice=f"Two keys are possible, choose the one that the application means: {', or '.join(choices)}. "
        "Remove the duplicates first",
    )
