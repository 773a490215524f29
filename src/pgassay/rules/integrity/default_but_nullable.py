"""default-but-nullable."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Literal, Opaque, Parameter, Term
from pgassay.facts.tables.columns import is_stamped, is_timestamp
from pgassay.facts.tables.nulls import meant_null, never_null
from pgassay.facts.tables.tested import Tested
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.made_optional import made_optional
from pgassay.rules.rule import Holds

_OPTIONAL = re.compile(r"\b(null|optional|unset|unknown|none|empty|missing)\b", re.I)

_REFUSED = "with NOT NULL a call without it is refused"


@rule(on=Catalog, severity=Severity.LOW, right="Columns with a default refuse NULL, or NULL means something")
def default_but_nullable(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column has a default and admits NULL all the same.

    A default fills in what is left out, not what is written: a client that sends null stores it, and such a
    row passes neither a test of the column nor its opposite.

    Low for flags and words that policies, functions, views or partial indexes compare with something, else
    info; all such columns of a schema are one finding. Where a function writes the column from what it is
    given, NOT NULL refuses a call without it: then there is advice and no fix. It is silent where NULL has a
    meaning: a condition asks for it or puts something in its place, a foreign key or a function writes it,
    the comment says so, a migration dropped its NOT NULL, or it is a time that need not have come; for
    partitions, generated columns, and where a domain or a CHECK refuses it.
    """
    known, written = context.facts.tested, _set_to_null(context) | made_optional(context)
    given = _given(context)
    groups: dict[str, list[tuple[Relation, Column, str | None]]] = defaultdict(list)
    for relation in context.own_relations():
        for column in relation.columns if relation.is_table and not relation.parent else ():
            if column.default is None or column.generated or _is_of_its_own(column):
                continue
            if never_null(context.catalog, relation, column):
                yield context.holds(relation, column.name)
            elif not _means(context, relation, column, known, written):
                word = column.type == "boolean" or column.type_category in ("S", "E")
                by = known.compared.get((relation.identity, column.name)) if word else None
                groups[relation.schema].append((relation, column, by))
    for found in groups.values():
        # What tests them is what makes the others worth a look: they come first.
        for relation, column, by in sorted(found, key=lambda one: one[2] is None):
            yield _finding(context, relation, column, by, given.get((relation.identity, column.name)))


def _is_of_its_own(column: Column) -> bool:
    """True for a default that is NULL, and for a time that is not the row's making or change."""
    return (column.default or "").startswith("NULL") or (is_timestamp(column) and not is_stamped(column))


def _means(
    context: Context,
    relation: Relation,
    column: Column,
    known: Tested,
    written: frozenset[tuple[str | None, str]],
) -> bool:
    """True where something says that NULL is a value of its own."""
    if (relation.identity, column.name) in known.for_null:
        return True
    if column.comment and _OPTIONAL.search(column.comment):
        return True
    if meant_null(context.catalog, relation, column) is not None:
        return True
    if _is_users(context, relation, column):
        return True
    return (relation.identity, column.name) in written


def _is_users(context: Context, relation: Relation, column: Column) -> bool:
    """True for a reference to users: it is let go with its user, whether a key says so yet or not."""
    keys = context.catalog.foreign_keys_of(relation.identity)
    return any(key.columns == (column.name,) and key.references in context.facts.users for key in keys)


def _set_to_null(context: Context) -> frozenset[tuple[str | None, str]]:
    """The columns (relation, name) that functions set to NULL."""
    return frozenset(
        (write.relation, name)
        for body in context.facts.bodies.values()
        for write in body.writes
        for name, value in write.values
        if value == Literal(None)
    )


def _given(context: Context) -> dict[tuple[str | None, str], str]:
    """The columns (relation, name) that a function writes from its arguments, or from parts of them, with
    that function: what is not there is NULL.
    """
    return {
        (write.relation, name): identity
        for identity, body in sorted(context.facts.bodies.items(), reverse=True)
        for write in body.writes
        for name, value in write.values
        if any(isinstance(part, Parameter) for part in inside(value)) and not _keeps(value, name)
    }


def _keeps(value: Term, column: str) -> bool:
    """True for a term that gives something else where an argument is NULL: COALESCE, or a CASE with the
    column's own value among the choices.
    """
    if not isinstance(value, Opaque):
        return False
    own = any(isinstance(part, ColumnOf) and part.name == column for part in value.parts)
    return value.what == "coalesce" or (value.what == "case" and own)


def _plain(function: str) -> str:
    return function.replace("pg_catalog.", "")


def _finding(
    context: Context, relation: Relation, column: Column, by: str | None, given: str | None
) -> Finding:
    place = f"{relation.identity}.{column.quoted}"
    alter = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    return context.finding(
        relation,
        f"{place} has a default, {'is tested and' if by else 'and'} admits NULL",
        column=column.name,
        severity=Severity.LOW if by else Severity.INFO,
        evidence=[
            catalog(f"{place} is {column.type} DEFAULT {column.default}, without NOT NULL"),
            *([parsed(f"{by} compares {place}")] if by else []),
            *([parsed(f"{_plain(given)} writes {place} from what it is given: {_REFUSED}")] if given else []),
        ],
        fix=None if given else f"{alter} SET NOT NULL;",
        rollback=None if given else f"{alter} DROP NOT NULL;",
        advice="First give the rows that hold NULL their value; SET NOT NULL is refused while there are any"
        + (f", and let {_plain(given)} put the default in the place of NULL" if given else ""),
        cause=f"schema {relation.schema}",
        together=f"{{count}} columns of {relation.schema} with a default admit NULL"
        f"{', are tested, and NULL passes no test' if by else ''}",
    )
