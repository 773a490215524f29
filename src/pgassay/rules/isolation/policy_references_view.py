"""policy-references-view."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.believed import rows_of_user
from pgassay.facts.gaps.opening import lookups
from pgassay.facts.tables.views import asks_session, tables_behind
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Kind, Policy, Relation
from pgassay.read.experiment import Experiment
from pgassay.rules import Context, catalog, executed, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import SOMEBODY, stranger


@rule(on=Policy, severity=Severity.HIGH, right="Policies look members up in the table that holds them")
def policy_references_view(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy looks up who belongs to what in a view, and not in the table.

    A view is replaced without a word about access: whoever changes its query, or what it reads, changes who
    passes, and the policy still reads the same. It may leave out a column that counts, such as a state. A
    materialized view lags behind: who was thrown out passes until it is refreshed.

    Speaks where the session's user is looked up in the view, by the policy or by a function that it asks.
    One finding for all policies that read one view. Silent for a view that asks for the session itself: that
    is a look-up written as a view.

    The facts that suffice: the view in the policy's expression or in the parsed body of the function, and the
    tables that the view's rule depends on.
    """
    seen = False
    for clause in ("using", "check"):
        test = context.facts.conditions.get((policy.identity, clause))
        for by, query in lookups(test, context.facts, policy.identity) if test is not None else ():
            for name, user, _ in rows_of_user(query):
                seen = True
                view = context.catalog.relation.get(name)
                if view is not None and _stands_for_table(view, context):
                    yield _finding(policy, by, view, user, context)
                    return
    if seen:
        yield context.holds(policy)


def _stands_for_table(view: Relation, context: Context) -> bool:
    if view.kind is Kind.MATERIALIZED:
        return context.facts.is_own(view)
    return view.kind is Kind.VIEW and context.facts.is_own(view) and not asks_session(context.facts, view)


def _finding(policy: Policy, by: str, view: Relation, user: str, context: Context) -> Finding:
    behind = [table for table in tables_behind(context.catalog, view) if context.facts.is_own(table)]
    names = ", ".join(table.identity for table in behind) or "the table"
    through = "" if by == policy.identity else f" through {by}"
    lags = view.kind is Kind.MATERIALIZED
    kind = "materialized view" if lags else "view"
    what = (
        "who was removed passes until it is refreshed" if lags else "who replaces the view changes who passes"
    )
    shown = _lagging(view, policy, user, behind, context) if lags else None
    return context.finding(
        policy,
        f"{policy.identity} looks up members{through} in the {kind} {view.identity}, "
        f"and not in {names}: {what}",
        evidence=[
            catalog(f"{by} reads {view.identity}, which reads {names}"),
            *([shown] if shown is not None else []),
        ],
        advice=f"Read {names} in a SECURITY DEFINER function and ask that in the policy; "
        f"keep {view.identity} for queries that still name it",
        cause=view.identity,
    )


def _lagging(
    view: Relation, policy: Policy, user: str, behind: list[Relation], context: Context
) -> Evidence | None:
    """The evidence that a member who was removed still reads a row."""
    access = context.facts.access
    roles = (r for r in context.facts.client_roles if policy in access.policies(r, policy.relation, "select"))
    role = next(roles, None)
    tables = [table for table in behind if table.column(user) is not None]
    if role is None or not tables:
        return None

    def at(experiment: Experiment) -> Evidence | None:
        row = experiment.plant(policy.relation)
        if experiment.finds(stranger(context, role), policy.relation, row):
            return None
        member = experiment.plant(tables[0].identity, {user: SOMEBODY})
        experiment.prepare(f"REFRESH MATERIALIZED VIEW {view.identity}")
        gone = experiment.named(tables[0].identity, member)
        experiment.prepare(f"DELETE FROM {tables[0].identity} WHERE {gone}")
        found = experiment.finds(stranger(context, role), policy.relation, row)
        said = (
            f"run as {role}: who was deleted from {tables[0].identity} still reads a row of {policy.relation}"
        )
        return executed(said, experiment.sql, rows=1) if found else None

    return context.experiment(at)
