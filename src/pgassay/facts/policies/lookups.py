"""Sub-selects taken apart: what they ask of which of their rows."""

from __future__ import annotations

from dataclasses import replace

from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    ONE_OF,
    And,
    Call,
    ColumnOf,
    Compare,
    Exists,
    Holds,
    Member,
    Opaque,
    Or,
    Query,
    Term,
    Test,
)

#: Functions that give some of the values they are given.
_GATHERING = ("array_agg", "unnest", "min", "max", "any_value")


def narrowed(query: Query, test: Test) -> Query:
    """A query that asks one thing more."""
    return replace(query, where=And((query.where, test)))


def truth_of(query: Query) -> Test:
    """The condition that a query's one output states."""
    output = query.output[0] if len(query.output) == 1 else Opaque("row")
    if isinstance(output, Opaque) and output.what == "condition" and isinstance(output.parts[0], TESTS):
        return output.parts[0]
    return Holds(output)


def with_side(test: Test, old: Term, new: Term, other: Term) -> Test:
    """A comparison with one side exchanged."""
    if isinstance(test, Compare):
        return Compare(test.operator, new, other) if test.left == old else Compare(test.operator, other, new)
    return replace(test, term=new) if isinstance(test, Member) else test


def spread(test: Test) -> Test:
    """A condition in which a column equal to a COALESCE of columns is one equal to either of them."""
    match test:
        case And(parts):
            return And(tuple(spread(part) for part in parts))
        case Or(parts):
            return Or(tuple(spread(part) for part in parts))
        case Compare("=", Call(name, (inner,)), other) | Compare("=", other, Call(name, (inner,))) if (
            name in _GATHERING
        ):
            return spread(Compare("=", inner, other))
        case Compare("=", Opaque(what, parts), other) | Compare("=", other, Opaque(what, parts)) if (
            what in ONE_OF
        ):
            terms = [part for part in parts if not isinstance(part, TESTS)]
            return Or(tuple(spread(Compare("=", term, other)) for term in terms))
        case _:
            return test


def mentions(test: Test, aliases: frozenset[str]) -> bool:
    """True when a test is about a column of one of these aliases."""
    return any(isinstance(node, ColumnOf) and node.alias in aliases for node in inside(test))


def asked_of(alias: str, tests: tuple[Test, ...], query: Query) -> Test:
    """What a sub-select asks of one of its rows: the tests about it, and that the rows joined to it are
    there.
    """
    others = tuple(source for source in query.sources if source[0] != alias)
    names = frozenset(name for name, _ in others)
    joined = tuple(test for test in tests if mentions(test, names))
    alone = tuple(test for test in tests if test not in joined)
    if not joined:
        return And(alone)
    return And((*alone, Exists(Query(others, And(joined), (), query.arbitrary, query.complete))))
