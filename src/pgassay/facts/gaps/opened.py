"""Which ways of a policy open a table to a whole role, and to what end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.functions.sources import queries_in
from pgassay.facts.gaps.passing import Passing, by_policy, passing
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.tables.authors import tells_who
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def opened(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways of a policy that ask nothing of the row, without those that are meant to be open and those
    that policy-write-unbound says.
    """
    relation = facts.catalog.relation[policy.relation]
    return tuple(
        way for way in by_policy(facts, policy) if way.branch.anybody and _counts(facts, relation, way)
    )


def narrowed(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True for an UPDATE or DELETE that reaches only rows that SELECT policies show: on Supabase a client's
    statement has a WHERE, and so passes them too.
    """
    return (
        way.command in ("update", "delete")
        and facts.platform == "supabase"
        and not any(one.branch.anybody for one in _seen(facts, relation, way.role))
    )


def sees_some(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True where the role of a way reads any row."""
    return bool(_seen(facts, relation, way.role))


def is_looked_up(facts: Facts, relation: Relation) -> bool:
    """True for a table that other tables' policies look up, and that is not the tenants' own."""
    return facts.tenancy.scope(relation.identity).kind != "root" and any(
        looked_up == relation.identity
        for (policy, _), test in facts.conditions.items()
        for query in queries_in(test)
        for _, looked_up in query.sources
        if not policy.endswith(f" on {relation.identity}")
    )


def publishes(facts: Facts, relation: Relation, role: str) -> tuple[str, ...]:
    """The other tables whose policies show a role rows because a row of this one is there: what it lists is
    published.
    """
    found = (
        policy.relation
        for policy in facts.catalog.policies
        if policy.relation != relation.identity
        and not facts.access.roles_of(role).isdisjoint(policy.roles)
        and policy.command in ("select", "all")
        and (using := facts.using(policy)) is not None
        and any(_by_being_there(branch, relation.identity) for branch in using.branches)
    )
    return tuple(dict.fromkeys(found))


def is_nobodys(facts: Facts, relation: Relation) -> bool:
    """True for rows of which is kept who made them, and that are nobody's own: no tenant has a key there, no
    policy asks for their user, and no client who has no role writes them. Such is what all share: a price
    list, a catalogue of features.
    """
    scope = facts.tenancy.scope(relation.identity)
    by_user = scope.kind == "owner" or (facts.tenancy.mode == "owner" and scope.kind in ("key", "path"))
    users = {name for owner, name in facts.user_columns if owner == relation.identity} | {scope.column}
    asked = {one.column for one in facts.comparisons if one.relation == relation.identity}
    columns = [column for column in relation.columns if column.name in users]
    if not by_user or asked & users or not all(tells_who(column) for column in columns):
        return False
    return all(
        way.branch.guarded
        for role in facts.client_roles
        for command in ("insert", "update", "delete")
        for way in passing(facts, relation, role, command, new_row=command == "insert")
    )


def is_kept_for_roles(facts: Facts, relation: Relation) -> bool:
    """True where those who have a role, and nobody else, read the rows, and no client changes or deletes one:
    a log, or a form that only they see; a list that somebody works through is neither.
    """
    seen = [way for role in facts.client_roles for way in _seen(facts, relation, role)]
    handled = any(
        passing(facts, relation, role, command, new_row=False)
        for role in facts.client_roles
        for command in ("update", "delete")
    )
    return bool(seen) and all(way.branch.guarded for way in seen) and not handled


def _by_being_there(branch: Branch, relation: str) -> bool:
    return any(
        atom.asks is Asks.PARENT
        and not atom.negated
        and (
            (atom.parent == relation and any(inner.free for inner in atom.inner))
            or any(_by_being_there(inner, relation) for inner in atom.inner)
        )
        for atom in branch.atoms
    )


def _counts(facts: Facts, relation: Relation, way: Passing) -> bool:
    kind = facts.tenancy.scope(relation.identity).kind
    stated = facts.config.tenancy
    if way.command == "select":
        shared = kind in ("none", "declared") or is_nobodys(facts, relation)
        return not shared and relation.identity not in (*stated.publish, *stated.reference)
    if way.command == "insert":
        # Anybody may found a tenant; where the table has a key of its own, policy-write-unbound speaks.
        ours = facts.tenancy.mode == "tenant" and kind in ("key", "root")
        nobody = kind in ("none", "declared") and _shows_nobody(facts, relation)
        return not ours and (not nobody or (kind == "none" and is_kept_for_roles(facts, relation)))
    # The new row alone is policy-write-unbound's to judge; here it is which rows are reached.
    return not way.new_row


def _shows_nobody(facts: Facts, relation: Relation) -> bool:
    """True where a new row is shown to nobody but who has a role, until a row of somebody points at it: what
    anybody may put in is an intake, or is linked to by whoever made it.
    """
    pointing = {
        (key.relation, key.referenced_columns[0])
        for key in facts.catalog.foreign_keys_to(relation.identity)
        if len(key.referenced_columns) == 1
    }
    return all(
        way.branch.guarded
        or any(
            atom.asks is Asks.PARENT and not atom.negated and (atom.parent, atom.column) in pointing
            for atom in way.branch.atoms
        )
        for role in facts.client_roles
        for way in _seen(facts, relation, role)
    )


def _seen(facts: Facts, relation: Relation, role: str) -> tuple[Passing, ...]:
    return passing(facts, relation, role, "select", new_row=False)
