"""policy-for-public-role."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.gaps.passing import ANONYMOUS, Passing, by_policy
from pgassay.facts.gaps.row_free import captured
from pgassay.facts.policies.predicates import Asks
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Policy,
    severity=Severity.MEDIUM,
    yields_to=("policy-always-true", "policy-captured-column"),
    yields_to_heavier=True,
    right="Policies for users name their roles",
)
def policy_for_public_role(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy for users has no TO clause, so it holds for anon too.

    Without TO a policy is for PUBLIC: it is tried for every role there is, and what one of its branches
    forgets to ask is open to everybody with the project's public key.

    Medium where a branch passes rows for a session that nobody is signed in to while others ask for a user.
    Low where none ever does: it costs an evaluation, and one change of a helper opens it; info where every
    branch tests by itself that somebody is signed in, which is what TO says, and where anon reads a part of a
    table whose rows belong to nobody. Silent where anon lacks the privilege; where every branch is open to
    anybody, for such a policy is meant for everybody; where only a service passes, which
    policy-without-effect says; and where a branch asks nothing of the row, which policy-always-true says.

    The facts that suffice: pg_policy.polroles is {0}, and the expression.
    """
    facts = context.facts
    if ANONYMOUS not in facts.client_roles or not policy.permissive:
        return
    if policy.roles != ("public",):
        if set(facts.client_roles) & set(policy.roles):
            yield context.holds(policy)
        return
    relation = context.catalog.relation[policy.relation]
    # What tests nothing of the row is policy-always-true's to say: a TO clause does not mend it.
    ways = [way for way in by_policy(facts, policy) if not captured(facts, policy, way.branch)]
    passed = [way for way in ways if way.role == ANONYMOUS]
    signed_in = [way for way in ways if way.role != ANONYMOUS]
    if not relation.rls_enabled or not signed_in:
        return
    commands = ("select", "insert", "update", "delete") if policy.command == "all" else (policy.command,)
    granted = any(facts.access.granted(ANONYMOUS, relation.identity, command) for command in commands)
    meant = all(not way.branch.needs_user for way in signed_in)
    if meant or not granted or any(way.branch.anybody for way in passed):
        return
    yield _finding(policy, passed, signed_in, context)


def _finding(policy: Policy, passed: list[Passing], signed_in: list[Passing], context: Context) -> Finding:
    facts = context.facts
    nobodys = facts.tenancy.scope(policy.relation).kind == "none" and policy.command == "select"
    advice = None
    if passed and nobodys:
        effect, severity = "has no TO clause: anon reads rows, which belong to nobody", Severity.INFO
        advice = "Where it is not for everybody to read, write TO authenticated"
    elif passed:
        effect, severity = "has no TO clause: a branch of it passes rows for anon", Severity.MEDIUM
        advice = "Where anon is meant to see some rows, give it a policy of its own that says which"
    elif all(way.branch.asks(Asks.SIGNED_IN) for way in signed_in):
        effect, severity = "has no TO clause, and tests in its expression what TO says", Severity.INFO
        advice = "Take the test that somebody is signed in out of the expression: TO authenticated says it"
    else:
        effect, severity = "has no TO clause: it is tried for anon, for whom it never holds", Severity.LOW
    roles = tuple(role for role in facts.client_roles if role != ANONYMOUS)
    meant = passed and nobodys
    return context.finding(
        policy,
        f"{policy.identity} {effect}",
        severity=severity,
        evidence=[catalog("pg_policy.polroles = {0}: PUBLIC")],
        fix=None if meant else alter_policy(policy, roles=roles),
        rollback=None if meant else alter_policy(policy, roles=policy.roles),
        advice=advice,
        cause=effect,
    )
