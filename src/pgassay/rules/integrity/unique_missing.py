"""unique-missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.conditions.values import Literal
from pgassay.facts.tables.columns import is_integer, is_text
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.keys import excluding_sets, unique_sets
from pgassay.facts.tables.open_words import names_row
from pgassay.facts.tables.orders import Orders, orders
from pgassay.facts.tables.parts import place_of
from pgassay.facts.tables.states import allowed_values
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.HIGH, right="Parts of a definition cannot be stored twice")
def unique_missing(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The parts of a definition can be stored twice.

    Two rows claim the same place under one parent: which of them comes first, or whether both are carried
    out, is left to chance.

    It speaks of definitions (client-editable configuration) that hang on a parent by a NOT NULL foreign key
    and have an integer that orders them (medium where it is NULLable): one so named, or one that an index
    lists after the parent. Without such an integer, a required name under the parent is enough, unless the
    row holds a secret or is a user's, or the application alone writes (no platform opens the database to its
    users, and there is no policy): all of a schema are one finding, at low. It speaks, at medium, of other
    tables too where a function numbers the rows under a parent by the highest number so far. It is silent
    where a unique key, an exclusion constraint or a primary key covers the parent and what orders or names
    the row, or some of these columns, where a unique index over some of the rows does, for what rows of a
    tenant go by when they also have other parents, and for queues, logs and events. Places that default to 0
    are info: rows that nobody put in order share it.
    """
    known = orders(context.facts)
    named: dict[str, list[tuple[Relation, frozenset[str], Column]]] = defaultdict(list)
    for relation in context.own_relations():
        if relation.identity in context.facts.kinds.definitions:
            yield from _of_definition(relation, context, named)
        elif relation.is_table and not relation.parent:
            yield from _numbered(relation, context, known)
    for found in named.values():
        for relation, parent, telling in found:
            yield _finding(context, relation, parent, telling, Severity.LOW, alike=len(found))


def _of_definition(
    relation: Relation, context: Context, named: dict[str, list[tuple[Relation, frozenset[str], Column]]]
) -> Iterator[Finding | Holds]:
    """What orders the parts of a definition; those that a name alone tells apart go into `named`."""
    for parent in _parents(relation, context):
        place = place_of(context.catalog, relation, parent)
        name = (
            None
            if place or _is_told_otherwise(relation, context) or application_decides(context.facts)
            else next((c for c in relation.columns if names_row(relation, c) and c.not_null), None)
        )
        telling = place or name
        if telling is None or _is_elsewhere(context, relation, parent, place):
            continue
        if _is_told_apart(context, relation, parent, telling):
            yield context.holds(relation)
        elif _is_told_apart_of_some(context, relation, parent, telling):
            pass
        elif place:
            yield _finding(context, relation, parent, telling, _grade(place))
        else:
            named[relation.schema].append((relation, parent, telling))
        return


def _grade(place: Column) -> Severity:
    """Places that start at 0 by default are no places yet: rows that nobody put in order share it."""
    if place.default == "0":
        return Severity.INFO
    return Severity.HIGH if place.not_null else Severity.MEDIUM


def _is_elsewhere(context: Context, relation: Relation, parent: frozenset[str], place: Column | None) -> bool:
    """True where rows are put in order under one of several parents that they can have, and not in the whole
    tenant.
    """
    tenancy = context.facts.tenancy
    if place is None or tenancy.key_of(relation.identity) not in parent:
        return False
    others = (k for k in context.catalog.foreign_keys_of(relation.identity) if not parent & {*k.columns})
    aside = {tenancy.table, relation.identity, *context.facts.users}
    return any(key.references not in aside for key in others)


def _is_told_apart_of_some(
    context: Context, relation: Relation, parent: frozenset[str], telling: Column
) -> bool:
    """True where a unique index over some of the rows says which of them are not to be there twice."""
    whole = parent | {telling.name}
    return any(
        index.unique and index.predicate is not None and whole <= set(index.columns)
        for index in context.catalog.indexes_of(relation.identity)
    )


