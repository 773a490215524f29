"""Sub-selects taken apart: what they ask of which of their rows."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    ONE_OF,
    And,
    Call,
    Claim,
    ColumnOf,
    Compare,
    Exists,
    Holds,
    IsNull,
    Member,
    Not,
    Opaque,
    Or,
    Query,
    Session,
    Setting,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.sources import Sources, bound_users

#: Functions that give some of the values they are given.
_GATHERING = ("array_agg", "unnest", "min", "max", "any_value")

#: That somebody is signed in.
SIGNED_IN: Test = Not(IsNull(Session("user")))


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


def spread(test: Test, alias: str, sources: Sources) -> Test:
    """A condition in which a column equal to a COALESCE of values is one equal to either of them; a later one
    counts where the columns of the tested row (`alias`) before it are NULL.
    """
    match test:
        case And(parts):
            return And(tuple(spread(part, alias, sources) for part in parts))
        case Or(parts):
            return Or(tuple(spread(part, alias, sources) for part in parts))
        case Compare("=", Call(name, (inner,)), other) | Compare("=", other, Call(name, (inner,))) if (
            name in _GATHERING
        ):
            return spread(Compare("=", inner, other), alias, sources)
        case Compare("=", Opaque(what, parts), other) | Compare("=", other, Opaque(what, parts)) if (
            what in ONE_OF
        ):
            ways: list[Test] = []
            earlier: list[Test] = []
            for part in parts:
                if isinstance(part, TESTS):
                    continue
                given = spread(Compare("=", part, other), alias, sources)
                ways.append(And((*earlier, given)) if earlier else given)
                own = isinstance(part, ColumnOf) and part.alias == alias
                earlier += [IsNull(part)] if own and what == "coalesce" else []
            return Or(tuple(ways))
        case _:
            return test


def everybody_passes(test: Test, sources: Sources) -> bool:
    """True for a comparison of the session's own tenant with the session's tenants."""
    match test:
        case Compare("=", left, right) | Member(left, (right,)):
            return _own_tenant(left, sources) and _own_tenant(right, sources)
        case Member(term, Query() as query):
            entitles = any(True for _ in sources.entitlements(query))
            plain = all(len(way) == 1 for way in branches(query.where))
            return entitles and plain and _own_tenant(term, sources)
        case _:
            return False


def everybody_joins(tests: tuple[Test, ...], sources: Sources) -> bool:
    """True for a look-up of what the session has in its own tenant, and of no more than that."""
    return all(
        any(True for _ in bound_users((test,)))
        or (
            isinstance(test, Compare)
            and test.operator == "="
            and any(_own_tenant(side, sources) for side in (test.left, test.right))
        )
        for test in tests
    )


def _own_tenant(term: Term, sources: Sources) -> bool:
    value = sources.value(term)
    return isinstance(value, Claim | Setting | Session) or bool(sources.entitling(value))


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
