"""Strings that a regular expression matches."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_SPECIAL = re.compile(r"[\^$.\[\]*+?(){}|\\]")


def example(pattern: str) -> Callable[[int], str] | None:
    """A series of strings for a pattern, the same each time; None when it is none, or cannot be followed.

    Postgres's expressions differ from Python's in places, so what comes out is a candidate and no more.
    """
    if not _SPECIAL.search(pattern):
        return None
    from rstr import Rstr

    def one(number: int) -> str:
        return Rstr(random.Random(number)).xeger(pattern)

    try:
        one(1)
    except (re.error, RecursionError, OverflowError, ValueError, IndexError, KeyError, TypeError):
        return None
    return one
