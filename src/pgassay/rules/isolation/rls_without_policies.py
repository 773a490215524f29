"""rls-without-policies."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.asked_as_caller import asked_as_caller
from pgassay.facts.policies.reaches import holders, listed
from pgassay.facts.tables.columns import is_secret
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.read.names import plain_name
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.MEDIUM, right="Tables with row-level security have policies")
def rls_without_policies(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A table has row-level security and no policy, though client roles hold privileges on it.

    Such a role reads nothing and is told nothing: a query gives no rows, an UPDATE changes none. Either
    policies are missing, or the privileges are.

    Medium where something of the clients' asks for its rows with their own rights and never gets one: a
    policy, a view with security_invoker, a function that is no SECURITY DEFINER; and on plain Postgres, where
    somebody granted the privileges, for rows of a user or a tenant. Else info, and one finding for all of
    them: Supabase grants the privileges by itself, and the table is closed on purpose. Silent where no client
    role holds a privilege, for partitions, where a SECURITY DEFINER function reaches the table, and where
    Postgres refused a policy of the table: it is written, and that failure is told.

    The facts that suffice: pg_class.relrowsecurity, no row of pg_policy, pg_class.relacl, and what reads the
    table.
    """
    if not relation.is_table or not relation.rls_enabled or relation.parent is not None:
        return
    roles = holders(context.facts, relation)
    if context.catalog.policies_of(relation.identity):
        yield context.holds(relation)
        return
    if _is_refused(relation, context) or not roles or _has_a_door(relation, context):
        return
    asking = asked_as_caller(context.facts, relation)
    if not asking and _is_backstage(relation, context):
        yield context.finding(
            relation,
            f"{relation.identity} has row-level security and no policy: "
            f"the privileges of {listed(roles)} reach no row",
            severity=Severity.INFO,
            evidence=[catalog("pg_class.relrowsecurity = true, and pg_policy has no row for it")],
            advice="Clients are not to reach it: REVOKE their privileges, then Postgres says so",
            cause="backstage",
        )
        return
    yield context.finding(
        relation,
        f"{relation.identity} has row-level security and no policy: "
        + (
            f"{listed(asking, 3)} finds no row of it"
            if asking
            else f"the privileges of {listed(roles)} reach no row"
        ),
        evidence=[
            catalog("pg_class.relrowsecurity = true, and pg_policy has no row for it"),
            *(catalog(f"{name} looks it up with the rights of who asks") for name in asking[:3]),
        ],
        advice="Write its policies; where clients are not to reach it, REVOKE their privileges: "
        "then Postgres says so",
    )


def _is_backstage(relation: Relation, context: Context) -> bool:
    """True where nothing shows that clients are to reach the rows."""
    kinds = context.facts.kinds
    owned = context.facts.tenancy.scope(relation.identity).kind in ("key", "root", "path", "owner")
    secret = any(is_secret(column) for column in relation.columns)
    by_platform = context.facts.platform == "supabase"
    return by_platform or not owned or secret or relation.identity in kinds.logs | kinds.queues


def _is_refused(relation: Relation, context: Context) -> bool:
    """True when a CREATE POLICY on the table failed."""
    return any(
        failure.statement.kind == "CreatePolicyStmt" and plain_name(relation.identity) in failure.targets
        for failure in context.replay.failures
    )


def _has_a_door(relation: Relation, context: Context) -> bool:
    """True when a SECURITY DEFINER function reads or writes the table for its callers."""
    for identity, body in context.facts.bodies.items():
        function = context.catalog.function[identity]
        touches = relation.identity in body.reads or any(
            write.relation == relation.identity for write in body.writes
        )
        if touches and function.security_definer:
            return True
    return False
