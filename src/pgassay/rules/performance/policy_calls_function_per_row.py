"""policy-calls-function-per-row."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Claim, Session, Setting
from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.gaps.per_row import SESSION_CALLS, RowCall, RowCalls, called_once
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Policy
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Policy, severity=Severity.MEDIUM, rests_on=())
def policy_calls_function_per_row(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy calls a function once for every row that a statement looks at.

    A policy is a filter on each row: a thousand rows are a thousand calls, and a helper that reads a table
    reads it a thousand times. A list that took a millisecond takes seconds as the table grows.

    A call that is given no column of the row belongs in a sub-select, (SELECT auth.uid()), which runs
    once for the whole statement; the fix writes it so. Low where each such call is compared by = with a
    column that an index leads with. A function that is given a column runs for each row however it is
    written. High where it looks the session up on each row: turn it round, so that the column is compared
    with what a function of the session gives. Medium where it looks up the row alone, which an index mends.
    Low for policies of UPDATE and DELETE alone, whose statements look at few rows.

    Silent for INSERT and WITH CHECK, which test the new rows only, for functions that read neither a table
    nor the session, for volatile functions without a column, for SQL functions that the planner writes out,
    for built-in and platform functions with a column, and for roles that bypass row security.

    The facts that suffice: the calls in the expression of pg_policy and pg_proc.provolatile.
    """
    facts = context.facts
    clients = {role for one in facts.client_roles for role in facts.access.roles_of(one)}
    if clients.isdisjoint(policy.roles):
        return
    relation = context.catalog.relation[policy.relation]
    if policy.using is None or policy.command == "insert":
        return
    rows = RowCalls(relation.name, facts.sources.function_named)
    calls = rows.of(policy.using)
    bare = [call for call in calls if not call.columns]
    given = [call for call in calls if call.columns and not _is_cheap(call.function, context)]
    if not bare and not given:
        yield context.holds(policy)
    if bare:
        yield _bare(policy, bare, rows, context)
    for name in dict.fromkeys(call.name for call in given):
        yield _given(policy, name, [call for call in given if call.name == name], context)


def _bare(policy: Policy, calls: list[RowCall], rows: RowCalls, context: Context) -> Finding:
    """Calls that could run once."""
    names = ", ".join(dict.fromkeys(f"{call.name}()" for call in calls))
    using = called_once(policy.using or "", rows.of(policy.using or ""))
    check = called_once(policy.check, rows.of(policy.check)) if policy.check is not None else None
    return context.finding(
        policy,
        f"{policy.identity} calls {names} for every row: not in a sub-select, which would run once",
        severity=Severity.LOW if _is_indexed(policy, calls, context) else None,
        evidence=[catalog("pg_policy: the call stands bare in the expression")],
        fix=alter_policy(policy, using=using, check=check),
        rollback=alter_policy(policy, using=policy.using, check=policy.check),
        cause=f"bare|{is_read_back(policy, context.facts.sources)}",
    )


def _given(policy: Policy, name: str, calls: list[RowCall], context: Context) -> Finding:
    """Calls that are given a column of the row."""
    columns = ", ".join(dict.fromkeys(column for call in calls for column in call.columns))
    asks = _asks_session(calls, context)
    severity = Severity.HIGH if asks else Severity.MEDIUM
    if policy.command in ("update", "delete"):
        severity = Severity.LOW
    return context.finding(
        policy,
        f"{policy.identity} calls {name}({columns}) for every row: a sub-select cannot make it run once",
        severity=severity,
        evidence=[catalog(f"pg_policy: {name} is given {columns} of the row")],
        advice="Turn it round: compare the column with what a function of the session returns, "
        "tenant = ANY ((SELECT my_tenants())::uuid[]), which runs once"
        if asks
        else f"{name} looks one row up for each row: index the expression that it searches by, "
        "or let the policy compare with a sub-select of the keys",
        detail=name,
        cause=f"{severity.value}|{name if asks else 'look-up'}",
    )


def _asks_session(calls: list[RowCall], context: Context) -> bool:
    """True when the function's body, or what it is given beside the column, is about the session's user."""
    bodies = [context.facts.bodies[call.function.identity] for call in calls if call.function is not None]
    return any(
        isinstance(part, Session | Claim | Setting) or not body.understood
        for body in bodies
        for query in body.queries
        for part in inside(query)
    ) or any(not SESSION_CALLS.isdisjoint(body.calls) for body in bodies)


def _is_cheap(function: Function | None, context: Context) -> bool:
    """True for a function that the planner writes out, and for one that reads no table and no session."""
    if function is None or _is_written_out(function, context):
        return True
    body = context.facts.bodies.get(function.identity)
    if body is None or body.dynamic or not body.understood:
        return False
    own = any(context.facts.sources.function_named(name) is not None for name in body.calls)
    return not (body.reads or own or not SESSION_CALLS.isdisjoint(body.calls))


def _is_written_out(function: Function, context: Context) -> bool:
    """True for a SQL function so plain that the planner puts its body in place of the call."""
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
