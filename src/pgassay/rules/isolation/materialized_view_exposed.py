"""materialized-view-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.reaches import holders, listed
from pgassay.facts.tables.views import tables_behind
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Kind, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Relation,
    severity=Severity.HIGH,
    yields_to=("auth-users-exposed",),
    right="Materialized views hold nothing that their readers may not read",
)
def materialized_view_exposed(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A materialized view that client roles read holds rows of tables with row-level security.

    It was filled with its owner's rights and has no policies of its own: whoever may read it reads the rows
    of everybody that it was made of. Revoke it from client roles, and give them a function or a view with
    security_invoker over it that asks for the tenant.

    Silent where the same roles read all rows of the tables anyway, and for views declared under `publish`.

    The facts that suffice: a privilege of a client role on the materialized view, and the tables with
    row-level security that its query depends on.
    """
    roles = holders(context.facts, relation, ("select",))
    if relation.kind is not Kind.MATERIALIZED or not roles:
        return
    access = context.facts.access
    hidden = [
        table.identity
        for table in tables_behind(context.catalog, relation)
        if table.rls_enabled and any(access.reach(role, table, "select") is not Reach.ALL for role in roles)
    ]
    if not hidden:
        yield context.holds(relation)
        return
    if relation.identity in context.config.tenancy.publish:
        return
    grantees = sorted(
        grant.grantee
        for grant in context.catalog.grants
        if grant.object == relation.identity
        and grant.privilege.lower() == "select"
        and grant.column is None
        and (grant.grantee in roles or grant.grantee == "public")
    )
    named = ", ".join("PUBLIC" if name == "public" else name for name in grantees)
    yield context.finding(
        relation,
        f"{relation.identity} holds rows of {listed(hidden)} without policies of its own: "
        f"the rows of everybody are open to {listed(roles)}",
        evidence=[
            catalog(
                f"SELECT on it is granted to {named or listed(roles)}; a materialized view has no policies"
            )
        ],
        fix=f"REVOKE SELECT ON {relation.identity} FROM {named};" if named else None,
        rollback=f"GRANT SELECT ON {relation.identity} TO {named};" if named else None,
        advice="Give client roles a view with security_invoker, or a function, that asks for the tenant",
    )
