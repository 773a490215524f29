"""Whether the rows that a condition takes are held apart by a key, or are all in a partial index."""

from __future__ import annotations

from collections.abc import Container, Iterable

from pgassay.facts.conditions.rewrite import inside, renamed
from pgassay.facts.conditions.values import (
    ColumnOf,
    Compare,
    Constant,
    Holds,
    IsNull,
    Literal,
    Not,
    Test,
    branches,
)
from pgassay.facts.tables.states import check_test
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Index, Relation


def atoms_about(tests: Iterable[Test], alias: str, columns: frozenset[str]) -> tuple[Test, ...]:
    """The tests of one branch that are about nothing but `alias`, in the form of a CHECK of its relation."""
    found: list[Test] = []
    for test in tests:
        named = {(node.alias, node.name in columns) for node in inside(test) if isinstance(node, ColumnOf)}
        if named == {(alias, True)}:
            found.append(plain(renamed(test, alias, "")))
    return tuple(found)


def plain(test: Test) -> Test:
    """A test of a flag in one form: `flag` for flag = true and NOT flag = false, else as it is."""
    match test:
        case Not(Compare("=", column, Literal("true" | "false" as value))):
            return plain(Compare("=", column, Literal("false" if value == "true" else "true")))
        case Not(Holds(ColumnOf() as column)):
            return Compare("=", column, Literal("false"))
        case Holds(ColumnOf() as column):
            return Compare("=", column, Literal("true"))
        case Compare("<>", column, Literal("true" | "false" as value)):
            return Compare("=", column, Literal("false" if value == "true" else "true"))
        case _:
            return test


def implies(
    catalog: Catalog,
    relation: Relation,
    atoms: Iterable[Test],
    predicate: str | None,
    given: Container[str] = (),
) -> bool:
    """True when rows that pass all atoms are rows of a partial index with that predicate; the columns `given`
    equal something, so that they are not NULL.
    """
    test = check_test(catalog, relation, predicate) if predicate is not None else Constant(True)
    if test is None:
        return False
    known = set(atoms)
    return any(all(plain(atom) in known or _is_there(atom, given) for atom in way) for way in branches(test))


def _is_there(atom: Test, given: Container[str]) -> bool:
    """True for a test that a column is not NULL, of one that equals something."""
    match atom:
        case Not(IsNull(ColumnOf() as column)):
            return column.name in given
        case _:
            return False


def single(catalog: Catalog, relation: Relation, equal: Iterable[str], atoms: Iterable[Test]) -> Index | None:
    """The key by which at most one row has fixed values in the columns `equal` and passes `atoms`; None
    without one.
    """
    held, tests = set(equal), tuple(atoms)
    for index in catalog.indexes_of(relation.identity):
        columns = set(index.columns)
        key = index.unique and index.valid and columns <= held and None not in columns
        if key and implies(catalog, relation, tests, index.predicate, held):
            return index
    return None
