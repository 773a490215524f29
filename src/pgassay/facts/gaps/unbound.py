"""Which policies let a client write a row into a tenant that is not its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.behaviour.guards import guarding_trigger
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Compare, Query, Test, branches
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.gaps.heeded import is_heeded
from pgassay.facts.gaps.passing import Passing, by_policy, passing
from pgassay.facts.gaps.standing import is_taken
from pgassay.facts.gaps.tied import is_tied
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def unbound(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways of a policy to leave the tenant key of a new row free, over all restrictive policies.

    None where the table has no tenant key of its own, the role may not set the column, a trigger sets it, a
    foreign key ties it to what is asked of the row, or a way asks for a role or for something that is not
    understood. A way into a membership is none where it
    asks anything at all of the tenant (an invitation, that nobody is in it yet), and where the row only asks
    to be let in.
    """
    relation = facts.catalog.relation[policy.relation]
    key = facts.tenancy.key_of(relation.identity)
    if key is None or facts.tenancy.mode != "tenant" or facts.tenancy.scope(relation.identity).kind != "key":
        return ()
    joins = is_membership(facts, relation)
    return tuple(
        way
        for way in by_policy(facts, policy)
        if way.new_row
        and _is_free(way.branch, key)
        and _may_set(facts, relation, key, way)
        and not sets_column(facts, relation, key, way.command)
        and not is_tied(facts, relation, key, way.branch)
        and not (joins and _is_let_in(facts, relation, key, way))
    )


def is_membership(facts: Facts, relation: Relation) -> bool:
    """True for a table whose rows say which tenants a user belongs to, and that something goes by."""
    return any(
        entitlement.relation == relation.identity and is_heeded(facts, entitlement)
        for entitlement in facts.tenancy.entitlements
    )


def joins(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways of a policy on a membership to leave its tenant free, without those that a statement which
    reads a column cannot take: who writes such a row belongs to a tenant of their choice.
    """
    relation = facts.catalog.relation[policy.relation]
    if not is_membership(facts, relation):
        return ()
    return tuple(way for way in unbound(facts, policy) if not is_blind(facts, relation, way))


def taken_by_flag(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways of a policy to delete rows of any tenant that only hold a flag: USING admits them, and a
    DELETE has no check of a new row.
    """
    relation = facts.catalog.relation[policy.relation]
    key = facts.tenancy.key_of(relation.identity)
    if key is None or facts.tenancy.mode != "tenant" or facts.tenancy.scope(relation.identity).kind != "key":
        return ()
    return tuple(
        way
        for way in by_policy(facts, policy)
        if way.command == "delete"
        and _is_free(way.branch, key)
        and not way.branch.binds_owner
        and any(atom.asks is Asks.FLAG and atom.column for atom in way.branch.atoms)
    )


def is_blind(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True for an UPDATE that, where it reads a column, must leave a row that SELECT policies bind."""
    key = facts.tenancy.key_of(relation.identity) or ""
    seen = passing(facts, relation, way.role, "select", new_row=False)
    return way.command == "update" and all(one.branch.binds_column(key) for one in seen)


def is_read_by_tenant(facts: Facts, relation: Relation) -> bool:
    """True where members meet each other's rows: a SELECT policy, a view or a function asks for the key, or
    some row is shown whoever made it.
    """
    key = facts.tenancy.key_of(relation.identity) or ""
    ways = [
        way for role in facts.client_roles for way in passing(facts, relation, role, "select", new_row=False)
    ]
    viewed = any(one.kind == "view" and one.needs == relation.identity for one in facts.catalog.dependencies)
    shown = (
        way.branch
        for way in ways
        # Who has a role and asks for no tenant looks after all of them.
        if not way.branch.guarded or way.branch.binds_tenant
    )
    if viewed or not ways or any(not branch.binds_owner for branch in shown):
        return True
    return any(
        isinstance(part, ColumnOf) and part.relation == relation.identity and part.name == key
        for body in facts.bodies.values()
        for outer in body.queries
        for query in (outer, *queries_in(outer))
        if any(source == relation.identity for _, source in query.sources)
        and not _of_one_user(facts, relation, query)
        for part in inside(query)
    )


def _of_one_user(facts: Facts, relation: Relation, query: Query) -> bool:
    """True where a query reads rows of one user only, whatever else it asks of them."""
    users = {name for owner, name in facts.user_columns if owner == relation.identity}

    def of_user(test: Test) -> bool:
        return (
            isinstance(test, Compare)
            and test.operator == "="
            and any(
                isinstance(side, ColumnOf) and side.relation == relation.identity and side.name in users
                for side in (test.left, test.right)
            )
        )

    return all(any(map(of_user, branch)) for branch in branches(query.where))


def sets_column(facts: Facts, relation: Relation, column: str, command: str) -> bool:
    """True when a BEFORE trigger of the table sets a column of the row that is written."""
    for trigger in facts.catalog.triggers_of(relation.identity):
        body = facts.bodies.get(trigger.function)
        live = trigger.timing == "before" and trigger.per_row and trigger.enabled in ("origin", "always")
        if live and command in trigger.events and body is not None and column in body.row_changes:
            return True
    return False


def _is_let_in(facts: Facts, relation: Relation, key: str, way: Passing) -> bool:
    """True where a new member is no member by this alone: somebody asked them in, or has still to do so."""
    waiting = {one.column: one.values for one in facts.believed.get(relation.identity, ()) if one.always}
    return (
        is_taken(facts, relation, way)
        or (way.command == "update" and guarding_trigger(facts, relation, key) is not None)
        or any(atom.column == key for atom in way.branch.atoms)
        or any(
            atom.asks is Asks.FLAG and atom.column in waiting and atom.value not in waiting[atom.column]
            for atom in way.branch.atoms
        )
    )


def _is_free(branch: Branch, key: str) -> bool:
    return not (branch.binds_column(key) or branch.guarded or branch.opaque or _names_tenant(branch, key))


def _names_tenant(branch: Branch, key: str) -> bool:
    """True where the key is held to a fixed value, or to NULL: other rules speak of that."""
    return any(atom.column == key and not atom.negated for atom in branch.atoms)


def _may_set(facts: Facts, relation: Relation, key: str, way: Passing) -> bool:
    columns = facts.access.columns(way.role, relation.identity, way.command)
    generated = relation.column(key)
    return (columns is None or key in columns) and not (generated is not None and generated.generated)
