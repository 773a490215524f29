"""Keys and what they say: links between rows, and rows that there is one of per user."""

from __future__ import annotations

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint, Index, Relation


def unique_sets(catalog: Catalog, relation: Relation) -> tuple[frozenset[str], ...]:
    """The sets of columns of which no two rows hold the same: primary keys, unique constraints and whole
    unique indexes.
    """
    found: list[frozenset[str]] = []
    for index in catalog.indexes_of(relation.identity):
        if index.unique and index.valid and index.predicate is None:
            columns = [column for column in index.columns if column is not None]
            # An expression (lower(name)) narrows the key as much as its column would.
            if len(columns) == len(index.columns) or columns:
                found.append(frozenset(columns))
    return tuple(found)


def references_of(catalog: Catalog, relation: Relation) -> frozenset[str]:
    """The columns that hold keys of other relations."""
    return frozenset(column for key in catalog.foreign_keys_of(relation.identity) for column in key.columns)


def required_parents(catalog: Catalog, relation: Relation) -> frozenset[str]:
    """The relations of which every row of this one needs a row: NOT NULL foreign keys, without itself."""
    needed = {column.name for column in relation.columns if column.not_null}
    keys = catalog.foreign_keys_of(relation.identity)
    return frozenset(
        k.references
        for k in keys
        if k.references and k.references != relation.identity and needed.issuperset(k.columns)
    )


def is_join(catalog: Catalog, relation: Relation, users: frozenset[str]) -> bool:
    """True for a table that links rows: a key of two or more columns, at least two of which reference other
    rows or users.
    """
    pointing = references_of(catalog, relation) | users
    keys = unique_sets(catalog, relation)
    return any(len(key) > 1 and len(key & pointing) > 1 and key <= pointing for key in keys)


def one_per_user(catalog: Catalog, relation: Relation, users: frozenset[str]) -> bool:
    """True for a table with one row per user, or per user and tenant: profiles, settings, preferences."""
    pointing = references_of(catalog, relation) | users
    return any(key & users and key <= pointing for key in unique_sets(catalog, relation))


def leads(index: Index, columns: tuple[str, ...]) -> bool:
    """True when an index finds rows by `columns`: its first keys are these, in any order, and it holds every
    row with a value.
    """
    if not index.valid or index.method not in ("btree", "hash"):
        return False
    if index.predicate is not None and not _only_not_null(index, columns):
        return False
    return set(index.columns[: len(columns)]) == set(columns)


def _only_not_null(index: Index, columns: tuple[str, ...]) -> bool:
    return len(columns) == 1 and index.predicate in (
        f"({columns[0]} IS NOT NULL)",
        f'("{columns[0]}" IS NOT NULL)',
    )


def serves(catalog: Catalog, key: Constraint) -> Index | None:
    """The index that finds the rows of a foreign key, or of its most telling column; None without one."""
    whole = [index for index in catalog.indexes_of(key.relation or "") if leads(index, key.columns)]
    # A composite key that carries the tenant is found as well by an index on its other column.
    others = [
        index
        for index in catalog.indexes_of(key.relation or "")
        if len(key.columns) > 1 and leads(index, key.columns[-1:]) and not index.predicate
    ]
    return next(iter([*whole, *others]), None)
