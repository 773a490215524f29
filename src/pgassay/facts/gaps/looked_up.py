"""What policies look up, and what of it says nothing of who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.gaps.opening import lookups
from pgassay.facts.gaps.passing import passing
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts

_USERS = "auth.users"


def looked_up(facts: Facts, policy: Policy) -> list[str]:
    """The relations that a policy, or what it calls, looks up, without its own."""
    test = facts.conditions.get((policy.identity, "using"))
    if test is None:
        return []
    queries = [*queries_in(test), *(query for _, query in lookups(test, facts, policy.identity))]
    found = dict.fromkeys(relation for query in queries for _, relation in query.sources)
    return [one for one in found if one != policy.relation and one in facts.catalog.relation]


def everybody_has(facts: Facts, relation: str) -> bool:
    """True for a table in which each user may make a row: it says nothing of where they belong."""
    known = facts.catalog.relation.get(relation)
    ways = known is not None and any(
        way.branch.binds_owner or way.branch.anybody
        for role in facts.client_roles
        for way in passing(facts, known, role, "insert", new_row=True)
    )
    return ways or any(
        write.command == "insert" and write.relation == relation
        for trigger in facts.catalog.triggers_of(_USERS)
        for write in facts.bodies.get(trigger.function, Body()).writes
    )
