"""policy-calls-function-per-row."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Claim, Session, Setting
from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.functions.bodies import Body
from pgassay.facts.gaps.leading_back import readings
from pgassay.facts.gaps.narrowed import beside, is_narrowed, leading_columns
from pgassay.facts.gaps.per_row import SESSION_CALLS, RowCall, RowCalls, called_once, row_calls
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Policy,
    severity=Severity.MEDIUM,
    rests_on=(),
    yields_to=("policy-without-effect",),
    right="Policies call functions once for a statement",
)
def policy_calls_function_per_row(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy calls a function once for every row that a statement looks at.

    A policy is a filter on each row: a thousand rows are a thousand calls, and a helper that reads a table
    reads it a thousand times. A list that took a millisecond takes seconds as the table grows.

    A call that is given no column of the row belongs in a sub-select, (SELECT auth.uid()), which runs
    once for the whole statement; the fix writes it so. Low where each such call is compared by
    = with a column that an index leads with and no other policy shows the same role more rows, and where it
    stands in a sub-select that runs once but looks at every row of its own table.

    A function that is given a column runs for each row however it is written. Where it looks the session up
    on each row, turn it round, so that the column is compared with what a function of the session gives: high
    for tables that grow with use (logs, queues, business rows that others hang on), else medium. Medium where
    it looks up the row alone, which an index mends.

    Silent where policies of the table lead back to it: a sub-select would make Postgres refuse them as
    infinite recursion. Silent for policies of INSERT, UPDATE and DELETE, whose statements look at few
    rows; in sub-selects that run once (they name no column of the row, or EXISTS ties them to it by =
    alone) and that an index answers; where each way to read the table holds an indexed column to the
    session's user, so that only that user's rows are looked at; for tables without a tenant or a user
    that are no logs or queues, which stay small; for a platform's tables, such as files, which are asked
    for by name; for functions that read neither a table nor the session, for volatile functions without a
    column, for SQL functions that the planner writes out, for built-in and platform functions with a
    column, and for roles that bypass row security.

    The facts that suffice: the calls in the expression of pg_policy, pg_proc.provolatile and pg_index.
    """
    facts = context.facts
    clients = {role for one in facts.client_roles for role in facts.access.roles_of(one)}
    if clients.isdisjoint(policy.roles) or policy.using is None or policy.command not in ("select", "all"):
        return
    relation = context.catalog.relation[policy.relation]
    rows = row_calls(facts, relation)
    made = rows.of(policy.using)
    calls = made if _grows(relation, context) and not is_narrowed(facts, policy) else ()
    bare = [call for call in calls if not call.columns]
    given = [call for call in calls if call.columns and not _is_cheap(call.function, context)]
    if not bare and not given and len(calls) == len(made):
        yield context.holds(policy)
    # A sub-select makes Postgres look for circles: an INSERT whose check reads the table would fail.
    if bare and not readings(facts).leading_back(policy.relation):
        yield _bare(policy, bare, rows, context)
    for name in dict.fromkeys(call.name for call in given):
        yield _given(policy, name, [call for call in given if call.name == name], context)


def _grows(relation: Relation, context: Context) -> bool:
    """False for settings and the like, and for a platform's tables."""
    facts = context.facts
    noted = relation.identity in facts.kinds.logs | facts.kinds.queues
    shared = facts.tenancy.scope(relation.identity).kind in ("none", "declared")
    return facts.is_own(relation) and (noted or not shared)


def _bare(policy: Policy, calls: list[RowCall], rows: RowCalls, context: Context) -> Finding:
    """Calls that could run once."""
    names = ", ".join(dict.fromkeys(f"{call.name}()" for call in calls))
    # Who wraps one call of a policy wraps them all: half a fix makes readers look for the reason.
    wrapped = replace(rows, every=True)
    using = called_once(policy.using or "", wrapped.of(policy.using or ""))
    check = called_once(policy.check, wrapped.of(policy.check)) if policy.check is not None else None
    read_back = is_read_back(policy, context.facts.sources)
    named = context.catalog.relation_names
    read = dict.fromkeys(named.get(one, one[1]) for call in calls for one in call.within)
    # What stands in a sub-select that runs once is called for each row that this reads, and not of the table.
    nested = all(call.within for call in calls)
    rows_of = f"each row that its sub-select reads of {', '.join(read)}" if nested else "every row"
    own = " of its own" if nested else ""
    return context.finding(
        policy,
        f"{policy.identity} calls {names} for {rows_of}: not in a sub-select{own}, which would run once",
        severity=Severity.LOW if _is_seldom(policy, calls, context) else None,
        evidence=[catalog("pg_policy: the call stands bare in the expression")],
        fix=alter_policy(policy, using=using, check=check) if read_back else None,
        rollback=alter_policy(policy, using=policy.using, check=policy.check) if read_back else None,
        advice="Put each call in a sub-select: (SELECT auth.uid())",
        cause="nested" if nested else "bare",
    )


