"""Policies that let a row pass for who has a role, whatever tenant the row is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.policies.predicates import Asks, Predicate
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class RoleAlone(msgspec.Struct, frozen=True, kw_only=True):
    """A policy of which `ways` pass by the role in `relation`.`column` alone."""

    policy: Policy
    relation: str
    column: str
    values: frozenset[str]
    ways: tuple[Passing, ...]


def role_alone(facts: Facts) -> Iterator[RoleAlone]:
    """The client roles' policies on rows of tenants, or of their users, that ask for a tenant's role and not
    for the row's tenant.

    A role is a tenant's where its table has a tenant key, or where most policies that ask for it ask for the
    tenant beside it.
    """
    if facts.tenancy.mode != "tenant":
        return
    for relation, columns in facts.believed.items():
        for one in columns:
            asking = [policy for policy in facts.catalog.policies if policy.identity in one.asking]
            beside = sum(_asks_both(facts, policy) for policy in asking)
            keyed = facts.tenancy.key_of(relation) is not None and one.anywhere is not None
            if not keyed and beside * 2 <= len(asking):
                continue
            for policy in asking:
                kind = facts.tenancy.scope(policy.relation).kind
                ways = tuple(way for way in by_policy(facts, policy) if _by_role(way))
                if ways and kind in ("key", "path", "owner"):
                    yield RoleAlone(
                        policy=policy, relation=relation, column=one.column, values=one.values, ways=ways
                    )


def _by_role(way: Passing) -> bool:
    branch = way.branch
    return branch.asks(Asks.ADMIN) and not (branch.binds_tenant or branch.binds_owner or branch.opaque)


def _asks_both(facts: Facts, policy: Policy) -> bool:
    found = (facts.using(policy), facts.check(policy))
    return any(
        branch.asks(Asks.ADMIN) and branch.binds_tenant
        for predicate in found
        if isinstance(predicate, Predicate)
        for branch in predicate.branches
    )
