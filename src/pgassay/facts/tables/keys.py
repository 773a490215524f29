"""Keys and what they say: links between rows, and rows that there is one of per user."""

from __future__ import annotations

import re

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint, Index, Relation


def unique_sets(catalog: Catalog, relation: Relation) -> tuple[frozenset[str], ...]:
    """The sets of columns of which no two rows hold the same, by unique indexes without a predicate."""
    return tuple(
        frozenset(
            name for position in range(len(index.keys)) for name in _columns_at(index, position, relation)
        )
        for index in catalog.indexes_of(relation.identity)
        if index.unique and index.valid and index.predicate is None
    )


def _columns_at(index: Index, position: int, relation: Relation) -> list[str]:
    """The columns of one index key; lower(name) narrows the key as name would."""
    column = index.columns[position]
    if column is not None:
        return [column]
    words = set(re.findall(r"\w+", index.keys[position]))
    return [other.name for other in relation.columns if other.name in words]


def excluding_sets(catalog: Catalog, relation: Relation) -> tuple[frozenset[str], ...]:
    """The sets of columns that exclusion constraints keep apart."""
    return tuple(frozenset(c.columns) for c in catalog.constraints_of(relation.identity, "exclusion"))


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
    """True for a table that links rows: a key made of references, at least two, to other rows or users."""
    pointing = references_of(catalog, relation) | users
    keys = unique_sets(catalog, relation)
    return any(len(key) > 1 and len(key & pointing) > 1 and key <= pointing for key in keys)


def one_per_user(catalog: Catalog, relation: Relation, users: frozenset[str]) -> bool:
    """True for a table with one row per user, or per user and tenant: profiles, settings, preferences."""
    pointing = references_of(catalog, relation) | users
    return any(key & users and key <= pointing for key in unique_sets(catalog, relation))


def leads(index: Index, columns: tuple[str, ...]) -> bool:
    """True when an index finds rows by `columns`: they come first, in any order, and every value is in it."""
    if not index.valid or index.method not in ("btree", "hash", "gist"):
        return False
    if index.predicate is not None and not _only_not_null(index, columns):
        return False
    return set(index.columns[: len(columns)]) == set(columns)


def _only_not_null(index: Index, columns: tuple[str, ...]) -> bool:
    return len(columns) == 1 and index.predicate in (
        f"({columns[0]} IS NOT NULL)",
        f'("{columns[0]}" IS NOT NULL)',
    )


def serves(catalog: Catalog, key: Constraint, tenant: frozenset[str] = frozenset()) -> Index | None:
    """The index that finds the rows of a foreign key; None without one.

    Where the key carries a column of `tenant`, or one that the table it points at has from another, an index
    on the others finds them as well: they tell more.
    """
    telling = tuple(column for column in key.columns if column not in tenant) or key.columns
    naming = _naming(catalog, key) or key.columns
    indexes = catalog.indexes_of(key.relation or "")
    return next((i for i in indexes for found in (key.columns, telling, naming) if leads(i, found)), None)


def _naming(catalog: Catalog, key: Constraint) -> tuple[str, ...]:
    """The columns of a foreign key that name a row of the table it points at, and not what that hangs on:
    an identifier, for a number within its parent tells little.
    """
    other = catalog.relation.get(key.references or "")
    if other is None:
        return ()
    passed = references_of(catalog, other)
    pairs = [pair for pair in zip(key.columns, key.referenced_columns, strict=False) if pair[1] not in passed]
    told = (other.column(name) for _, name in pairs)
    identified = any(one is not None and (one.type == "uuid" or one.name == "id") for one in told)
    return tuple(column for column, _ in pairs) if identified else ()
