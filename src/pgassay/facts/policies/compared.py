"""What all policies together ask of a row, and whether one such test lets more rows pass than another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import inside, renamed
from pgassay.facts.conditions.values import (
    TOO_MANY,
    And,
    ColumnOf,
    Compare,
    Constant,
    Exists,
    Holds,
    IsNull,
    Member,
    Not,
    Opaque,
    Or,
    Query,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

_T = TypeVar("_T")

#: What is not taken apart, but keeps all of its parts.
_WHOLE = ("array", "coalesce", "condition")
#: What means the same with its sides changed.
_TURNED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

#: The ways in which a row can pass: each the tests that must hold together.
Ways = frozenset[frozenset[Test]]


def asked(
    facts: Facts, relation: Relation, role: str, command: str, *, new_row: bool
) -> tuple[Test, str] | None:
    """What row security asks of a row for a role's command, all policies together, and the same as SQL.

    None where a test could not be read.
    """
    either: list[tuple[Test, str]] = []
    each: list[tuple[Test, str]] = []
    for policy in facts.access.policies(role, relation.identity, command):
        one = _test(facts, policy, new_row=new_row)
        if one is None:
            return None
        (either if policy.permissive else each).append(one)
    # Sorted: how policies are called does not tell what they ask.
    granting = " OR ".join(sorted({f"({sql})" if len(either) > 1 else sql for _, sql in either})) or "false"
    sql = " AND ".join((f"({granting})" if each else granting, *sorted({f"({sql})" for _, sql in each})))
    return And((Or(tuple(test for test, _ in either)), *(test for test, _ in each))), sql


def _test(facts: Facts, policy: Policy, *, new_row: bool) -> tuple[Test, str] | None:
    clause = "check" if new_row and policy.check is not None else "using"
    sql = policy.check if clause == "check" else policy.using
    if sql is None:
        return Constant(True), "true"
    test = facts.conditions.get((policy.identity, clause))
    return (test, sql) if test is not None else None


def ways(test: Test, relation: Relation) -> Ways | None:
    """The ways to pass, spelled alike where they mean the same; None where a part was not understood."""
    if any(_is_partial(node) for node in inside(test)):
        return None
    found = branches(_spelled(test, relation, 0))
    if found == TOO_MANY or TOO_MANY[0] in {atom for way in found for atom in way}:
        return None
    return frozenset(frozenset(way) for way in found)


def covers(wide: frozenset[frozenset[_T]], narrow: frozenset[frozenset[_T]]) -> bool:
    """True where each row that passes by `narrow` passes by `wide` too."""
    return all(any(way <= one for way in wide) for one in narrow)


def _is_partial(node: Test | Term | Query) -> bool:
    if isinstance(node, Opaque):
        operator = bool(node.parts) and not re.search(r"[\w ]", node.what)
        return not (operator or node.what in _WHOLE)
    return isinstance(node, Query) and (not node.complete or node.arbitrary)


def _spelled(test: Test, relation: Relation, depth: int) -> Test:
    """The test in one spelling: the sides of comparisons in one order, IN as EXISTS, queries' aliases by
    their place, and no question whether a column that is never NULL is NULL.
    """
    match test:
        case And(parts) | Or(parts):
            kind = type(test)
            return kind(tuple(sorted((_spelled(part, relation, depth) for part in parts), key=repr)))
        case Not(part, unknown):
            return Not(_spelled(part, relation, depth), unknown)
        case IsNull(ColumnOf("", _, name)) if (column := relation.column(name)) and column.not_null:
            return Constant(False)
        case Compare(operator, left, right):
            return _turned(operator, _term(left, relation, depth), _term(right, relation, depth))
        case Member(term, Query() as query) if len(query.output) == 1:
            tied = replace(query, where=And((query.where, Compare("=", query.output[0], term))), output=())
            return Exists(_query(tied, relation, depth))
        case Member(term, among) if not isinstance(among, Query):
            listed = sorted((_term(one, relation, depth) for one in among), key=repr)
            return Or(tuple(_turned("=", _term(term, relation, depth), one) for one in listed))
        case Exists(query):
            return Exists(_query(replace(query, output=()), relation, depth))
        case Holds(term):
            return Holds(_term(term, relation, depth))
        case _:
            return test


def _turned(operator: str, left: Term, right: Term) -> Test:
    if operator in _TURNED and repr(right) < repr(left):
        return Compare(_TURNED[operator], right, left)
    return Compare(operator, left, right)


def _term(term: Term, relation: Relation, depth: int) -> Term:
    if not isinstance(term, Subquery):
        return term
    query = term.query
    if not query.sources and query.where in (Constant(True), And(())) and len(query.output) == 1:
        return _term(query.output[0], relation, depth)
    return Subquery(_query(query, relation, depth))


def _query(query: Query, relation: Relation, depth: int) -> Query:
    where, output = query.where, query.output
    names: list[tuple[str, str | None]] = []
    for number, (alias, source) in enumerate(query.sources):
        new = f"{depth}.{number}"
        where = renamed(where, alias, new)
        output = tuple(_moved(term, alias, new) for term in output)
        names.append((new, source))
    inner = _spelled(where, relation, depth + 1)
    parts = inner.parts if isinstance(inner, And) else (inner,)
    flat = [one for part in parts for one in (part.parts if isinstance(part, And) else (part,))]
    return replace(query, sources=tuple(names), where=And(tuple(sorted(flat, key=repr))), output=output)


def _moved(term: Term, alias: str, new: str) -> Term:
    moved = renamed(Holds(term), alias, new)
    return moved.term if isinstance(moved, Holds) else term
