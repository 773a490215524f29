"""The columns by which policies filter what clients read, and whether an index serves them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.tables.keys import leads
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def filtered_columns(facts: Facts) -> dict[tuple[str, str], tuple[Policy, ...]]:
    """The columns (relation, name) that policies hold to the session's tenant or user, with those policies.

    Only where each way to pass a policy of a client role holds such a column: beside a way that asks nothing
    of the kind the whole table is read whatever indexes there are.
    """
    found: dict[tuple[str, str], dict[str, Policy]] = defaultdict(dict)
    clients = {role for one in facts.client_roles for role in facts.access.roles_of(one)}
    for policy in facts.catalog.policies:
        predicate = facts.using(policy) if policy.command != "insert" else None
        if predicate is None or not policy.permissive or clients.isdisjoint(policy.roles):
            continue
        ways = [_held(branch) for branch in predicate.branches if not branch.asks(Asks.SERVICE)]
        if ways and all(ways):
            for column in {name for way in ways for name in way}:
                found[policy.relation, column][policy.identity] = policy
    return {key: tuple(policies.values()) for key, policies in found.items()}


def _held(branch: Branch) -> frozenset[str]:
    return frozenset(
        atom.column
        for atom in branch.atoms
        if atom.asks in (Asks.TENANT, Asks.OWNER) and not atom.negated and atom.column is not None
    )


def is_led(facts: Facts, relation: Relation, column: str) -> bool:
    """True when an index finds the rows of a relation by a column."""
    return any(leads(index, (column,)) for index in facts.catalog.indexes_of(relation.identity))
