"""Rows that nobody but their own user changes."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.facts.policies.access import Access
from pgassay.facts.policies.predicates import Asks, Predicate
from pgassay.model.relations import Policy, Relation


def owner_only(relation: Relation, access: Access, using: Callable[[Policy], Predicate | None]) -> bool:
    """True when each way for a client to UPDATE a row asks for the row's own user, services aside."""
    roles = access.clients(relation, "update")
    if not roles or not relation.rls_enabled:
        return False
    for role in roles:
        for policy in access.policies(role, relation.identity, "update"):
            predicate = using(policy)
            if policy.permissive and (
                predicate is None
                or not all(b.asks(Asks.OWNER) or b.asks(Asks.SERVICE) for b in predicate.branches)
            ):
                return False
    return True