def _given(policy: Policy, name: str, calls: list[RowCall], context: Context) -> Finding:
    """Calls that are given a column of the row."""
    columns = ", ".join(dict.fromkeys(column for call in calls for column in call.columns))
    asks = _asks_session(calls, context)
    large = _is_large(policy.relation, context)
    severity = Severity.HIGH if asks and large else Severity.MEDIUM
    return context.finding(
        policy,
        f"{policy.identity} calls {name}({columns}) for every row: a sub-select cannot make it run once",
        severity=severity,
        evidence=[catalog(f"pg_policy: {policy.identity} gives {name} {columns} of the row")],
        advice=_turned(policy, calls, context)
        if asks
        else f"{name} looks one row up for each row: index the expression that it searches by, "
        "or let the policy compare with a sub-select of the keys",
        detail=name,
        cause="session" if asks else "look-up",
    )


def _turned(policy: Policy, calls: list[RowCall], context: Context) -> str:
    """How to ask once for what the row holds: by a function that is there, where there is one."""
    column = context.catalog.relation[policy.relation].column(calls[0].columns[0])
    asked = {name for call in calls if call.function for name in _reads(call.function, context)}
    giving = next(
        (
            one
            for one in context.catalog.functions
            if column is not None
            and one.returns_set
            and one.result == f"SETOF {column.type}"
            and one.definition.count(" DEFAULT ") >= len(one.arguments)
            and asked & _reads(one, context)
            and context.facts.is_own(one)
        ),
        None,
    )
    if column is None or giving is None:
        return (
            "Turn it round: compare the column with what a function of the session returns, "
            "tenant = ANY ((SELECT my_tenants())::uuid[]), which runs once"
        )
    call = f"{giving.identity.partition('(')[0]}()"
    return (
        f"Turn it round: compare the column with what {call} returns, {column.quoted} IN (SELECT {call}), "
        "which runs once; where the role counts too, give it that"
    )


def _reads(function: Function, context: Context) -> frozenset[str]:
    """The relations that a function reads, where it is about the session's user."""
    body = context.facts.bodies.get(function.identity)
    known = body is not None and body.understood and _is_of_session(body)
    return body.reads if body is not None and known else frozenset()


def _is_large(relation: str, context: Context) -> bool:
    """True for logs and queues, and for the business rows that others hang on."""
    kinds = context.facts.kinds
    hung_on = relation in kinds.bulk and bool(context.catalog.foreign_keys_to(relation))
    return hung_on or relation in kinds.logs | kinds.queues


def _asks_session(calls: list[RowCall], context: Context) -> bool:
    """True when the function's body, or what it is given beside the column, is about the session's user."""
    bodies = [context.facts.bodies[call.function.identity] for call in calls if call.function is not None]
    return any(not body.understood or _is_of_session(body) for body in bodies)


def _is_of_session(body: Body) -> bool:
    return not SESSION_CALLS.isdisjoint(body.calls) or any(
        isinstance(part, Session | Claim | Setting) for query in body.queries for part in inside(query)
    )


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


def _is_seldom(policy: Policy, calls: list[RowCall], context: Context) -> bool:
    """True when each call is the value that an index is searched for, and no other policy shows more rows, or
    stands in a sub-select that runs once.
    """
    of_row = [call for call in calls if not call.within]
    leading = leading_columns(context.facts, policy.relation)
    predicate = context.facts.using(policy)
    return not of_row or (
        predicate is not None
        and len(predicate.branches) == 1
        and not beside(context.facts, policy)
        and all(call.keyed in leading for call in of_row)
    )
