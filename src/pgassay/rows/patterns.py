"""Strings that a regular expression matches."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

_SPECIAL = re.compile(r"[\^$.\[\]*+?(){}|\\]")

_One = TypeVar("_One")


class _Drawn(random.Random):
    """Draws the same from the same characters: rstr hands over sets, whose order each process has its own."""

    def choice(self, seq: Sequence[_One]) -> _One:  # pyright: ignore[reportIncompatibleMethodOverride]
        return super().choice(sorted(seq, key=str) if all(isinstance(one, str) for one in seq) else seq)


def example(pattern: str) -> Callable[[int], str] | None:
    """A series of strings for a pattern, the same each time; None when it is none, or cannot be followed.

    Postgres's expressions differ from Python's in places, so what comes out is a candidate and no more.
    """
    if not _SPECIAL.search(pattern):
        return None
    from rstr import Rstr

    def one(number: int) -> str:
        return Rstr(_Drawn(number)).xeger(pattern)

    try:
        one(1)
    except (re.error, RecursionError, OverflowError, ValueError, IndexError, KeyError, TypeError):
        return None
    return one
