"""What puts the rows under one parent in order."""

from __future__ import annotations

from pgassay.facts.tables.columns import is_integer, is_order
from pgassay.facts.tables.keys import references_of
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation


def place_of(catalog: Catalog, relation: Relation, parent: frozenset[str]) -> Column | None:
    """The integer that orders the rows under a parent: by its name, or by its place in an index."""
    pointing = references_of(catalog, relation)
    numbers = [c for c in relation.columns if is_integer(c) and not c.identity and c.name not in pointing]
    listed = {
        index.columns[len(parent)]
        for index in catalog.indexes_of(relation.identity)
        if len(index.columns) > len(parent) and parent == frozenset(index.columns[: len(parent)])
    }
    named = [column for column in numbers if is_order(column)]
    return next(iter([*named, *(column for column in numbers if column.name in listed)]), None)
