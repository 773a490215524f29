"""Whether a column can be NULL, and what says that it is meant to."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import ColumnOf, IsNull, Not, Test, branches
from pgassay.facts.tables.states import check_test
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Relation


def never_null(catalog: Catalog, relation: Relation, column: Column) -> bool:
    """True when no row can hold NULL in a column: by NOT NULL, by the type's domain, or by a CHECK of its
    own.
    """
    if column.not_null or column.identity:
        return True
    domains = (t for t in catalog.types if t.kind == "domain" and t.not_null)
    if any(column.type in (domain.identity, domain.name) for domain in domains):
        return True
    return any(_forbids(test, column.name) for _, test in _checks(catalog, relation))


def meant_null(catalog: Catalog, relation: Relation, column: Column) -> str | None:
    """The catalog's own word that NULL has a meaning in a column, or None.

    A key that counts NULL as a value says so, a CHECK that tells rows with NULL from others, and a foreign
    key that puts NULL there.
    """
    for key in catalog.foreign_keys_of(relation.identity):
        if key.columns == (column.name,) and key.on_delete == "set null":
            return f"its foreign key {key.name} is ON DELETE SET NULL"
    for index in catalog.indexes_of(relation.identity):
        if index.unique and index.nulls_not_distinct and column.name in index.columns:
            return f"{index.name} counts NULL as a value (NULLS NOT DISTINCT)"
        if index.predicate is not None and index.predicate in (f"({column.quoted} IS NULL)",):
            return f"{index.name} is an index of the rows where it is NULL"
    for constraint, test in _checks(catalog, relation):
        if _asks_null(test, column.name):
            return f"{constraint.name} tells rows with NULL from others"
    return None


def _checks(catalog: Catalog, relation: Relation) -> Iterator[tuple[Constraint, Test]]:
    for constraint in catalog.constraints_of(relation.identity, "check"):
        test = (
            check_test(catalog, relation, constraint.expression)
            if constraint.validated and constraint.enforced
            else None
        )
        if test is not None:
            yield constraint, test


def _forbids(test: Test, column: str) -> bool:
    ways = branches(test)
    return bool(ways) and all(
        any(
            isinstance(atom, Not) and isinstance(atom.part, IsNull) and _is(atom.part.term, column)
            for atom in way
        )
        for way in ways
    )


def _asks_null(test: Test, column: str) -> bool:
    return any(isinstance(atom, IsNull) and _is(atom.term, column) for way in branches(test) for atom in way)


def _is(term: object, column: str) -> bool:
    return isinstance(term, ColumnOf) and term.name == column
