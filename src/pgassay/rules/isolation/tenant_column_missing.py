"""tenant-column-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.passing import Passing, by_policy, passing
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_WORDS = {"insert": "inserts", "update": "changes", "delete": "deletes"}


@rule(
    on=Relation,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    rests_on=("policies",),
    yields_to=("policy-always-true", "policies-without-rls"),
    right="What clients write belongs to a tenant or a user",
)
def tenant_column_missing(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """Clients write a table whose rows belong to no tenant and to no user.

    There is one set of such rows for all tenants: what a member of one writes, the others read, change and
    delete, and no policy can tell whose it is.

    Speaks where a policy lets a row be written by anybody who is signed in, and a client role reads the rows
    without being asked for a role. Silent where only a service or who has a role writes (of a role that is
    believed in every tenant, admin-check-without-tenant speaks), where only who has a role reads what is left
    there (a form, a waiting list), and for tables declared under `reference` or `publish`. Info where rows
    are only added: what all tenants share grows by all. Where a policy is true for every row,
    policy-always-true says it.

    The facts that suffice: no column holds a tenant or a user, no foreign key leads to a table where one
    does, and the policies by which client roles write.
    """
    tenancy, facts = context.facts.tenancy, context.facts
    if tenancy.mode != "tenant" or not relation.is_table or relation.parent is not None:
        return
    declared = relation.identity in (*context.config.tenancy.reference, *context.config.tenancy.publish)
    policies = context.catalog.policies_of(relation.identity)
    if tenancy.scope(relation.identity).kind != "none" or declared:
        if policies and tenancy.scope(relation.identity).kind != "none":
            yield context.holds(relation)
        return
    ways = [way for policy in policies for way in by_policy(facts, policy) if _writes(way)]
    read = any(
        not way.branch.guarded
        for role in facts.client_roles
        for way in passing(facts, relation, role, "select", new_row=False)
    )
    if not ways or not read:
        return
    deeds = listed([_WORDS[command] for command in dict.fromkeys(way.command for way in ways)])
    roles = listed(list(dict.fromkeys(way.role for way in ways)))
    added = all(way.command == "insert" for way in ways)
    yield context.finding(
        relation,
        f"{relation.identity} has no column for the tenant: what {roles} of one tenant {deeds} there "
        "is the same for all",
        severity=Severity.INFO if added else None,
        evidence=[
            catalog(f"pg_constraint: no foreign key of {relation.identity} leads to {tenancy.table}"),
            *(catalog(f"pg_policy: {one.policy.identity} asks for no tenant") for one in _each(ways)),
        ],
        advice=f"Add the tenant, NOT NULL and with a foreign key to {tenancy.table}, and ask for it in the "
        "policies; if all tenants are to share the rows, declare the table under reference in pgassay.toml "
        "and let a service write it",
    )


def _writes(way: Passing) -> bool:
    """True for a way to write that asks nobody."""
    branch = way.branch
    if way.command == "select" or branch.binds_tenant or branch.binds_owner or branch.opaque:
        return False
    return not (branch.guarded or branch.asks(Asks.EDITABLE))


def _each(ways: list[Passing]) -> list[Passing]:
    """One way for each policy."""
    return list({way.policy.identity: way for way in reversed(ways)}.values())[::-1]
