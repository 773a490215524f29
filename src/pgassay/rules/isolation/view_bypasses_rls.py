"""view-bypasses-rls."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.execute_grants import granted_by_name
from pgassay.facts.ddl.grants import revoke_all
from pgassay.facts.ddl.references import Repair
from pgassay.facts.gaps.all_rows import AllRows, all_rows
from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.facts.gaps.sums import only_counts, sums_beyond
from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.reaches import holders, listed
from pgassay.facts.tables.views import asks_session, is_invoker, tables_behind
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Kind, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    yields_to=("auth-users-exposed", "function-trusts-tenant-argument"),
    right="Views show no rows that their reader may not read",
)
def view_bypasses_rls(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A view that client roles reach reads tables with row-level security as its owner.

    Row-level security is asked for the owner of the view and not for the caller. An owner whom it does not
    hold shows every tenant's rows to everybody who may read the view.

    The fix is security_invoker; for a view that sums up rows of several tenants or users, whose sums that
    would change, it is REVOKE. Low for a view that shows no more than how many rows there are. Views
    over the same tables are one finding.

    Silent for views with security_invoker, for views that test the session themselves (the tenant or the user
    of each row), for views declared under `publish`, where no client role reaches the view, and where the
    same roles read all rows of the tables anyway.

    A SECURITY DEFINER function that gives back rows of tenants or users, and asks for no more than that
    somebody is signed in, is such a view (medium where each user is a tenant). Silent for one that takes the
    rows by a key that the caller has to know, or by a flag that somebody set to show them; that gives keys
    and sums alone; that policies, views or defaults call; that a migration grants to anon by name; and that
    `tenancy.public_functions` declares.

    The facts that suffice: pg_class.reloptions without security_invoker, the tables that the view's rule
    depends on, their relrowsecurity, and the owner's right to bypass it; for a function pg_proc.prosecdef,
    proacl, and the parsed body.
    """
    for relation in context.own_relations():
        yield from _of_view(relation, context)
    statements = [one for migration in context.migrations for one in migration.statements]
    for one in all_rows(context.facts):
        meant = ANONYMOUS in one.roles and granted_by_name(statements, one.function, ANONYMOUS) is not None
        if not meant and all(
            context.facts.access.bypasses(one.function.owner, table) for table in one.tables
        ):
            yield _of_function(one, context)


def _of_function(one: AllRows, context: Context) -> Finding:
    names, roles = listed([table.identity for table in one.tables]), listed(one.roles)
    function = one.function.identity
    means = f"past row-level security: the rows of everybody are open to {roles}"
    return context.finding(
        one.function,
        f"{function} gives back rows of {names} as {one.function.owner}, and asks nobody who calls, {means}",
        severity=Severity.MEDIUM if context.facts.tenancy.mode == "owner" else None,
        evidence=[
            catalog(f"{function}: pg_proc.prosecdef = true; EXECUTE is granted to {roles}"),
            parsed(f"no test in its body ties the rows of {names} to the session"),
        ],
        advice="Ask in its query for a tenant or a user of the session's; where a service alone calls it, "
        f"revoke EXECUTE from {roles}; where all rows are for everybody, list it under public_functions in "
        "pgassay.toml",
        cause=f"function {names} {roles}",
        together=f"{{count}} functions give back rows of {names}, and ask nobody who calls, {means}",
    )


def _of_view(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    roles = holders(context.facts, relation)
    if relation.kind is not Kind.VIEW or not roles:
        return
    access = context.facts.access
    behind = [table for table in tables_behind(context.catalog, relation) if table.rls_enabled]
    if not behind:
        return
    passed = [table for table in behind if access.bypasses(relation.owner, table)]
    # Who reads every row of the tables anyway sees no more by the view.
    roles = tuple(
        role
        for role in roles
        if any(access.reach(role, table, "select") is not Reach.ALL for table in passed)
    )
    hidden = [
        table
        for table in passed
        if any(access.reach(role, table, "select") is not Reach.ALL for role in roles)
    ]
    declared = relation.identity in context.config.tenancy.publish
    if is_invoker(relation) or not hidden or declared or asks_session(context.facts, relation):
        if not declared:
            yield context.holds(relation)
        return
    yield _finding(relation, hidden, roles, context)


def _finding(relation: Relation, hidden: list[Relation], roles: tuple[str, ...], context: Context) -> Finding:
    names = listed([table.identity for table in hidden])
    counts = only_counts(relation)
    what = "how many rows everybody has is" if counts else "the rows of everybody are"
    means = f"past row-level security: {what} open to {listed(roles)}"
    sums = counts or sums_beyond(context.facts, relation, hidden, roles)
    repair, advice = _mended(relation, roles, context, sums=sums)
    return context.finding(
        relation,
        f"{relation.identity} reads {names} as {relation.owner}, {means}",
        evidence=[
            catalog("pg_class.reloptions has no security_invoker"),
            catalog(f"{relation.owner} owns the view and bypasses row-level security of {names}"),
        ],
        severity=Severity.LOW if counts else None,
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice=advice,
        cause=f"{names} {relation.owner} {roles} {sums} {counts}",
        together=f"{{count}} views read {names} as {relation.owner}, {means}",
    )


def _mended(
    relation: Relation, roles: tuple[str, ...], context: Context, *, sums: bool
) -> tuple[Repair | None, str | None]:
    """The SQL that closes a view, and what to know of it."""
    if sums:
        return revoke_all(context.catalog, relation, roles), (
            "With security_invoker each caller would be shown the sums of the rows that they may read: where "
            "that is meant, set it instead of the REVOKE"
        )
    if context.config.postgres_major is not None and context.config.postgres_major < 15:
        return (
            None,
            "security_invoker needs PostgreSQL 15: until then test the tenant in the view, or REVOKE it",
        )
    sql = f"ALTER VIEW {relation.identity} SET (security_invoker = true);"
    return Repair(sql=sql, rollback=_rollback(relation)), None


def _rollback(view: Relation) -> str:
    before = next((option for option in view.options if option.startswith("security_invoker=")), None)
    action = f"SET ({before})" if before else "RESET (security_invoker)"
    return f"ALTER VIEW {view.identity} {action};"
