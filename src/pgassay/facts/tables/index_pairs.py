"""Indexes that another index of the same table makes needless."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pgassay.model.relations import Index, Relation
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: An index that is longer by more keys than this is so much larger that the short one can be worth its keep.
_MOST_MORE = 2


def duplicates(facts: Facts, age: Callable[[Index], object]) -> Iterator[tuple[Index, Index]]:
    """Each index that does just what another does, with that other, which stays.

    A constraint's index stays, then a unique one, then the older: `age` sorts them.
    """
    order = sorted(facts.catalog.indexes, key=lambda one: (one.constraint is None, not one.unique, age(one)))
    rank = {index.identity: place for place, index in enumerate(order)}
    for relation in _tables(facts):
        indexes = [index for index in facts.catalog.indexes_of(relation.identity) if index.valid]
        stays: dict[tuple[object, ...], Index] = {}
        for index in sorted(indexes, key=lambda one: rank[one.identity]):
            first = stays.setdefault(_does(index), index)
            # Two constraints are two rules, also where one index would do for both.
            if first is not index and index.constraint is None and (first.unique or not index.unique):
                yield index, first


def prefixes(facts: Facts) -> Iterator[tuple[Index, Index]]:
    """Each plain btree whose keys begin another index of the table in the same order, with that other, the
    shortest.
    """
    for relation in _tables(facts):
        indexes = [
            index
            for index in facts.catalog.indexes_of(relation.identity)
            if index.valid and index.method == "btree"
        ]
        for index in indexes:
            longer = [other for other in indexes if _begins(index, other)]
            if longer and not index.unique and index.constraint is None:
                yield index, min(longer, key=lambda one: (len(one.keys), one.name))


def _tables(facts: Facts) -> Iterator[Relation]:
    """Partitions are left out: their indexes are their parent's."""
    return (relation for relation in facts.own_relations if relation.parent is None)


def _does(index: Index) -> tuple[object, ...]:
    """What makes two indexes the same, uniqueness aside: a unique one does what a plain one does."""
    nulls = index.nulls_not_distinct if index.unique else False
    return (index.method, _elements(index.definition), frozenset(index.included), index.predicate, nulls)


def _begins(index: Index, other: Index) -> bool:
    keys, longer = _elements(index.definition), _elements(other.definition)
    return (
        0 < len(longer) - len(keys) <= _MOST_MORE
        and longer[: len(keys)] == keys
        and other.predicate == index.predicate
        and frozenset(index.included) <= frozenset(other.included)
    )


@lru_cache(maxsize=16_384)
def _elements(definition: str) -> tuple[str, ...]:
    """The keys of an index with their collation, operator class and order, each in one spelling."""
    trees = parse.queries(definition)
    elements = trees[0]["IndexStmt"]["indexParams"] if trees else []
    return tuple(_spelt(element) for element in elements)


def _spelt(node: object) -> str:
    """A tree without its places in the text."""
    if isinstance(node, Mapping):
        fields: Tree = node
        return "{" + ",".join(f"{k}:{_spelt(v)}" for k, v in sorted(fields.items()) if k != "location") + "}"
    if isinstance(node, list):
        return "[" + ",".join(_spelt(item) for item in node) + "]"
    return repr(node)
