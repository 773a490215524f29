"""policy-arbitrary-membership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.gaps.passing import by_policy
from pgassay.facts.gaps.picked import Pick, picks
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Related, Severity
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    right="Policies take the tenant from rows that say who belongs to it",
)
def policy_arbitrary_membership(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A policy picks the user's tenant out of rows that do not say which it is.

    Who wrote a row of a tenant does not belong to it for that, and who left it has still written it. And of
    several tenants LIMIT 1 without ORDER BY takes whichever row is found first: it changes with the plan,
    and the user reads and writes in another tenant than a moment ago.

    Speaks where the tenant is looked up by who wrote a row (high), and where any one of several rows is
    taken, by LIMIT 1 or by a helper that returns one value (medium), in the policy itself or in a function
    that it calls. Policies that pick in the same way are one finding. Silent where a key says that there is
    one row at most, where rows of the tenant table itself name their owner, where LIMIT has an ORDER BY,
    and for policies by which no client passes.

    The facts that suffice: the policy's expression, the bodies of the functions it calls, and the keys of
    the table looked up.
    """
    found: dict[Pick, list[Policy]] = defaultdict(list)
    for policy in database.policies:
        if not context.facts.is_own_policy(policy) or not any(by_policy(context.facts, policy)):
            continue
        picked = picks(context.facts, policy)
        for pick in picked:
            found[pick].append(policy)
        if not picked and _looks_up(context, policy):
            yield context.holds(policy)
    for pick, policies in found.items():
        for policy in policies:
            yield _finding(context, policy, pick)


def _looks_up(context: Context, policy: Policy) -> bool:
    """True where what the policy asks of the tenant comes from a row of a membership."""
    predicates = (context.facts.using(policy), context.facts.check(policy))
    return any(one is not None and one.binds_tenant for one in predicates)


def _finding(context: Context, policy: Policy, pick: Pick) -> Finding:
    by = pick.by
    if pick.author:
        way = f"by who wrote a row of {by.relation} ({by.user_column}), not by who belongs to the tenant"
        way += ", and by any one such row" if pick.several else ""
    else:
        way = f"by any one of the user's rows in {by.relation}, whichever is found first"
    return context.finding(
        policy,
        f"{policy.identity} goes {way}",
        severity=Severity.HIGH if pick.author else Severity.MEDIUM,
        evidence=_evidence(pick),
        related=_helper(context, pick),
        advice=_advice(context, pick),
        cause=f"{pick.function} {by.relation} {by.user_column} {pick.several}",
        together=f"{{count}} policies go {way}",
    )


def _evidence(pick: Pick) -> list[Evidence]:
    by = pick.by
    found = [catalog(f"no unique key of {by.relation} holds {by.user_column} to one row")]
    if pick.several:
        where = f"{pick.function} returns" if pick.function else "pg_policy: a sub-select takes"
        found.append(catalog(f"{where} {by.tenant_column} of one row, and nothing orders the rows"))
    return found


def _helper(context: Context, pick: Pick) -> list[Related]:
    function = context.catalog.function.get(pick.function or "")
    if function is None:
        return []
    return [Related(note="the helper that they call", location=context.place(function))]


def _advice(context: Context, pick: Pick) -> str:
    by = pick.by
    column = context.catalog.column(by.relation, by.tenant_column)
    if pick.author:
        signed = f"((SELECT auth.jwt()) ->> '{by.tenant_column}')::{column.type if column else 'uuid'}"
        claim = f", or compare with a claim that the server signs: {by.tenant_column} = {signed}"
        return (
            "Look the tenant up in a table with one row for each user and tenant, which only the tenant's "
            f"admins write{claim if context.facts.platform == 'supabase' else ''}"
        )
    return (
        "Compare with all of the user's tenants (IN, without LIMIT), "
        f"or let a unique key on {by.user_column} say that there is one"
    )
