"""Tables of one purpose: alike in name, in columns and in what they reference."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.behaviour.touching import touching
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.purposes import Roles, said, words
from pgassay.model.relations import Relation
from pgassay.model.source import Statement

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: So many columns that give a table its meaning must be the same: the more, the less the names say.
_BY_SAME_NAME = 1
_BY_NAME_OR_WORD = 2
#: So many say something by themselves; fewer need a key or a reference that is the same.
_ENOUGH = 3
#: And such a part of those that the table with fewer of them has: what it holds, the other holds too.
_WITHIN = 0.8

#: A word that more tables have is a prefix or the subject of all: it does not say what one is for.
#: It also bounds the pairs to be looked at by the number of tables.
_MOST_OF_A_WORD = 24


class Overlap(msgspec.Struct, frozen=True, kw_only=True):
    """A table that does the work of others: of those the one that is most like it (`like`), the columns that
    the two share, of how many the one with fewer has, the one to `keep`, and why to keep that one, in words.

    `unused` is True where something in the database uses the one to keep, and nothing the other; `slight`
    where few columns are shared, and one alone has a tenant, or either has other columns and no key or
    reference is the same.
    """

    table: Relation
    like: Relation
    shared: tuple[str, ...]
    of: int
    keep: Relation
    why: str
    unused: bool
    slight: bool


def overlaps(facts: Facts, made: Mapping[str, Statement], comments: Mapping[str, str]) -> list[Overlap]:
    """The tables of one purpose, but for the one of each purpose that is to be kept.

    `made` says which statement made each table: of equals the older one is kept, and what one file makes is
    two on purpose unless more speaks against it. `comments` is what the comments of each file say.
    Costs one look at each pair of tables that share a word of their names which few others have.
    """
    tables = [one for one in facts.own_relations if one.is_table and one.parent is None]
    look = _Look(
        facts=facts,
        says=said(facts, tables),
        used=touching(facts),
        roles=Roles(tables),
        made=made,
        comments=comments,
    )
    alike: dict[str, list[Relation]] = defaultdict(list)
    for one, other in _pairs(tables):
        if look.alike(one, other):
            alike[one.identity].append(other)
            alike[other.identity].append(one)
    found: list[Overlap] = []
    for group in _groups(alike, facts):
        keep = max(group, key=look.worth)
        found += [look.overlap(table, alike[table.identity], keep) for table in group if table is not keep]
    return found


class _Look(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the tables that are compared: what each says, what uses it, and what made it."""

    facts: Facts
    says: Mapping[str, frozenset[tuple[str, str]]]
    used: Mapping[str, tuple[str, ...]]
    roles: Roles
    made: Mapping[str, Statement]
    comments: Mapping[str, str]

    def alike(self, one: Relation, other: Relation) -> bool:
        """True for two tables of one purpose."""
        mine, theirs = self.says[one.identity], self.says[other.identity]
        shared = mine & theirs
        names = set(words(one.name)), set(words(other.name))
        same, within = names[0] == names[1], names[0] <= names[1] or names[1] <= names[0]
        if len(shared) < (_BY_SAME_NAME if same else _BY_NAME_OR_WORD):
            return False
        if len(shared) < _WITHIN * min(len(mine), len(theirs)) or self.roles.differ(one, other):
            return False
        if not within and self._made_together(one, other) and not self._one_is_unused(one, other):
            return False
        if _linked(one, other, self.used) or _kept_apart(self.facts, one, other):
            return False
        if self._told_apart(one, other) or (not within and _of_different_tables(self.facts, one, other)):
            return False
        return _parents(self.facts, one, other) and _parents(self.facts, other, one)

    def overlap(self, table: Relation, alike: list[Relation], keep: Relation) -> Overlap:
        """What is to be said of a table of a group of which another is kept."""
        mine = self.says[table.identity]
        like = max(
            alike,
            key=lambda other: (
                len(mine & self.says[other.identity]),
                other is keep,
                -self._number(other),
            ),
        )
        theirs = self.says[like.identity]
        return Overlap(
            table=table,
            like=like,
            shared=tuple(sorted(name for name, _ in mine & theirs)),
            of=min(len(mine), len(theirs)),
            keep=keep,
            why=_why(self.facts, keep, table, self.used),
            slight=set(words(table.name)) != set(words(like.name))
            and len(mine & theirs) < _ENOUGH
            and (
                _has_tenant(self.facts, table) != _has_tenant(self.facts, like)
                or not (_within(table, like) or _tied_alike(self.facts, table, like))
            ),
            unused=bool(self.used.get(keep.identity)) and not self.used.get(table.identity),
        )

    def worth(self, table: Relation) -> tuple[int, int, int, int]:
        """The more, the sooner a table is kept: by what uses it, its columns, its constraints, its age."""
        return (
            len(self.used.get(table.identity, ())),
            len(table.columns),
            len(self.facts.catalog.constraints_of(table.identity)),
            -self._number(table),
        )

    def _number(self, table: Relation) -> int:
        made = self.made.get(table.identity)
        return made.number if made is not None else 0

    def _made_together(self, one: Relation, other: Relation) -> bool:
        mine, theirs = self.made.get(one.identity), self.made.get(other.identity)
        return mine is not None and theirs is not None and mine.location.file == theirs.location.file

    def _told_apart(self, one: Relation, other: Relation) -> bool:
        """True where the comments of the file that makes the later one name the other: both are meant."""
        made = [(self.made[table.identity], table) for table in (one, other) if table.identity in self.made]
        if len(made) < 2:
            return False
        (_, first), (later, _) = sorted(made, key=lambda pair: pair[0].number)
        return (
            re.search(rf"\b{re.escape(first.name)}\b", self.comments.get(later.location.file, "")) is not None
        )

    def _one_is_unused(self, one: Relation, other: Relation) -> bool:
        return bool(self.used.get(one.identity)) != bool(self.used.get(other.identity))


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


