"""Which index serves a list, and what is wrong with the one that was made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Compare, IsNull, Literal, Test
from pgassay.facts.tables.columns import default_text
from pgassay.facts.tables.implied import implies, single
from pgassay.facts.tables.keys import leads, references_of
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.states import allowed_values
from pgassay.model.relations import Column, Index, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What an index is to a list: which of its given columns it leads with, how many of its columns are
    held to one value, and whether it then has the rows in the list's order.
    """

    index: Index
    found: frozenset[str]
    held: int
    ordered: bool

    def asks_for_all(self, listing: Listing) -> bool:
        """True when the list makes use of each column of the index."""
        sorting = {name for name, _ in listing.order} if self.ordered else set[str]()
        return sorting.issuperset(str(column) for column in self.index.columns[self.held :])


def uses(facts: Facts, relation: Relation, listing: Listing) -> tuple[Use, ...]:
    """What each index of the relation is to a list; those that leave out rows of the list are left out."""
    found = (_use(facts, relation, index, listing) for index in facts.catalog.indexes_of(relation.identity))
    return tuple(use for use in found if use is not None)


def _use(facts: Facts, relation: Relation, index: Index, listing: Listing) -> Use | None:
    if index.method != "btree" or not index.valid:
        return None
    held = listing.equal | listing.pinned
    if not implies(facts.catalog, relation, listing.fixed, index.predicate, held):
        return None
    position = 0
    while position < len(index.columns) and index.columns[position] in held:
        position += 1
    order = [one for one in listing.order if one[0] not in held]
    return Use(
        index=index,
        found=listing.equal & {str(column) for column in index.columns[:position]},
        held=position,
        ordered=_is_ordered(index, position, order),
    )


def _is_ordered(index: Index, position: int, order: list[tuple[str, bool]]) -> bool:
    """True when the columns from `position` on give the order, all as it is or all reversed."""
    columns = index.columns[position : position + len(order)]
    if columns != tuple(name for name, _ in order):
        return False
    turns = {index.descending[position + at] != descending for at, (_, descending) in enumerate(order)}
    return len(turns) < 2


def is_one_row(facts: Facts, relation: Relation, listing: Listing) -> bool:
    """True where a key says that the list has one row at most."""
    return single(facts.catalog, relation, listing.equal | listing.pinned, listing.fixed) is not None


def serves(facts: Facts, listing: Listing, use: Use) -> bool:
    """True where an index finds the rows by what is given, in their order.

    Beside a column that tells more, the tenant key need not be in the index.
    """
    left = listing.equal - use.found
    key = facts.tenancy.key_of(listing.relation)
    return use.ordered and (not left or (bool(use.found) and left <= {key or ""}))


def misordered(facts: Facts, relation: Relation, listing: Listing, use: Use) -> str | None:
    """The column of an index that stands where the list's order should; None where it was not made for the
    list.

    It was made for it where it leads with all that is given and then holds only flags that the list tests,
    or holds what is given and what orders and nothing else, the order first.
    """
    names = tuple(str(column) for column in use.index.columns)
    order = tuple(name for name, _ in listing.order)
    if not order or not listing.equal or use.index.constraint is not None:
        return None
    first, flags = frozenset(names[: len(listing.equal)]), names[len(listing.equal) :]
    if (
        not use.ordered
        and first == listing.equal
        and flags
        and all(_is_flag(facts, relation, n, listing) for n in flags)
    ):
        return flags[0]
    turned = names[0] == order[0] and frozenset(names) == listing.equal.union(order)
    return names[0] if turned else None


def _is_flag(facts: Facts, relation: Relation, name: str, listing: Listing) -> bool:
    """True for a column of few values that the list holds to one."""
    column = relation.column(name)
    if column is None or name not in listing.pinned:
        return False
    return column.type == "boolean" or bool(allowed_values(facts.catalog, relation, column))


def starting(relation: Relation, listing: Listing) -> tuple[Test, ...]:
    """The tests of a list that a row passes as it is made, and no longer once it is revoked, done or
    deleted.
    """
    return tuple(test for test in listing.fixed if _passes_at_first(relation, test))


def names_in(test: Test) -> frozenset[str]:
    """The columns that a test names."""
    return frozenset(node.name for node in inside(test) if isinstance(node, ColumnOf))


def _passes_at_first(relation: Relation, test: Test) -> bool:
    match test:
        case IsNull(ColumnOf() as named):
            column = relation.column(named.name)
            return column is not None and column.default is None and not column.not_null
        case Compare("=", ColumnOf() as named, Literal(value)):
            column = relation.column(named.name)
            return column is not None and column.not_null and _first(column) == value
        case _:
            return False


def _first(column: Column) -> str | None:
    return column.default if column.type == "boolean" else default_text(column)


def predicate(relation: Relation, tests: tuple[Test, ...]) -> str:
    """Tests of `starting` as the WHERE of an index."""
    words: list[str] = []
    for test in tests:
        named = test.term if isinstance(test, IsNull) else test.left if isinstance(test, Compare) else None
        column = relation.column(named.name) if isinstance(named, ColumnOf) else None
        if column is None:
            continue
        value = test.right if isinstance(test, Compare) else None
        if isinstance(value, Literal) and value.value is not None:
            plain = column.type == "boolean"
            text = value.value if plain else "'" + value.value.replace("'", "''") + "'"
            words.append(f"{column.quoted} = {text}")
        else:
            words.append(f"{column.quoted} IS NULL")
    return " AND ".join(words)


def is_needed(facts: Facts, relation: Relation, index: Index) -> bool:
    """True where no other index of all rows leads with its first column, and more than its lists look for
    that: deletes of a parent, or policies; and where no other finds the rows of a foreign key of several.
    """
    first = index.columns[0]
    if index.unique or first is None:
        return True
    for key in facts.catalog.foreign_keys_of(relation.identity):
        if leads(index, key.columns) and len(key.columns) > 1:
            others = (one for one in facts.catalog.indexes_of(relation.identity) if one is not index)
            if not any(leads(other, key.columns) for other in others):
                return True
    asked = first in references_of(facts.catalog, relation) or first in facts.kinds.users(relation)
    if not asked and first != facts.tenancy.key_of(relation.identity):
        return False
    return not any(
        other.identity != index.identity
        and other.columns[0] == first
        and other.predicate is None
        and other.valid
        and other.method == "btree"
        for other in facts.catalog.indexes_of(relation.identity)
    )
