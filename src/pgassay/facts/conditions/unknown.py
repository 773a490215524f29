"""When a condition is NULL, and what passes where NULL passes as well as false."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.facts.conditions.rewrite import TESTS
from pgassay.facts.conditions.values import (
    And,
    Compare,
    Constant,
    Holds,
    IsNull,
    Literal,
    Member,
    Not,
    Opaque,
    Or,
    Term,
    Test,
)

_NEVER = Constant(False)


def unknown(test: Test) -> Test:
    """The condition under which a test is NULL. What a list or a sub-select holds beside its values is left
    out.
    """
    match test:
        case Constant(value):
            return Constant(value is None)
        case Not(_, True):
            return _NEVER
        case Or() if is_same(test):
            return _NEVER
        case Not(part):
            return unknown(part)
        case And(parts):
            return _one_unknown(parts, lambda part: part)
        case Or(parts):
            return _one_unknown(parts, Not)
        case Compare(_, left, right):
            return _any_null((left, right))
        case Member(term, _) | Holds(term):
            return _any_null((term,))
        case _:
            return _NEVER


def is_same(test: Or) -> bool:
    """True for what IS NOT DISTINCT FROM says, which is never NULL: equal, or both NULL."""
    match test.parts:
        case (Compare("=", left, right), And((IsNull(one), IsNull(other)))):
            return (left, right) == (one, other)
        case _:
            return False


def spelled_out(test: Test) -> Test:
    """A test in which "false or NULL" is said as the two ways that it is."""
    match test:
        case Not(Not(part, True)):
            return spelled_out(part)
        case Not(part, known):
            inner = Not(spelled_out(part))
            null = unknown(part) if known else _NEVER
            return inner if null == _NEVER else Or((inner, null))
        case And(parts):
            return And(tuple(spelled_out(part) for part in parts))
        case Or(parts):
            return Or(tuple(spelled_out(part) for part in parts))
        case _:
            return test


def _any_null(terms: tuple[Term, ...]) -> Test:
    return _either(tuple(_null(term) for term in terms))


def _null(term: Term) -> Test:
    match term:
        case Literal(value):
            return Constant(value is None)
        case Opaque("condition", (part,)) if isinstance(part, TESTS):
            return unknown(part)
        case Opaque("coalesce", parts):
            nulls = tuple(_NEVER if isinstance(part, TESTS) else _null(part) for part in parts)
            return _NEVER if _NEVER in nulls else And(nulls)
        case Opaque("array" | "row"):
            return _NEVER
        case _:
            return IsNull(term)


def _one_unknown(parts: tuple[Test, ...], rest: Callable[[Test], Test]) -> Test:
    """One part is NULL, and the others leave it at that: what `rest` says of them is true or NULL."""
    nulls = tuple(unknown(part) for part in parts)
    others = tuple(_either((rest(part), null)) for part, null in zip(parts, nulls, strict=True))
    return _either(
        tuple(And((null, *others[:at], *others[at + 1 :])) for at, null in enumerate(nulls) if null != _NEVER)
    )


def _either(ways: tuple[Test, ...]) -> Test:
    found = tuple(dict.fromkeys(way for way in ways if way != _NEVER))
    return found[0] if len(found) == 1 else Or(found) if found else _NEVER
