"""policy-row-argument-helper."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import ColumnOf, Session
from pgassay.facts.ddl.call_arguments import with_argument
from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.functions.sources import calls_in
from pgassay.facts.gaps.row_argument import RowArgument, row_arguments
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Policy
from pgassay.read.experiment import Experiment
from pgassay.rules import Context, catalog, executed, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import asked_flags, stranger

#: The user of the planted row: not the one who asks.
_AUTHOR = "00000000-0000-4000-8000-00000000000b"
_WORDS = {"select": "reads", "insert": "inserts", "update": "changes", "delete": "deletes"}


@rule(on=Policy, severity=Severity.CRITICAL, right="Policies ask about the session's user, not the row's")
def policy_row_argument_helper(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy asks whether the row's own user is a member, and not whether the session's is.

    The column that names who made the row stands where the session's user belongs. The author of a row is in
    its tenant, so the test holds for every row, whoever asks.

    Tried with a row of another user, who is a member: a session that belongs to nothing passes. High where
    that could not be tried. Speaks where a function that looks a user up, or a sub-select on the membership,
    is given a column of the row, and nothing else that a row must pass asks for the session. Silent where the
    policy holds that column to the session's user, or asks for the tenant besides, where the function asks
    for the session itself, and where the row is a user and the policy tells something of that user.

    The facts that suffice: the parsed expression gives the function, or the look-up, a column of the row
    where the function compares it with the column of users, and the row's tenant is part of the test or other
    policies give the function the session's user.
    """
    found = row_arguments(context.facts, policy)
    for one in found:
        shown = _shown(one, context)
        repair = _repair(one, context)
        yield context.finding(
            policy,
            f"{policy.identity} {_asks(one)}: every session of {one.way.role} "
            f"{_WORDS[one.way.command]} such rows",
            severity=None if shown is not None else Severity.HIGH,
            evidence=[
                catalog(
                    f"pg_policy: {one.column} of the row stands for the user in {one.relation}.{one.user}"
                ),
                *([shown] if shown is not None else []),
            ],
            fix=repair[0] if repair else None,
            rollback=repair[1] if repair else None,
            advice=f"Give it the session's user, auth.uid(), in place of {one.column}"
            if context.facts.platform == "supabase"
            else f"Give it the session's user in place of {one.column}",
        )
    if not found and _gives_a_user(policy, context):
        yield context.holds(policy)


def _gives_a_user(policy: Policy, context: Context) -> bool:
    """True where a policy gives a function of the schema the session's user, or a column."""
    tests = (context.facts.conditions.get((policy.identity, clause)) for clause in ("using", "check"))
    return any(
        isinstance(argument, Session | ColumnOf)
        for test in tests
        for call in (calls_in(test) if test is not None else ())
        if context.facts.sources.function_called(call) is not None
        for argument in call.arguments
    )


def _asks(one: RowArgument) -> str:
    if one.function is None:
        return f"looks up {one.relation} by {one.column} of the row, and not by the session's user"
    return f"asks {one.function.identity} about {one.column} of the row, and not about the session's user"


def _shown(one: RowArgument, context: Context) -> Evidence | None:
    return context.experiment(lambda experiment: _at(experiment, one, context))


def _at(experiment: Experiment, one: RowArgument, context: Context) -> Evidence | None:
    tenancy, identity = context.facts.tenancy, one.policy.relation
    if tenancy.table is not None and tenancy.mode == "tenant":
        experiment.planter.planted(tenancy.table)
    wanted = {**asked_flags(one.way), one.column: _AUTHOR}
    inserts = one.way.command == "insert"
    row = experiment.planter.row(identity, wanted) if inserts else experiment.plant(identity, wanted)
    member: dict[str, str | None] = {**dict(one.words), one.user: _AUTHOR}
    for entitlement in tenancy.entitlements:
        key = tenancy.key_of(identity)
        if entitlement.relation == one.relation and key is not None and row.get(key) is not None:
            member[entitlement.tenant_column] = row[key]
    experiment.plant(one.relation, member)
    session = stranger(context, one.way.role)
    if inserts:
        done = experiment.run(session, experiment.planter.insert(identity, row)).rows > 0
    else:
        done = experiment.finds(session, identity, row)
    said = f"run as {one.way.role}, who belongs to nothing: a row of {identity} by another user passes"
    return executed(said, experiment.sql, rows=1) if done else None


def _repair(one: RowArgument, context: Context) -> tuple[str, str] | None:
    """The policy with the session's user for the row's, and the way back."""
    policy = one.policy
    if one.function is None or context.facts.platform != "supabase":
        return None
    if not is_read_back(policy, context.facts.sources):
        return None
    using, check = (
        with_argument(sql, one.function, one.position, one.column, "auth.uid()") if sql is not None else None
        for sql in (policy.using, policy.check)
    )
    if using == policy.using and check == policy.check:
        return None
    return alter_policy(policy, using=using, check=check), alter_policy(
        policy, using=policy.using, check=policy.check
    )
