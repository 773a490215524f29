"""policy-owner-not-tenant."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.passing import Passing, by_policy, passing
from pgassay.facts.gaps.personal import is_authored, is_personal
from pgassay.facts.gaps.tied import ends_with_membership
from pgassay.facts.gaps.unbound import is_blind, unbound
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_WORDS = {"select": "reads", "update": "changes", "delete": "deletes"}


@rule(
    on=Policy,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    yields_to=("policy-recursive", "policy-references-view"),
    right="Policies ask for the tenant beside the owner",
)
def policy_owner_not_tenant(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy on a tenant's rows asks who made the row, and not whether that user is still in the tenant.

    Membership ends and authorship does not: who left the tenant, or was thrown out, goes on reading and
    changing what they made there.

    Speaks for tables with a tenant key or a path to one, where a way to read, change or delete a row asks
    for the row's user alone. Low where it only reads. Silent for personal rows (nobody else reads them, and
    no row that others read goes with them), where the user only reads and somebody else names them in the
    row (a buyer, a guest, a recipient: outside parties who are meant to see it), for UPDATE and DELETE on
    Supabase where the role's SELECT policies hold the tenant (a statement with a WHERE passes them too, and
    clients send no other), where a foreign key holds tenant and user to a membership, so that no row stays of
    who left, for tables with one row per user, for memberships, for the tenant table, and where
    each user is a tenant.

    The facts that suffice: the policies' expressions, and the tenant key or the foreign keys that lead to
    one.
    """
    facts = context.facts
    relation = context.catalog.relation[policy.relation]
    scope = facts.tenancy.scope(relation.identity)
    if facts.tenancy.mode != "tenant" or scope.kind not in ("key", "path") or _is_of_users(relation, context):
        return
    # Where the key of new rows is free as well, policy-write-unbound says both.
    if any(not is_blind(facts, relation, way) for way in unbound(facts, policy)):
        return
    ways = [way for way in by_policy(facts, policy) if not way.new_row]
    alone = [way for way in ways if _is_owner_alone(way.branch)]
    found = [way for way in alone if not _is_meant(way, relation, context)]
    if not found:
        if ways and not alone:
            yield context.holds(policy)
        return
    column, owner = _owner(found[0].branch, relation)
    verbs = " and ".join(dict.fromkeys(_WORDS[way.command] for way in found))
    yield context.finding(
        policy,
        f"{policy.identity} asks for {column} alone: who leaves the tenant still {verbs} these rows",
        severity=Severity.LOW if all(way.command == "select" for way in found) else None,
        evidence=[catalog("pg_policy: one way to pass asks for the row's user and for no tenant")],
        advice=_advice(relation, context),
        cause=f"{owner}|{relation.schema}",
    )


def _is_owner_alone(branch: Branch) -> bool:
    return branch.binds_owner and not (branch.binds_tenant or branch.guarded or branch.opaque)


def _is_of_users(relation: Relation, context: Context) -> bool:
    """True for a membership, and for a table with one row per user."""
    facts = context.facts
    if any(entitlement.relation == relation.identity for entitlement in facts.tenancy.entitlements):
        return True
    users = {name for owner, name in facts.user_columns if owner == relation.identity}
    return any(len(key) == 1 and key <= users for key in unique_sets(context.catalog, relation))


def _is_meant(way: Passing, relation: Relation, context: Context) -> bool:
    """True where the row's user is to pass whatever tenant they are in, and where nobody can use the way."""
    facts = context.facts
    key = facts.tenancy.key_of(relation.identity)
    return (
        (key is not None and ends_with_membership(facts, relation, key, way.branch))
        or _is_by_membership(way.branch, context)
        or any(atom.asks is Asks.NULL_TENANT and not atom.negated for atom in way.branch.atoms)
        or _is_outside(way.branch, relation, context)
        or (way.command == "select" and not is_authored(facts, relation, way.branch))
        or is_personal(facts, relation, way.command)
        or _is_blind(way, relation, context)
    )


def _is_by_membership(branch: Branch, context: Context) -> bool:
    """True where every way to the row's user leads through a membership, however far off."""
    members = {one.relation for one in context.facts.tenancy.entitlements}
    return any(
        atom.asks is Asks.PARENT
        and not atom.negated
        and bool(atom.inner)
        and (atom.parent in members or all(_is_by_membership(inner, context) for inner in atom.inner))
        for atom in branch.atoms
    )


def _is_outside(branch: Branch, relation: Relation, context: Context) -> bool:
    """True for owners who are in no tenant."""
    facts = context.facts
    column = relation.column(facts.tenancy.key_of(relation.identity) or "")
    optional = column is not None and not column.not_null
    bound = any(
        p is not None and any(b.binds_tenant for b in p.branches)
        for policy in context.catalog.policies_of(relation.identity)
        for p in (facts.using(policy), facts.check(policy))
    )
    outside = next(
        (a.parent for a in branch.atoms if a.asks is Asks.PARENT and not a.negated and a.parent), None
    )
    return (optional and not bound) or (
        outside is not None and facts.tenancy.scope(outside).kind in ("none", "declared", "owner")
    )


def _owner(branch: Branch, relation: Relation) -> tuple[str, str]:
    """The column that holds the owner, as a reader finds it, and the relation that it is in."""
    for atom in branch.atoms:
        if atom.asks is Asks.OWNER and not atom.negated:
            return str(atom.column), relation.identity
    atom = next(atom for atom in branch.atoms if atom.asks is Asks.PARENT and atom.inner)
    inner = next((found for found in atom.inner if _is_owner_alone(found)), atom.inner[0])
    own = next((one.column for one in inner.atoms if one.asks is Asks.OWNER), None)
    return f"{atom.parent}.{own}" if own else f"the owner of {atom.parent}", str(atom.parent)


def _is_blind(way: Passing, relation: Relation, context: Context) -> bool:
    """True where a statement that reads a column meets SELECT policies that hold the tenant, and no other can
    be sent.
    """
    if way.command == "select" or context.facts.platform != "supabase":
        return False
    seen = passing(context.facts, relation, way.role, "select", new_row=False)
    return all(one.branch.binds_tenant for one in seen)


def _advice(relation: Relation, context: Context) -> str:
    key = context.facts.tenancy.key_of(relation.identity)
    if key is not None:
        return f"Ask for the tenant too: AND {key} is one of the session's tenants"
    return "Ask for the tenant of the row it hangs on too"
