"""The ways in which a test of a row can be true."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import msgspec

from pgassay.facts.conditions.values import MOST_BRANCHES
from pgassay.facts.policies.predicates import Asks, Atom

#: One way to be true: the atoms that must hold together.
Way = tuple[Atom, ...]
#: The one way of what is not understood.
UNKNOWN: list[Way] = [(Atom(asks=Asks.OTHER),)]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The row that a condition tests: its relation, and the alias it goes by ("" for the row a policy tests).

    `caller` is false inside a function that runs as its owner; `seen` holds the relations looked up on the
    way.
    """

    relation: str
    alias: str = ""
    caller: bool = True
    seen: tuple[str, ...] = ()


def together(choices: Iterable[list[Way]]) -> list[Way]:
    """All ways in which several tests hold together; one unknown way where there are too many."""
    found: list[Way] = [()]
    for ways in choices:
        found = [tuple(dict.fromkeys((*left, *right))) for left, right in product(found, ways)]
        if len(found) > MOST_BRANCHES:
            return list(UNKNOWN)
    return found
