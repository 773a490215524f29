"""What looks a table up with the rights of the client that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.functions.sources import queries_in
from pgassay.facts.policies.reaches import holders
from pgassay.facts.tables.views import is_invoker
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def asked_as_caller(facts: Facts, relation: Relation) -> tuple[str, ...]:
    """What reads a table, by identity: policies of client roles, views with security_invoker, and functions
    that run as their caller.
    """
    wanted = {role for one in facts.client_roles for role in facts.access.roles_of(one)}
    policies = {
        policy.identity
        for policy in facts.catalog.policies
        if policy.relation != relation.identity and not wanted.isdisjoint(policy.roles)
        for clause in ("using", "check")
        if (test := facts.conditions.get((policy.identity, clause))) is not None
        and any(source == relation.identity for query in queries_in(test) for _, source in query.sources)
    }
    views = {
        one.object
        for one in facts.catalog.dependencies
        if one.kind == "view"
        and one.needs == relation.identity
        and (view := facts.catalog.relation.get(one.object)) is not None
        and is_invoker(view)
        and holders(facts, view)
    }
    functions = {
        identity
        for identity, body in facts.bodies.items()
        if relation.identity in body.reads and not facts.catalog.function[identity].security_definer
    }
    return tuple(sorted(policies | views | functions))
