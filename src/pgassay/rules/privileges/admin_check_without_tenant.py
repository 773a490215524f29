"""admin-check-without-tenant."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.role_checks import RoleCheck, role_checks
from pgassay.facts.gaps.role_alone import RoleAlone, role_alone
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    rests_on=("bodies",),
    right="Tests of a role ask in which tenant",
)
def admin_check_without_tenant(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A policy, or a function that policies ask, tests whether the user has a role, in any tenant.

    The membership says in which tenant a role is held; a test that leaves it out believes a role of one
    tenant in every other: whoever makes a tenant of their own is its admin, and so everywhere.

    High where a policy lets rows pass by the role alone: then an admin of one tenant reaches the rows of all.
    Medium where every such policy tests the tenant too: then a plain member of one tenant has an admin's
    rights there for being admin elsewhere. Silent where a user belongs to one tenant only (a unique key over
    the user) and every policy tests the tenant too, where the role is kept in a table without tenants, and
    for roles that `tenancy.platform_roles` declares. A function that gives the tenants in which the user has
    the role asks for the tenant where policies look for the row's tenant among them, and ask nothing else of
    it.

    A policy that looks the role up itself counts like one that asks a function. So does one on the rows of
    users, such as the roles themselves, where other policies ask for the tenant beside the same role.

    The facts that suffice: the parsed body reads the membership by user and role and not by tenant, and a
    policy depends on the function.
    """
    told: set[str] = set()
    for check in role_checks(context.facts):
        harmless = check.single and not check.alone
        if check.by_tenant or harmless or check.roles <= set(context.config.tenancy.platform_roles):
            if check.by_tenant or harmless:
                yield context.holds(check.function)
        else:
            told |= {policy.identity for policy in check.alone}
            yield _finding(check, context)
    for found in role_alone(context.facts):
        if found.policy.identity not in told and not found.values <= set(
            context.config.tenancy.platform_roles
        ):
            told.add(found.policy.identity)
            yield _in_policy(found, context)


def _in_policy(found: RoleAlone, context: Context) -> Finding:
    words = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}
    deeds = listed([words[command] for command in dict.fromkeys(way.command for way in found.ways)])
    return context.finding(
        found.policy,
        f"{found.policy.identity} asks for a role in {found.relation} and not for the tenant of the row: "
        f"who has it in one tenant can {deeds} the rows of all",
        severity=Severity.HIGH,
        evidence=[
            catalog(f"pg_policy: one way to pass asks for {found.relation}.{found.column} and for no tenant")
        ],
        advice="Ask for the tenant of the row too, beside the role",
        cause=f"{found.relation}.{found.column}",
    )


def _finding(check: RoleCheck, context: Context) -> Finding:
    table, tenant = check.membership.relation, check.membership.tenant_column
    alone = listed([policy.identity for policy in check.alone], 3)
    what = (
        f"an admin of one tenant passes {alone} for every tenant"
        if check.alone
        else "who has the role in one tenant has it in every other they are a member of"
    )
    return context.finding(
        check.function,
        f"{check.function.identity} tests a role in {table} and not {tenant}: {what}",
        severity=Severity.HIGH if check.alone else None,
        evidence=[
            parsed(
                f"its body reads {table} by {check.membership.user_column} and role, and never by {tenant}"
            ),
            catalog(f"pg_policy: asked by {listed([policy.identity for policy in check.policies], 3)}"),
        ],
        advice=f"Give it the tenant as an argument, test {tenant} = that argument, "
        "and pass the row's tenant in each policy",
    )
