"""What two tables' names and columns say of their purposes: the same, each its own, or nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Columns of tables of every purpose: they say nothing of what one is for.
_COMMON = re.compile(
    r"name|title|label|slug|description|comment|notes?|metadata|position|sort_order"
    r"|(created|updated|modified|deleted|archived|inserted)_(at|by|on)",
    re.I,
)

#: A column that half of the tables have says nothing either, once there are so many tables.
_ENOUGH_TABLES = 8

#: Words for a second place or stage of the same things, which is there on purpose: a store of its own, what
#: is put aside, what waits or is done with, a generation.
_ROLE = re.compile(
    r"olap|oltp|archives?|backups?|bak|copy|mirror|replica|shadow|snapshots?|staging|stage|tmp|temp|cache"
    r"|history|log|v?[0-9]+|raw|import|export|draft|template|revision|version|audit|trash"
    r"|hourly|daily|weekly|monthly|yearly|summary|stat|total|aggregate|dlq|dead|outbox|inbox|pending"
    r"|[a-z]{2,}[^e]ed"
)

#: Names of the same thing: one for the other is no role.
_LOGS = frozenset({"log", "history", "journal", "trail", "audit", "event"})


def words(name: str) -> tuple[str, ...]:
    """The words of a name in order, in the singular; a number belongs to the word that it ends."""
    return tuple(_singular(word) for word in re.findall(r"[a-z]+[0-9]*|[0-9]+", name.lower()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def said(facts: Facts, tables: Iterable[Relation]) -> dict[str, frozenset[tuple[str, str]]]:
    """By table, the columns that give it its meaning, by name and category of type.

    These are not its own key, the tenant's, what tables of every purpose have, and what half of the schema's
    have.
    """
    tables = list(tables)
    having = Counter(column.name for table in tables for column in table.columns)
    half = {
        name for name, count in having.items() if len(tables) >= _ENOUGH_TABLES and 2 * count >= len(tables)
    }
    return {table.identity: _says(facts, table, half) for table in tables}


def _says(facts: Facts, table: Relation, half: set[str]) -> frozenset[tuple[str, str]]:
    kinds = facts.kinds
    common = {c.name for c in (kinds.created_at(table), kinds.updated_at(table)) if c is not None}
    common |= half | set(facts.tenancy.columns)
    for key in facts.catalog.constraints_of(table.identity, "primary key"):
        common |= set(key.columns) if len(key.columns) == 1 else set()
    for key in facts.catalog.foreign_keys_of(table.identity):
        common |= set(key.columns) if key.references == facts.tenancy.table else set()
    return frozenset(
        (c.name, c.type_category)
        for c in table.columns
        if c.name not in common and not _COMMON.fullmatch(c.name)
    )


class Roles:
    """Tells names apart that differ by a role from those that differ by accident."""

    def __init__(self, tables: Iterable[Relation]) -> None:
        self._repeated = _repeated(tables)

    def differ(self, one: Relation, other: Relation) -> bool:
        """True where the names tell two places or stages of the same things apart.

        That is so where a word of one that the other has not is such a role, or the same words tell other
        pairs of tables apart too.
        """
        mine, theirs = words(one.name), words(other.name)
        extra, lack = set(mine) - set(theirs), set(theirs) - set(mine)
        if extra and lack and (extra | lack) <= _LOGS:
            return False
        if any(_ROLE.fullmatch(word) for word in extra | lack):
            return True
        longer, shorter = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
        return any(affix in self._repeated for affix, rest in _without(longer) if rest == shorter)


def _repeated(tables: Iterable[Relation]) -> frozenset[tuple[str, ...]]:
    """The words that tell more than one pair of tables of a schema apart."""
    found: Counter[tuple[str, ...]] = Counter()
    named: Mapping[str, set[tuple[str, ...]]] = defaultdict(set)
    for table in tables:
        named[table.schema].add(words(table.name))
    for names in named.values():
        for name in names:
            found.update({affix for affix, rest in _without(name) if rest in names})
    return frozenset(affix for affix, count in found.items() if count > 1)


def _without(name: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each run of words of a name, with what the name is without it."""
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            if end - start < len(name):
                yield name[start:end], name[:start] + name[end:]
