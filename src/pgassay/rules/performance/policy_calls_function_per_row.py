"""policy-calls-function-per-row."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.policies.per_row import RowCall, RowCalls, called_once
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Policy, severity=Severity.MEDIUM)
def policy_calls_function_per_row(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy calls a function once for every row that a statement looks at.

    A policy is a filter on each row: a thousand rows are a thousand calls, and a helper that reads a table
    reads it a thousand times. A list that took a millisecond takes seconds as the table grows.

    A call that is given no column of the row belongs in a sub-select, (SELECT auth.uid()), which runs
    once for the whole statement; the fix writes it so. Low where each such call is compared by = with a
    column that an index leads with, and for INSERT, which tests the new rows only. A function that is
    given a column runs for each row however it is written, and is high: turn it round, so that the column
    is compared with what a function of the session gives. Silent for volatile functions without a column,
    for SQL functions that the planner writes out, for built-in and platform functions with a column, and
    for roles that bypass row security.

    The facts that suffice: the calls in the expression of pg_policy and pg_proc.provolatile.
    """
    facts = context.facts
    clients = {role for one in facts.client_roles for role in facts.access.roles_of(one)}
    if clients.isdisjoint(policy.roles):
        return
    relation = context.catalog.relation[policy.relation]
    calls = RowCalls(relation.name, facts.sources.function_named)
    clauses = {
        clause: (sql, calls.of(sql))
        for clause, sql in (("using", policy.using), ("check", policy.check))
        if sql is not None
    }
    found = [call for _, calls in clauses.values() for call in calls]
    bare = [call for call in found if not call.columns]
    given = [call for call in found if call.columns and not _is_written_out(call.function, context)]
    if not bare and not given:
        yield context.holds(policy)
    if bare:
        yield _bare(policy, bare, clauses, context)
    for name in dict.fromkeys(call.name for call in given):
        yield _given(policy, name, [call for call in given if call.name == name], context)


def _bare(
    policy: Policy,
    calls: list[RowCall],
    clauses: dict[str, tuple[str, tuple[RowCall, ...]]],
    context: Context,
) -> Finding:
    """Calls that could run once."""
    names = ", ".join(dict.fromkeys(f"{call.name}()" for call in calls))
    once = {clause: called_once(sql, found) for clause, (sql, found) in clauses.items()}
    few = policy.command == "insert" or _is_indexed(policy, calls, context)
    return context.finding(
        policy,
        f"{policy.identity} calls {names} for every row: not in a sub-select, which would run once",
        severity=Severity.LOW if few else None,
        evidence=[catalog("pg_policy: the call stands bare in the expression")],
        fix=alter_policy(policy, using=once.get("using"), check=once.get("check")),
        rollback=alter_policy(policy, using=policy.using, check=policy.check),
        cause=f"bare|{is_read_back(policy, context.facts.sources)}",
    )


def _given(policy: Policy, name: str, calls: list[RowCall], context: Context) -> Finding:
    """Calls that are given a column of the row."""
    columns = ", ".join(dict.fromkeys(column for call in calls for column in call.columns))
    return context.finding(
        policy,
        f"{policy.identity} calls {name}({columns}) for every row: a sub-select cannot make it run once",
        severity=Severity.LOW if policy.command == "insert" else Severity.HIGH,
        evidence=[catalog(f"pg_policy: {name} is given {columns} of the row")],
        advice="Turn it round: compare the column with what a function of the session returns, "
        "tenant = ANY ((SELECT my_tenants())::uuid[]), which runs once",
        detail=name,
        cause=name,
    )


def _is_written_out(function: Function | None, context: Context) -> bool:
    """True for a SQL function so plain that the planner puts its body in place of the call."""
    if function is None:
        return True
    body = context.facts.bodies.get(function.identity)
    plain = function.language == "sql" and not (
        function.security_definer or function.settings or function.strict
    )
    return plain and body is not None and not any(query.sources for query in body.queries)


def _is_indexed(policy: Policy, calls: list[RowCall], context: Context) -> bool:
    """True when each call is the value that an index is searched for."""
    leading = {
        index.columns[0]
        for index in context.catalog.indexes_of(policy.relation)
        if index.columns and index.predicate is None
    }
    predicate = context.facts.using(policy) or context.facts.check(policy)
    return (
        predicate is not None
        and len(predicate.branches) == 1
        and all(call.keyed in leading for call in calls)
    )
