"""Which tables an application's users themselves read and change, services that share their roles aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.predicates import Asks, Predicate
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def clients_reach(facts: Facts, relation: Relation, *commands: str) -> bool:
    """True when a client role reaches rows with one of `commands` in a session that is no service's."""
    return any(_reaches(facts, role, relation, one) for role in facts.client_roles for one in commands)


def users_reach(facts: Facts, relation: Relation, *commands: str) -> bool:
    """True when a client role reaches rows with one of `commands` past the application's own code."""
    return not application_decides(facts) and clients_reach(facts, relation, *commands)


def application_decides(facts: Facts) -> bool:
    """True where the application alone decides who reaches which rows: no platform opens the database to its
    users, and there is no policy.
    """
    return facts.platform != "supabase" and not facts.catalog.policies


def kept_by_hand(facts: Facts, relation: Relation) -> bool:
    """True when somebody with a role enters each row, and neither a service nor a function does: few rows."""
    by_function = any(
        write.command == "insert" and write.relation == relation.identity
        for body in facts.bodies.values()
        for write in body.writes
    )
    ways = _ways_in(facts, relation)
    found = [
        branch for one in ways if one is not None for branch in one.branches if not branch.asks(Asks.SERVICE)
    ]
    return bool(found) and not by_function and None not in ways and all(branch.guarded for branch in found)


def _ways_in(facts: Facts, relation: Relation) -> list[Predicate | None]:
    """What each policy asks of a client that adds a row."""
    if not relation.rls_enabled:
        return [None]
    policies = (
        policy
        for role in facts.client_roles
        for policy in facts.access.policies(role, relation.identity, "insert")
        if policy.permissive
    )
    return [facts.check(policy) for policy in policies]


def members_set(facts: Facts, relation: Relation, column: str) -> bool:
    """True when a client without a role of its own may UPDATE rows and set a column of them, past the
    application's own code.
    """
    if application_decides(facts):
        return False
    for role in facts.client_roles:
        columns = facts.access.columns(role, relation.identity, "update")
        if columns is not None and column not in columns:
            continue
        reach = facts.access.reach(role, relation, "update")
        policies = facts.access.policies(role, relation.identity, "update")
        found = [facts.using(policy) for policy in policies if policy.permissive]
        if reach is Reach.ALL or (
            reach is Reach.SOME
            and any(one is None or not all(b.guarded for b in one.branches) for one in found)
        ):
            return True
    return False


def _reaches(facts: Facts, role: str, relation: Relation, command: str) -> bool:
    reach = facts.access.reach(role, relation, command)
    if reach is not Reach.SOME:
        return reach is Reach.ALL
    policies = facts.access.policies(role, relation.identity, command)
    clause = facts.check if command == "insert" else facts.using
    return any(policy.permissive and not _for_services(clause(policy)) for policy in policies)


def _for_services(predicate: Predicate | None) -> bool:
    return predicate is not None and all(branch.asks(Asks.SERVICE) for branch in predicate.branches)
