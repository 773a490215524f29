"""policy-without-with-check."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.policies import alter_policy, drop_policy, policy_ddl
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.gaps.passing import by_policy
from pgassay.facts.gaps.per_row import called_once, row_calls
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.fresh import is_fresh
from pgassay.rules.rule import Holds


@rule(
    on=Policy, severity=Severity.LOW, rests_on=(), right="Policies for UPDATE state the check of the new row"
)
def policy_without_with_check(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy by which members write queues or definitions has no WITH CHECK of its own.

    No row leaks: Postgres applies USING to the new row as well, so a row cannot be moved out of reach. But
    nothing says so, and who later loosens USING for reading loosens what may be written with it.

    Speaks of policies that the new migrations bring, for UPDATE and for all commands, on queues and on
    definitions that clients edit: their rows decide what is done later. Silent for other tables, where
    only who has a role or a service passes, for policies that are true for every row, for restrictive
    ones, and for commands that the policy's roles have no privilege for.

    The facts that suffice: pg_policy.polcmd, polwithcheck is NULL, and what the expression asks.
    """
    facts = context.facts
    relation = context.catalog.relation[policy.relation]
    if policy.command not in ("all", "update") or policy.using is None:
        return
    written = [way for way in by_policy(facts, policy) if way.new_row]
    if not written:
        return
    acted_on = relation.identity in facts.kinds.queues | facts.kinds.definitions
    by_members = any(not (way.branch.guarded or way.branch.free) for way in written)
    if policy.check is not None or not acted_on or not by_members:
        if policy.check is not None:
            yield context.holds(policy)
        return
    if not is_fresh(context, context.ref(policy)):
        return
    read_back = is_read_back(policy, facts.sources)
    check = called_once(policy.using, row_calls(facts, relation).of(policy.using))
    yield context.finding(
        policy,
        f"{policy.identity} has no WITH CHECK: Postgres tests the new row with USING, and nothing says so",
        evidence=[catalog("pg_policy.polwithcheck is NULL: polqual tests the new row too")],
        fix=alter_policy(policy, check=check) if read_back else None,
        # ALTER POLICY cannot take a WITH CHECK away.
        rollback=f"{drop_policy(policy)}\n{policy_ddl(policy)}" if read_back else None,
        advice="Write WITH CHECK with what a row must be like after the change",
        cause="no check",
    )
