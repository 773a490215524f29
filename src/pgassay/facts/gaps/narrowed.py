"""Policies that let a read look at few rows, because an index finds them by their user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.conditions.values import branches
from pgassay.facts.functions.sources import bound_users
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


def leading_columns(facts: Facts, relation: str) -> frozenset[str]:
    """The columns that an index over all rows leads with."""
    return frozenset(
        index.columns[0]
        for index in facts.catalog.indexes_of(relation)
        if index.columns and index.columns[0] is not None and index.predicate is None
    )


def is_narrowed(facts: Facts, policy: Policy) -> bool:
    """True where each way to read the table, over all permissive policies of the policy's client roles, holds
    a column that an index leads with to the session's user.

    Permissive policies are one condition with OR: a single way without such a column has every row looked at.
    """
    leading = leading_columns(facts, policy.relation)
    return all(
        _finds_by_user(facts, identity, leading) for identity in (policy.identity, *beside(facts, policy))
    )


def beside(facts: Facts, policy: Policy) -> frozenset[str]:
    """The other permissive policies by which the policy's client roles read the table."""
    readers = (
        role
        for role in facts.client_roles
        if not facts.access.roles_of(role).isdisjoint(policy.roles)
        and facts.access.granted(role, policy.relation, "select")
    )
    found = (one for role in readers for one in facts.access.policies(role, policy.relation, "select"))
    return frozenset(one.identity for one in found if one.permissive) - {policy.identity}


def _finds_by_user(facts: Facts, policy: str, leading: frozenset[str]) -> bool:
    test = facts.conditions.get((policy, "using"))
    return test is not None and all(
        any(user.alias == "" and user.name in leading for user in bound_users(branch))
        for branch in branches(test)
    )
