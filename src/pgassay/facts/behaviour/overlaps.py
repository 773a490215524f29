"""Tables of one purpose: alike in name, in columns and in what they reference."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pgassay.facts.behaviour.touching import touching
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: So many columns that say something must be the same, and such a part of all that the two have: the more
#: their names say, the less.
_BY_SAME_NAME = (2, 0.2)
_BY_NAME_WITHIN = (3, 0.4)
_BY_NAME_OF_LOGS = (2, 0.3)
_BY_WORD = (3, 0.5)

#: A word that more tables have is a prefix or the subject of all: it does not say what one is for.
#: It also bounds the pairs to be looked at by the number of tables.
_MOST_OF_A_WORD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A table that does the work of others: of those the one that is most like it (`like`), the columns that
    the two share, of how many they have, the one to `keep`, and why to keep that one, in words.
    """

    table: Relation
    like: Relation
    shared: tuple[str, ...]
    of: int
    keep: Relation
    why: str


def overlaps(facts: Facts, made: Mapping[str, int]) -> list[Overlap]:
    """The tables of one purpose, but for the one of each purpose that is to be kept.

    `made` says when each table was made, as a number that grows: of equals the older one is kept.
    Costs one look at each pair of tables that share a word of their names which few others have.
    """
    tables = [one for one in facts.own_relations if one.is_table and one.parent is None]
    says = {table.identity: _says(facts, table) for table in tables}
    used = touching(facts)
    alike: dict[str, list[Relation]] = defaultdict(list)
    for one, other in _pairs(tables):
        if _alike(facts, one, other, says, used):
            alike[one.identity].append(other)
            alike[other.identity].append(one)
    found: list[Overlap] = []
    for group in _groups(alike, facts):
        keep = max(group, key=lambda table: (*_worth(facts, table, used), -made.get(table.identity, 0)))
        for table in group:
            if table is not keep:
                like = max(
                    alike[table.identity],
                    key=lambda other, mine=says[table.identity], keep=keep: (
                        len(mine & says[other.identity]),
                        other is keep,
                        -made.get(other.identity, 0),
                    ),
                )
                mine, theirs = says[table.identity], says[like.identity]
                found.append(
                    Overlap(
                        table=table,
                        like=like,
                        shared=tuple(sorted(name for name, _ in mine & theirs)),
                        of=len(mine | theirs),
                        keep=keep,
                        why=_why(facts, keep, table, used),
                    )
                )
    return found


def _groups(alike: Mapping[str, list[Relation]], facts: Facts) -> Iterator[list[Relation]]:
    """The tables that are alike, directly or through others, each group once and in order."""
    seen: set[str] = set()
    for table in facts.own_relations:
        if table.identity in alike and table.identity not in seen:
            group, waiting = [table], [table]
            seen.add(table.identity)
            while waiting:
                for other in alike[waiting.pop().identity]:
                    if other.identity not in seen:
                        seen.add(other.identity)
                        group.append(other)
                        waiting.append(other)
            yield group


