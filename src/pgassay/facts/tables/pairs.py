"""Pairs of timestamps of which one cannot come before the other."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.tables.columns import is_timestamp
from pgassay.model.relations import Column, Relation

#: A word in the earlier column's name, and those that stand in its place in the later one's. What was started
#: and completed is noted when it happens, by one clock; what somebody enters or plans can come in any order.
_WORDS = {
    "start": ("end", "finish", "stop"),
    "starts": ("ends",),
    "begin": ("end",),
    "begins": ("ends",),
    "opens": ("closes",),
    "from": ("to", "until", "till"),
    "last": ("next",),
    "issue": ("expiry", "expiration"),
    "issued": ("expires", "expired"),
}


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """`later` is not before `earlier`; with `strict`, after it."""

    earlier: Column
    later: Column
    strict: bool

    @property
    def operator(self) -> str:
        """What holds between the later and the earlier."""
        return ">" if self.strict else ">="


def pairs(relation: Relation) -> Iterator[Pair]:
    """The pairs of a relation's timestamps whose names say which comes first; both of one type."""
    times = {
        column.name: column for column in relation.columns if is_timestamp(column) and not column.generated
    }
    for column in times.values():
        later = next((times[name] for name in _partners(column.name) if name in times), None)
        if later is not None and later.type == column.type:
            yield Pair(earlier=column, later=later, strict="last" in column.name.lower().split("_"))


def is_end(column: Column) -> bool:
    """True for a timestamp so named that it bounds a span, which is known before the span is over."""
    return bool({"end", "ends"} & set(column.name.lower().split("_")))


def _partners(name: str) -> Iterator[str]:
    words = name.split("_")
    for place, word in enumerate(words):
        for other in _WORDS.get(word.lower(), ()):
            yield "_".join((*words[:place], other, *words[place + 1 :]))
