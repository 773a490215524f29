"""Rows that nobody but their own user reads or changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def owner_only(facts: Facts, relation: Relation) -> bool:
    """True when each way for a client to UPDATE a row asks for the row's own user, services aside."""
    ways = _ways(facts, relation, "update")
    return bool(ways) and all(
        way is not None and (way.asks(Asks.SERVICE) or asks_user(facts, way)) for way in ways
    )


def read_by_user(facts: Facts, relation: Relation) -> str | None:
    """The column of the row's user where each way for a client to read a row asks for it, those with a role
    and services aside.
    """
    ways = [way for way in _ways(facts, relation, "select") if way is None or not way.guarded]
    if not ways:
        return None
    found = {_user(facts, way) if way is not None else None for way in ways}
    return next(iter(found)) if len(found) == 1 else None


def _ways(facts: Facts, relation: Relation, command: str) -> list[Branch | None]:
    """The ways for client roles to reach a row with a command; None for one that asks nothing."""
    if not relation.rls_enabled:
        return []
    found: list[Branch | None] = []
    for role in facts.access.clients(relation, command):
        for policy in facts.access.policies(role, relation.identity, command):
            predicate = facts.using(policy)
            if policy.permissive:
                found += predicate.branches if predicate is not None else (None,)
    return found


def asks_user(facts: Facts, way: Branch) -> bool:
    """True when a way asks for the row's user, who is the tenant where each user is one."""
    return way.asks(Asks.OWNER) or (facts.tenancy.mode == "owner" and way.asks(Asks.TENANT))


def user_columns(facts: Facts, way: Branch) -> tuple[str, ...]:
    """The columns that a way holds to the session's user, who is the tenant where each user is one."""
    wanted = (Asks.OWNER, Asks.TENANT) if facts.tenancy.mode == "owner" else (Asks.OWNER,)
    held = (atom.column for atom in way.atoms if atom.asks in wanted and not atom.negated)
    return tuple(dict.fromkeys(column for column in held if column is not None))


def _user(facts: Facts, way: Branch) -> str | None:
    return next(iter(user_columns(facts, way)), None)
