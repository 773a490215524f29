"""What tests and terms can be where not all of their parts are known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from itertools import product


class Other(Enum):
    """Some value, which is not NULL and is not what anything is compared with."""

    VALUE = "some other value"


#: What a test can be: true, false, NULL.
Truth = frozenset[bool | None]
#: What a term can be: NULL, a constant, something else.
Values = frozenset[str | Other | None]

OPEN: Truth = frozenset({True, False})
NULL: Values = frozenset({None})
OTHER: Values = frozenset({Other.VALUE})
UNKNOWN: Values = NULL | OTHER
_BELOW = ("<>", "<", "<=")


def only(value: bool) -> Truth:
    """What is known to be so."""
    return frozenset({value})


def negated(truth: Truth) -> Truth:
    """What NOT makes of a test."""
    return frozenset(None if value is None else not value for value in truth)


def together(truths: Iterable[Truth]) -> Truth:
    """What AND makes of tests."""
    found: Truth = only(True)
    for truth in truths:
        ways = list(product(found, truth))
        found = frozenset(False if False in way else None if None in way else True for way in ways)
    return found


def word(value: bool | None) -> str | None:
    """A test as a constant."""
    return None if value is None else "true" if value else "false"


def truth_of(value: str | Other | None, *, tied: bool) -> Truth:
    """A value as a test; of what is tied, some other value is not the one that counts."""
    if isinstance(value, Other):
        return only(False) if tied else OPEN
    return frozenset({None if value is None else value in ("true", "t")})


def compared(operator: str, left: str, right: str) -> Truth:
    """What a comparison of two constants is."""
    if operator in ("=", "<>"):
        return only((left == right) == (operator == "="))
    try:
        difference = float(left) - float(right)
    except ValueError:
        return OPEN
    known = {
        "<": difference < 0,
        "<=": difference <= 0,
        ">": difference > 0,
        ">=": difference >= 0,
    }
    return only(known[operator]) if operator in known else OPEN


def is_below(operator: str, *, constant_first: bool) -> bool:
    """What a stranger's value gives beside another: it is not that one, and nobody's rank is lower."""
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<="} if constant_first else {}
    return flipped.get(operator, operator) in _BELOW
