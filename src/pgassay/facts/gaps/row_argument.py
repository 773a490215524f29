"""Policies that ask about the row's own user where the session's is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Literal, Query, Session, Term, Test
from pgassay.facts.functions.sources import calls_in, queries_in
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.objects import Function
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts

_OF_SESSION = frozenset({Asks.TENANT, Asks.OWNER, Asks.ADMIN, Asks.SERVICE, Asks.EDITABLE})


class RowArgument(msgspec.Struct, frozen=True, kw_only=True):
    """A policy looks up a user in `relation`.`user` by the `column` of its row, and asks nothing of the
    session.

    `function` makes the look-up with its argument at `position`; None where the policy does it itself.
    `words` are what the look-up holds other columns to.
    """

    policy: Policy
    column: str
    relation: str
    user: str
    words: tuple[tuple[str, str], ...]
    function: Function | None
    position: int
    way: Passing


_asked_of_session: WeakKeyDictionary[Facts, frozenset[tuple[str, int]]] = WeakKeyDictionary()


def row_arguments(facts: Facts, policy: Policy) -> tuple[RowArgument, ...]:
    """The look-ups of a policy by which the row's own user opens it to every session, one by function."""
    ways = [way for way in by_policy(facts, policy) if _is_free_of_session(way.branch)]
    found: dict[str | None, RowArgument] = {}
    for clause in ("using", "check") if ways else ():
        test = facts.conditions.get((policy.identity, clause))
        for one in _in_test(facts, policy, test, ways[0]) if test is not None else ():
            found.setdefault(one.function.identity if one.function is not None else None, one)
    return tuple(found.values())


def _in_test(facts: Facts, policy: Policy, test: Test, way: Passing) -> Iterator[RowArgument]:
    for call in calls_in(test):
        function = facts.sources.function_called(call)
        made = facts.sources.condition(call)
        known: Test | Term = made if made is not None else facts.sources.value(call)
        if function is None or known == call or _asks_session(known):
            continue
        for position, argument in enumerate(call.arguments):
            if isinstance(argument, ColumnOf) and argument.alias == "":
                for query in queries_in(known):
                    yield from _by_user(facts, policy, query, argument, way, (function, position, test, call))
    for query in queries_in(test):
        columns = {part for part in inside(query.where) if isinstance(part, ColumnOf) and part.alias == ""}
        for column in sorted(columns, key=str) if not _asks_session(query) else ():
            yield from _by_user(facts, policy, query, column, way, None)


def _by_user(
    facts: Facts,
    policy: Policy,
    query: Query,
    column: ColumnOf,
    way: Passing,
    called: tuple[Function, int, Test, Call] | None,
) -> Iterator[RowArgument]:
    """The look-up that holds a column of users equal to one of the row, if it stands for the session's."""
    for part in inside(query.where):
        pair = (part.left, part.right) if isinstance(part, Compare) and part.operator == "=" else ()
        for user in pair:
            if not isinstance(user, ColumnOf) or user.alias == "" or column not in pair:
                continue
            relation = user.relation or ""
            if (relation, user.name) not in facts.user_columns or not _is_meant(
                facts, policy, query, column, relation, called
            ):
                continue
            yield RowArgument(
                policy=policy,
                column=column.name,
                relation=relation,
                user=user.name,
                words=_words(query, user.alias),
                function=called[0] if called is not None else None,
                position=called[1] if called is not None else 0,
                way=way,
            )


def _is_meant(
    facts: Facts,
    policy: Policy,
    query: Query,
    column: ColumnOf,
    relation: str,
    called: tuple[Function, int, Test, Call] | None,
) -> bool:
    """True where the session's user is meant: the row's tenant is compared as well, or others ask the
    function of the session's user. A row that is its user says something of that user.
    """
    key = facts.tenancy.key_of(policy.relation)
    tenant = ColumnOf("", policy.relation, key) if key is not None else None
    member = any(one.relation == relation for one in facts.tenancy.entitlements)
    if called is None:
        return member and tenant is not None and any(part == tenant for part in inside(query.where))
    function, position, test, call = called
    if tenant is not None and member and (tenant in call.arguments or _is_compared(test, call, tenant)):
        return True
    table = facts.catalog.relation[policy.relation]
    own = any(key <= {column.name} for key in unique_sets(facts.catalog, table))
    return not own and (function.identity, position) in _session_arguments(facts)


def _is_compared(test: Test, call: Call, tenant: ColumnOf) -> bool:
    return any(
        isinstance(part, Compare) and {part.left, part.right} == {call, tenant} for part in inside(test)
    )


def _session_arguments(facts: Facts) -> frozenset[tuple[str, int]]:
    """The functions, with the position of an argument, that some policy gives the session's user."""
    if facts not in _asked_of_session:
        _asked_of_session[facts] = frozenset(
            (function.identity, position)
            for test in facts.conditions.values()
            for call in calls_in(test)
            if (function := facts.sources.function_called(call)) is not None
            for position, argument in enumerate(call.arguments)
            if argument == Session("user")
        )
    return _asked_of_session[facts]


def _asks_session(part: Test | Term | Query) -> bool:
    return any(isinstance(node, Session) for node in inside(part))


def _is_free_of_session(branch: Branch) -> bool:
    return not any(
        (atom.asks in _OF_SESSION and not atom.negated)
        or any(not _is_free_of_session(inner) for inner in atom.inner)
        for atom in branch.atoms
    )


def _words(query: Query, alias: str) -> tuple[tuple[str, str], ...]:
    found: Mapping[str, str] = {
        one.name: other.value
        for part in inside(query.where)
        if isinstance(part, Compare) and part.operator == "="
        for one, other in ((part.left, part.right), (part.right, part.left))
        if isinstance(one, ColumnOf) and one.alias == alias
        if isinstance(other, Literal) and other.value is not None
    }
    return tuple(found.items())