def _pairs(tables: list[Relation]) -> Iterator[tuple[Relation, Relation]]:
    """The pairs of one schema whose names share a word that not many of its tables have."""
    by_word: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for table in tables:
        for word in sorted(set(words(table.name))):
            by_word[table.schema, word].append(table)
    seen: set[tuple[str, str]] = set()
    for sharing in by_word.values():
        if len(sharing) <= _MOST_OF_A_WORD:
            for one, other in combinations(sharing, 2):
                if (one.identity, other.identity) not in seen:
                    seen.add((one.identity, other.identity))
                    yield one, other


def _parents(facts: Facts, one: Relation, other: Relation) -> bool:
    """True where the rows of one belong to nothing, beside their tenant and their users, that those of the
    other could not belong to: a shared column need not be a reference in both.
    """
    users = facts.kinds.users(one)
    shared = {column.name for column in one.columns} & {column.name for column in other.columns}
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


def _has_tenant(facts: Facts, table: Relation) -> bool:
    return any(column.name in facts.tenancy.columns for column in table.columns)


def _within(one: Relation, other: Relation) -> bool:
    """True where one of two tables has every column that the other has."""
    mine, theirs = ({column.name for column in table.columns} for table in (one, other))
    return mine <= theirs or theirs <= mine


def _tied_alike(facts: Facts, one: Relation, other: Relation) -> bool:
    """True where two tables have a reference or a natural key that is the same."""
    keys = [
        {(key.columns, key.references) for key in facts.catalog.foreign_keys_of(table.identity)}
        for table in (one, other)
    ]
    tenant = frozenset(facts.tenancy.columns)
    references = {pair for pair in keys[0] & keys[1] if not tenant.issuperset(pair[0])}
    return bool(references or _natural(facts, one) & _natural(facts, other))


def _of_different_tables(facts: Facts, one: Relation, other: Relation) -> bool:
    """True where what tells the names of two tables apart names the tables that refer to each: the categories
    of goals, and those of a calendar.
    """
    own = set(words(one.name)) - set(words(other.name)), set(words(other.name)) - set(words(one.name))
    referring = (
        {
            word
            for key in facts.catalog.constraints
            if key.references == table.identity and key.relation
            for word in words(key.relation.rpartition(".")[2])
        }
        for table in (one, other)
    )
    return all(mine & theirs for mine, theirs in zip(own, referring, strict=True))


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
