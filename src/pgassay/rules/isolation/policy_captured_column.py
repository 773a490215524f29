"""policy-captured-column."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import Test
from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.gaps.captured_arguments import CapturedArgument, captured_arguments
from pgassay.facts.gaps.passing import by_policy
from pgassay.facts.gaps.row_free import captured, compared_with_itself
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.CRITICAL,
    rests_on=("policies",),
    right="Sub-selects of policies name the row's columns",
)
def policy_captured_column(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A sub-select of a policy reads a column of its own where the row's was meant, or an argument.

    Inside a sub-select a bare name means the sub-select's own column, where there is one of that name. The
    test then asks nothing of the row: whoever passes it for one row passes it for all, those of every
    tenant among them.

    Speaks where a sub-select compares a column with itself and the policy's table has a column of that name
    (critical), and where a way to pass asks only look-ups in which neither the row nor the session has a
    part, though they name a column as the policy's table does (high). Silent where each sub-select names a
    column of the row or of the session, and where no client role is held by the policy.

    A function whose argument has the name of a column that it reads has the same fault: in SQL, and in
    PL/pgSQL under #variable_conflict use_column, the bare name is the column. Critical where policies ask the
    function, high where it runs as its owner and client roles call it. PL/pgSQL without that line refuses the
    query as ambiguous, and each statement that asks the policy with it (high).

    The facts that suffice: the policy's expression, as Postgres prints it with each name resolved, and the
    parsed body of the function.
    """
    for policy in database.policies:
        if context.facts.is_own_policy(policy):
            yield from _of_policy(policy, context)
    for one in captured_arguments(context.facts):
        yield _of_function(one, context)


def _of_function(one: CapturedArgument, context: Context) -> Finding:
    policies = listed([policy.identity for policy in one.policies], 3)
    if one.refused:
        message = (
            f"{one.function.identity} leaves open whether {one.name} is its argument or {one.column}: "
            f"Postgres refuses the query, and each statement that asks {policies} fails"
        )
    else:
        none = (
            f"it tells {policies} nothing of the row"
            if policies
            else f"for {listed(list(one.roles))} it asks nothing of {one.name}"
        )
        message = (
            f"{one.function.identity} compares {one.column} with itself, and not with its argument "
            f"{one.name}: {none}"
        )
    asked = f"pg_policy: asked by {policies}" if policies else f"EXECUTE reaches {', '.join(one.roles)}"
    return context.finding(
        one.function,
        message,
        severity=Severity.HIGH if one.refused or not one.policies else None,
        evidence=[parsed(f"a query in its body tests {one.column} = {one.name}"), catalog(asked)],
        advice=f"Write {one.function.name}.{one.name} for the argument, or give it another name",
    )


def _of_policy(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    relation = context.catalog.relation[policy.relation]
    ways = list(by_policy(context.facts, policy))
    if not ways:
        return
    itself = compared_with_itself(context.facts, policy)
    blind = [way for way in ways if captured(context.facts, policy, way.branch)]
    if itself is not None:
        column = itself.rpartition(".")[2]
        fix, rollback = _fix(context, policy, relation, itself)
        yield context.finding(
            policy,
            f"{policy.identity} compares {itself} with itself: it asks nothing of the row",
            evidence=[catalog(f"pg_policy: {itself} = {itself} in a sub-select")],
            fix=fix,
            rollback=rollback,
            advice=f"Write {relation.name}.{column} for the column of the row",
        )
    elif blind:
        roles = listed(list(dict.fromkeys(way.role for way in blind)))
        clause = policy.check if any(way.new_row for way in blind) and policy.check else policy.using
        yield context.finding(
            policy,
            f"{policy.identity} asks {roles} for nothing of the row: its sub-select names columns of its own",
            severity=Severity.HIGH,
            evidence=[catalog(f"pg_policy: ({clause})")],
            advice=f"Write {relation.name}. before each column of the row that the sub-select is to look for",
        )
    elif _has_subselect(context, policy):
        yield context.holds(policy)


def _fix(context: Context, policy: Policy, relation: Relation, itself: str) -> tuple[str | None, str | None]:
    """The policy with the row's column on one side; none where it is not printed as one comparison, or the
    row's table goes by a name that the sub-select uses.
    """
    alias, _, name = (part.strip('"') for part in itself.rpartition("."))
    inner, outer = f"{quoted(alias)}.{quoted(name)}", f"{quoted(relation.name)}.{quoted(name)}"
    old, new = f"({inner} = {inner})", f"({inner} = {outer})"
    texts = {"using": policy.using or "", "check": policy.check or ""}
    changed = {clause: text.replace(old, new) for clause, text in texts.items() if old in text}
    taken = {
        one for test in _tests(context, policy) for query in queries_in(test) for one, _ in query.sources
    }
    if not changed or relation.name in taken or not is_read_back(policy, context.facts.sources):
        return None, None
    before = {clause: texts[clause] for clause in changed}
    return (
        alter_policy(policy, using=changed.get("using"), check=changed.get("check")),
        alter_policy(policy, using=before.get("using"), check=before.get("check")),
    )


def _has_subselect(context: Context, policy: Policy) -> bool:
    return any(any(queries_in(test)) for test in _tests(context, policy))


def _tests(context: Context, policy: Policy) -> list[Test]:
    found = (context.facts.conditions.get((policy.identity, clause)) for clause in ("using", "check"))
    return [test for test in found if test is not None]
