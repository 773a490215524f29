"""policy-without-effect."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.predicates import Asks, Predicate
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Policy, severity=Severity.INFO, right="Policies have an effect")
def policy_without_effect(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy changes nothing for anybody.

    A reader takes it for a rule that holds. A policy for a role that bypasses row security is never tried for
    that role, and one that asks whether the session is such a role is tried, without success, for all others.
    All that are for such a role are one finding.

    Speaks for policies whose roles all bypass row security (BYPASSRLS or superuser), for permissive policies
    that pass only for such a role, and for permissive policies that are false for every row.

    The facts that suffice: pg_policy.polroles with pg_roles.rolbypassrls, or the expression.
    """
    services = context.facts.service_roles
    predicates = [p for p in (context.facts.using(policy), context.facts.check(policy)) if p is not None]
    message = f"{policy.identity} passes only for a role that bypasses row security: it changes nothing"
    cause = "service"
    if policy.roles and services.issuperset(policy.roles):
        evidence = catalog(f"pg_roles.rolbypassrls is true for {', '.join(policy.roles)}")
    elif policy.permissive and predicates and all(predicate.never for predicate in predicates):
        message = f"{policy.identity} is false for every row: it is permissive, so it changes nothing"
        evidence = catalog(f"pg_policy: ({predicates[0].sql})")
        cause = "false"
    elif policy.permissive and predicates and all(_is_for_service(predicate) for predicate in predicates):
        evidence = catalog(f"pg_policy: ({predicates[0].sql})")
    else:
        yield context.holds(policy)
        return
    yield context.finding(
        policy,
        message,
        evidence=[evidence],
        advice="Drop it, or keep it as a note; the service works without it",
        cause=cause,
    )


def _is_for_service(predicate: Predicate) -> bool:
    return bool(predicate.branches) and all(branch.asks(Asks.SERVICE) for branch in predicate.branches)