def _numbered(relation: Relation, context: Context, known: Orders) -> Iterator[Finding | Holds]:
    """Rows that a function numbers by the highest number so far, under a parent."""
    for column in relation.columns:
        makers = {
            by
            for by in known.highest.get((relation.identity, column.name), ())
            if column.not_null and is_integer(column) and _inserts(relation, column, context, by)
        }
        parent = next(_parents(relation, context), None) if makers else None
        if parent is None:
            continue
        if _is_told_apart(context, relation, parent, column):
            yield context.holds(relation, column.name)
        else:
            yield _finding(context, relation, parent, column, Severity.MEDIUM, tuple(sorted(makers)))


def _inserts(relation: Relation, column: Column, context: Context, function: str) -> bool:
    body = context.facts.bodies.get(function)
    return body is not None and any(
        write.command == "insert"
        and write.relation == relation.identity
        and write.value(column.name) is not None
        and not isinstance(write.value(column.name), Literal)
        for write in body.writes
    )


def _is_told_apart(context: Context, relation: Relation, parent: frozenset[str], telling: Column) -> bool:
    """True when a key covers the parent and something else, or says as much with fewer columns."""
    whole = parent | {telling.name}
    sets = [*unique_sets(context.catalog, relation), *excluding_sets(context.catalog, relation)]
    return any((parent <= key and key - parent) or (key and key <= whole) for key in sets)


def _is_told_otherwise(relation: Relation, context: Context) -> bool:
    """True when each row belongs to a user (two users may use one name) or holds a secret, by which it is
    known: its name is a note.
    """
    if context.facts.kinds.secrets(relation):
        return True
    users = context.facts.kinds.users(relation)
    return any(column.name in users and column.not_null for column in relation.columns)


def _parents(relation: Relation, context: Context) -> Iterator[frozenset[str]]:
    """The columns of the required foreign keys, users aside: those to definitions first, to tenants last."""
    required = {column.name for column in relation.columns if column.not_null}
    definitions = context.facts.kinds.definitions

    def rank(key: Constraint) -> tuple[bool, bool]:
        return (key.references not in definitions, key.references == context.facts.tenancy.table)

    for key in sorted(context.catalog.foreign_keys_of(relation.identity), key=rank):
        if required.issuperset(key.columns) and key.references not in context.facts.users:
            yield frozenset(key.columns)


def _choices(context: Context, relation: Relation, owners: list[str], telling: Column) -> list[str]:
    """The keys that can be meant, the narrowest first."""
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
    strict = f"UNIQUE ({', '.join([*owners, telling.quoted])})"
    wider = [f"UNIQUE ({', '.join(first)})"]
    if len(second) >= len(owners) + 2:
        wider.append(f"UNIQUE NULLS NOT DISTINCT ({', '.join(second)})")
    elif not telling.not_null:
        wider.append(f"UNIQUE NULLS NOT DISTINCT ({', '.join([*owners, telling.quoted])})")
    return [strict, *(key for key in wider if key != strict)]


def _finding(
    context: Context,
    relation: Relation,
    parent: frozenset[str],
    telling: Column,
    severity: Severity,
    makers: tuple[str, ...] = (),
    alike: int = 1,
) -> Finding:
    owners = [column.quoted for column in relation.columns if column.name in parent]
    strict, *wider = _choices(context, relation, owners, telling)
    choices = [strict] if makers else [strict, *wider]
    evidence = [
        catalog(f"no unique index of {relation.identity} covers {', '.join([*owners, telling.quoted])}")
    ]
    if makers:
        evidence.append(parsed(f"{', '.join(makers)} numbers rows by the highest {telling.quoted} so far"))
    what = "number" if makers else "name" if severity is Severity.LOW else "place"
    return context.finding(
        relation,
        f"{relation.identity} has no unique key over {', '.join(owners)} and {telling.quoted}: "
        f"the same {what} can be taken twice",
        severity=severity,
        evidence=evidence,
        advice="Add a unique key over the parent and the name where two of one name make no sense; "
        "remove the duplicates first"
        if alike > 1
        else f"Add {strict}; remove the duplicates first"
        if len(choices) == 1
        else f"Choose the key that the application means: {', or '.join(choices)}. "
        "Remove the duplicates first",
        cause=f"schema {relation.schema}" if alike > 1 else None,
        together=f"{{count}} definitions of {relation.schema} have no unique key over their parent and name: "
        "the same name can be taken twice",
    )
