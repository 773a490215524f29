"""Which policies let a client write a row into a tenant that is not its own."""

from __future__ import annotations

from pgassay.facts import Facts
from pgassay.facts.policies.passing import Passing, by_policy, passing
from pgassay.facts.policies.predicates import Branch
from pgassay.model.relations import Policy, Relation


def unbound(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways of a policy to leave the tenant key of a new row free, over all restrictive policies.

    None where the table has no tenant key of its own, the role may not set the column, a trigger sets it, or
    a way asks for a role or for something that is not understood. Memberships are left out: their own rule
    judges them.
    """
    relation = facts.catalog.relation[policy.relation]
    key = facts.tenancy.key_of(relation.identity)
    if key is None or facts.tenancy.mode != "tenant" or facts.tenancy.scope(relation.identity).kind != "key":
        return ()
    if any(entitlement.relation == relation.identity for entitlement in facts.tenancy.entitlements):
        return ()
    return tuple(
        way
        for way in by_policy(facts, policy)
        if way.new_row
        and _is_free(way.branch, key)
        and _may_set(facts, relation, key, way)
        and not sets_column(facts, relation, key, way.command)
    )


def is_blind(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True for an UPDATE that, where it reads a column, must leave a row that SELECT policies bind."""
    key = facts.tenancy.key_of(relation.identity) or ""
    seen = passing(facts, relation, way.role, "select", new_row=False)
    return way.command == "update" and all(one.branch.binds_column(key) for one in seen)


def sets_column(facts: Facts, relation: Relation, column: str, command: str) -> bool:
    """True when a BEFORE trigger of the table sets a column of the row that is written."""
    for trigger in facts.catalog.triggers_of(relation.identity):
        body = facts.bodies.get(trigger.function)
        live = trigger.timing == "before" and trigger.per_row and trigger.enabled in ("origin", "always")
        if live and command in trigger.events and body is not None and column in body.row_changes:
            return True
    return False


def _is_free(branch: Branch, key: str) -> bool:
    return not (branch.binds_column(key) or branch.guarded or branch.opaque or _names_tenant(branch, key))


def _names_tenant(branch: Branch, key: str) -> bool:
    """True where the key is held to a fixed value, or to NULL: other rules speak of that."""
    return any(atom.column == key and not atom.negated for atom in branch.atoms)


def _may_set(facts: Facts, relation: Relation, key: str, way: Passing) -> bool:
    columns = facts.access.columns(way.role, relation.identity, way.command)
    generated = relation.column(key)
    return (columns is None or key in columns) and not (generated is not None and generated.generated)