def _words(name: str) -> frozenset[str]:
    """The words of a name, in the singular."""
    return frozenset(_singular(word) for word in re.findall(r"[a-z]+", name.lower()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _pairs(tables: list[Relation]) -> Iterator[tuple[Relation, Relation]]:
    """The pairs of one schema whose names share a word that not many of its tables have."""
    by_word: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for table in tables:
        for word in sorted(_words(table.name)):
            by_word[table.schema, word].append(table)
    seen: set[tuple[str, str]] = set()
    for sharing in by_word.values():
        if len(sharing) <= _MOST_OF_A_WORD:
            for one, other in combinations(sharing, 2):
                if (one.identity, other.identity) not in seen:
                    seen.add((one.identity, other.identity))
                    yield one, other


def _says(facts: Facts, table: Relation) -> frozenset[tuple[str, str]]:
    """The columns that say what a table is for, by name and category of type: neither its own key, nor the
    tenant's, nor when a row was made or changed.
    """
    kinds = facts.kinds
    common = {c.name for c in (kinds.created_at(table), kinds.updated_at(table)) if c is not None}
    common |= set(facts.tenancy.columns)
    for key in facts.catalog.constraints_of(table.identity, "primary key"):
        common |= set(key.columns) if len(key.columns) == 1 else set()
    return frozenset((c.name, c.type_category) for c in table.columns if c.name not in common)


def _alike(
    facts: Facts,
    one: Relation,
    other: Relation,
    says: Mapping[str, frozenset[tuple[str, str]]],
    used: Mapping[str, tuple[str, ...]],
) -> bool:
    """True for two tables of one purpose."""
    mine, theirs = says[one.identity], says[other.identity]
    shared = mine & theirs
    needed, part = _needed(facts, one, other)
    if len(shared) < needed or len(shared) < part * len(mine | theirs):
        return False
    if _linked(one, other, used) or _kept_apart(facts, one, other):
        return False
    names = {name for name, _ in shared}
    return _parents(facts, one, other, names) and _parents(facts, other, one, names)


def _needed(facts: Facts, one: Relation, other: Relation) -> tuple[int, float]:
    """How much two tables must have in common for what their names have in common."""
    mine, theirs = _words(one.name), _words(other.name)
    if mine == theirs:
        return _BY_SAME_NAME
    if mine < theirs or theirs < mine:
        logs = facts.kinds.logs
        return _BY_NAME_OF_LOGS if {one.identity, other.identity} <= logs else _BY_NAME_WITHIN
    return _BY_WORD


def _parents(facts: Facts, one: Relation, other: Relation, shared: set[str]) -> bool:
    """True where the rows of one belong to nothing, beside their tenant and their users, that those of the
    other could not belong to: a shared column need not be a reference in both.
    """
    users = facts.kinds.users(one)
    theirs = {key.columns: key.references for key in facts.catalog.foreign_keys_of(other.identity)}
    return all(
        theirs.get(key.columns, key.references) == key.references if shared.issuperset(key.columns) else False
        for key in facts.catalog.foreign_keys_of(one.identity)
        if key.references != facts.tenancy.table and not users.issuperset(key.columns)
    )


def _linked(one: Relation, other: Relation, used: Mapping[str, tuple[str, ...]]) -> bool:
    """True where a function or view has to do with both: rows move between them, or are read together."""
    both = set(used.get(one.identity, ())) & set(used.get(other.identity, ()))
    return any(user.startswith(("function", "view", "materialized view")) for user in both)


def _kept_apart(facts: Facts, one: Relation, other: Relation) -> bool:
    """True where both have natural keys and no one is the other's: their rows stand for different things."""
    mine, theirs = (_natural(facts, table) for table in (one, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _natural(facts: Facts, table: Relation) -> frozenset[frozenset[str]]:
    tenant = frozenset(facts.tenancy.columns)
    single = {frozenset({"id"})}
    for key in facts.catalog.constraints_of(table.identity, "primary key"):
        if len(key.columns) == 1:
            single.add(frozenset(key.columns))
    return frozenset(key - tenant for key in unique_sets(facts.catalog, table) if key not in single)


def _worth(facts: Facts, table: Relation, used: Mapping[str, tuple[str, ...]]) -> tuple[int, int, int]:
    return (
        len(used.get(table.identity, ())),
        len(table.columns),
        len(facts.catalog.constraints_of(table.identity)),
    )


def _why(facts: Facts, keep: Relation, other: Relation, used: Mapping[str, tuple[str, ...]]) -> str:
    mine, theirs = used.get(keep.identity, ()), used.get(other.identity, ())
    if len(mine) > len(theirs):
        kinds = Counter(user.split(" ")[0] for user in mine)
        much = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(kinds.items()))
        return f"more of the database uses it ({much})"
    more = len(keep.columns) - len(other.columns)
    if more > 0:
        return f"it has {more} column{'s' if more > 1 else ''} more"
    if len(facts.catalog.constraints_of(keep.identity)) > len(facts.catalog.constraints_of(other.identity)):
        return "it has more constraints"
    return "it was made first"
