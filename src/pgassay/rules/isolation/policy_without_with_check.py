"""policy-without-with-check."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.policies import alter_policy, drop_policy, policy_ddl
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.gaps.per_row import RowCalls, called_once
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Policy, severity=Severity.LOW)
def policy_without_with_check(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy for UPDATE or for all commands has no WITH CHECK of its own.

    No row leaks: Postgres applies USING to the new row as well, so a row cannot be moved out of reach. But
    nothing says so, and who later loosens USING for reading loosens what may be written with it.

    Low for queues and for definitions that clients edit, whose rows decide what is done later; info
    elsewhere, in one finding. Silent for policies of roles that bypass row security, for policies that
    are true for every row, and for commands that the policy's roles have no privilege for.

    The facts that suffice: pg_policy.polcmd, and polwithcheck is NULL.
    """
    facts = context.facts
    relation = context.catalog.relation[policy.relation]
    predicate = facts.using(policy)
    if policy.command not in ("all", "update") or policy.using is None or predicate is None:
        return
    commands = ("insert", "update") if policy.command == "all" else ("update",)
    clients = [
        role for role in facts.client_roles if not facts.access.roles_of(role).isdisjoint(policy.roles)
    ]
    if not any(
        facts.access.granted(role, relation.identity, command) for role in clients for command in commands
    ):
        return
    if policy.check is not None or predicate.always or predicate.never:
        yield context.holds(policy)
        return
    kinds = facts.kinds
    acted_on = relation.identity in kinds.queues | kinds.definitions
    severity = Severity.LOW if acted_on else Severity.INFO
    calls = RowCalls(relation.name, facts.sources.function_named)
    yield context.finding(
        policy,
        f"{policy.identity} has no WITH CHECK: Postgres tests the new row with USING, and nothing says so",
        severity=severity,
        evidence=[catalog("pg_policy.polwithcheck is NULL: polqual tests the new row too")],
        fix=alter_policy(policy, check=called_once(policy.using, calls.of(policy.using))),
        # ALTER POLICY cannot take a WITH CHECK away.
        rollback=f"{drop_policy(policy)}\n{policy_ddl(policy)}",
        cause=f"{severity.value}|{is_read_back(policy, facts.sources)}",
    )
