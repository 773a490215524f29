"""Whether a column can be NULL, and what says that it is meant to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.translate import term_of
from pgassay.facts.conditions.values import Call, ColumnOf, IsNull, Not, Opaque, Query, Term, Test, branches
from pgassay.facts.functions.names import scope_of
from pgassay.facts.tables.states import check_test
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Index, Relation
from pgassay.postgres import parse

_COUNTS = ("num_nulls", "num_nonnulls")


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
        if _holds_nulls(catalog, relation, index, column.name):
            return f"{index.name} is an index of the rows where it is NULL"
        if index.unique and _replaces_null(catalog, relation, index, column.name):
            return f"{index.name} puts a value in the place of NULL"
    for constraint, test in _checks(catalog, relation):
        if _asks_null(test, column.name):
            return f"{constraint.name} tells rows with NULL from others"
    return None


def told_by_check(catalog: Catalog, relation: Relation, column: Column) -> bool:
    """True where a CHECK ties NULL in a column to what another column says: to a kind of row, decided on."""
    return any(
        len(constraint.columns) > 1 and _asks_null(test, column.name)
        for constraint, test in _checks(catalog, relation)
    )


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


def _holds_nulls(catalog: Catalog, relation: Relation, index: Index, column: str) -> bool:
    """True for a partial index of rows in which a column is NULL."""
    test = check_test(catalog, relation, index.predicate)
    ways = branches(test) if test is not None else ()
    return any(isinstance(atom, IsNull) and _is(atom.term, column) for way in ways for atom in way)


def _replaces_null(catalog: Catalog, relation: Relation, index: Index, column: str) -> bool:
    scope = scope_of(catalog, row=relation.identity)
    expressions = (key for key, name in zip(index.keys, index.columns, strict=True) if name is None)
    trees = (parse.expression(expression) for expression in expressions)
    return any(
        isinstance(part, Opaque) and part.what == "coalesce" and _among(part.parts, column)
        for tree in trees
        if tree is not None
        for part in inside(term_of(tree, scope))
    )


def _asks_null(test: Test, column: str) -> bool:
    """True where it counts for a test whether a column is NULL."""
    return any(
        _among(inside(part.term), column)
        if isinstance(part, IsNull)
        else isinstance(part, Call)
        and part.name.rpartition(".")[2] in _COUNTS
        and _among(part.arguments, column)
        for part in inside(test)
    )


def _among(parts: Iterable[Test | Term | Query], column: str) -> bool:
    return any(_is(part, column) for part in parts)


def _is(term: object, column: str) -> bool:
    return isinstance(term, ColumnOf) and term.name == column
