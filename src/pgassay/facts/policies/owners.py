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


def read_by_user(
    relation: Relation, access: Access, using: Callable[[Policy], Predicate | None]
) -> str | None:
    """The column of the row's user where each way for a client to read a row asks for it, those with a role
    and services aside.
    """
    found: set[str | None] = set()
    for role in access.clients(relation, "select") if relation.rls_enabled else ():
        for policy in access.policies(role, relation.identity, "select"):
            predicate = using(policy)
            if policy.permissive and predicate is None:
                return None
            for branch in predicate.branches if predicate is not None and policy.permissive else ():
                if not branch.guarded:
                    asked = (a.column for a in branch.atoms if a.asks is Asks.OWNER and not a.negated)
                    found.add(next(asked, None))
    return next(iter(found)) if len(found) == 1 else None
