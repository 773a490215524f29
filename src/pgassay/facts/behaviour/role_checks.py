"""Functions by which policies ask whether the session's user has a role, and whether in the row's tenant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Literal, Member, Query, Term, Test
from pgassay.facts.functions.sources import Entitlement, calls_in, is_user
from pgassay.facts.policies.predicates import Asks, Branch, Predicate
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.states import default_literal
from pgassay.model.objects import Function
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class RoleCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A function that tests a role in the membership, and the policies that ask it.

    `by_tenant`: it names the membership's tenant. `single`: a user has one membership only. `roles` are the
    values tested. `alone` are the policies of which a branch asks it and does not bind the tenant.
    """

    function: Function
    membership: Entitlement
    by_tenant: bool
    single: bool
    roles: frozenset[str]
    policies: tuple[Policy, ...]
    alone: tuple[Policy, ...]


def role_checks(facts: Facts) -> Iterator[RoleCheck]:
    """The role-testing functions that policies ask, by identity; none without tenants."""
    if facts.tenancy.mode != "tenant":
        return
    asked: dict[str, tuple[Call, dict[str, Policy]]] = {}
    for policy in facts.catalog.policies:
        for clause in ("using", "check"):
            test = facts.conditions.get((policy.identity, clause))
            for call in calls_in(test) if test is not None else ():
                function = facts.sources.function_called(call)
                if function is not None and facts.is_own(function):
                    asked.setdefault(function.identity, (call, {}))[1][policy.identity] = policy
    for identity in sorted(asked):
        call, policies = asked[identity]
        yield from _check(facts, facts.catalog.function[identity], call, tuple(policies.values()))


def _check(facts: Facts, function: Function, call: Call, policies: tuple[Policy, ...]) -> Iterator[RoleCheck]:
    made = facts.sources.condition(call)
    known = made if made is not None else facts.sources.value(call)
    for query in (part for part in inside(known) if isinstance(part, Query)):
        for membership in facts.tenancy.entitlements:
            roles = _roles(facts, query, membership, gives=made is None)
            if roles is None or membership.relation == facts.tenancy.table or not _by_user(query, membership):
                continue
            alone = tuple(policy for policy in policies if _passes_alone(facts, policy, call))
            held = not alone and _gives_tenant(query, membership) and _held_to(facts, function, policies)
            yield RoleCheck(
                function=function,
                membership=membership,
                by_tenant=held or _names_tenant(query, membership),
                single=_single(facts, membership),
                roles=roles,
                policies=policies,
                alone=alone,
            )
            return


def _gives_tenant(query: Query, membership: Entitlement) -> bool:
    return len(query.output) == 1 and _is(query.output[0], query, membership, membership.tenant_column)


def _held_to(facts: Facts, function: Function, policies: tuple[Policy, ...]) -> bool:
    """True where policies ask a function that gives a set for nothing else than whether a column of a row is
    among its values: the set is the test of the tenant.
    """
    tests = [
        test
        for policy in policies
        for clause in ("using", "check")
        if (test := facts.conditions.get((policy.identity, clause))) is not None
    ]
    asked = [
        call for test in tests for call in calls_in(test) if facts.sources.function_called(call) == function
    ]
    held = [
        call
        for test in tests
        for part in inside(test)
        if isinstance(part, Member) and isinstance(part.term, ColumnOf)
        if (call := facts.sources.set_asked(part)) is not None
        and facts.sources.function_called(call) == function
    ]
    return bool(asked) and len(asked) == len(held)


def _aliases(query: Query, membership: Entitlement) -> set[str]:
    return {alias for alias, relation in query.sources if relation == membership.relation}


def _by_user(query: Query, membership: Entitlement) -> bool:
    """True when the query holds the membership's user equal to the session's."""
    for part in inside(query.where):
        if isinstance(part, Compare) and part.operator == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if _is(one, query, membership, membership.user_column) and is_user(other):
                    return True
    return False


def _roles(facts: Facts, query: Query, membership: Entitlement, *, gives: bool) -> frozenset[str] | None:
    """The values that a column of the membership must have; None where no role is tested (or, with `gives`,
    returned).

    What every new membership has by default (a status, the plainest role) is no role that a user was given.
    """
    relation = facts.catalog.relation.get(membership.relation)
    if relation is None or not _aliases(query, membership):
        return None
    values: set[str] = set()
    for part in inside(query.where):
        for column, tested in _tested(part, query, membership):
            known = relation.column(column)
            if (
                known is not None
                and known.type_category in ("S", "E")
                and default_literal(known) not in tested
            ):
                values |= tested
    if values:
        return frozenset(values)
    shown = [
        out for out in query.output if isinstance(out, ColumnOf) and out.alias in _aliases(query, membership)
    ]
    outs = [relation.column(out.name) for out in shown if out.name not in _fixed(membership)]
    words = any(column is not None and column.type_category in ("S", "E") for column in outs)
    return frozenset({""}) if gives and words and len(outs) == len(shown) else None


def _tested(
    part: Test | Term | Query, query: Query, membership: Entitlement
) -> Iterator[tuple[str, set[str]]]:
    """The columns of the membership that a test holds equal to words, with these."""
    match part:
        case Compare("=", left, right):
            pairs = ((left, (right,)), (right, (left,)))
        case Member(term, among) if not isinstance(among, Query):
            pairs = ((term, among),)
        case _:
            return
    for term, among in pairs:
        if (
            isinstance(term, ColumnOf)
            and term.alias in _aliases(query, membership)
            and term.name not in _fixed(membership)
        ):
            words = {item.value for item in among if isinstance(item, Literal) and item.value is not None}
            if words and len(words) == len(among):
                yield term.name, words


def _fixed(membership: Entitlement) -> tuple[str, str]:
    return (membership.tenant_column, membership.user_column)


def _is(term: Term, query: Query, membership: Entitlement, column: str) -> bool:
    return isinstance(term, ColumnOf) and term.name == column and term.alias in _aliases(query, membership)


def _names_tenant(query: Query, membership: Entitlement) -> bool:
    return any(
        isinstance(part, ColumnOf)
        and part.name == membership.tenant_column
        and part.alias in _aliases(query, membership)
        for part in inside(query.where)
    )


def _single(facts: Facts, membership: Entitlement) -> bool:
    relation = facts.catalog.relation.get(membership.relation)
    return relation is not None and frozenset({membership.user_column}) in unique_sets(
        facts.catalog, relation
    )


def _passes_alone(facts: Facts, policy: Policy, call: Call) -> bool:
    """True when a row passes a permissive policy by this call, whatever its tenant."""
    if not policy.permissive:
        return False
    found = (facts.using(policy), facts.check(policy))
    return any(
        _asks(branch, call) and not branch.binds_tenant
        for p in found
        if isinstance(p, Predicate)
        for branch in p.branches
    )


def _asks(branch: Branch, call: Call) -> bool:
    return any(
        atom.asks is Asks.ADMIN and not atom.negated and atom.function == call.name for atom in branch.atoms
    )
