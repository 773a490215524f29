"""tenant-column-nullable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.predicates import Asks
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.nulls import meant_null, never_null
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.CRITICAL, assumes_tenancy=True)
def tenant_column_nullable(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The column that says whose a row is admits NULL.

    A row without a tenant belongs to nobody: a policy that compares tenants hides it from everybody, a policy
    that admits NULL shows it to every tenant, and no unique key or index by tenant holds it.

    Critical where a policy admits rows without a tenant, else high, or medium for logs and for tables whose
    policies test something else. Medium where the catalog says that NULL is meant: the foreign key puts it
    there, a unique key counts it, a CHECK tells such rows from others. Where each user is a tenant, only a
    column that policies test counts, at medium. Silent where a CHECK or a domain forbids NULL, for tables
    declared under `global_rows`, for partitions, for rows that policies hold to their users and to no tenant,
    and for a table with one row per user, such as profiles, where NULL is a user who has joined no tenant
    yet.

    The facts that suffice: pg_attribute.attnotnull of the column that the table's foreign key to the tenant
    table, or its policies, name as the tenant's.
    """
    tenancy = context.facts.tenancy
    name = tenancy.key_of(relation.identity)
    column = relation.column(name) if name else None
    if (
        not relation.is_table
        or relation.parent is not None
        or column is None
        or _is_excused(relation, column, context)
    ):
        return
    if never_null(context.catalog, relation, column):
        yield context.holds(relation, column.name)
        return
    meant = meant_null(context.catalog, relation, column)
    if tenancy.mode == "owner" and (
        meant is not None or tenancy.scope(relation.identity).confidence != "policy"
    ):
        return
    yield _finding(relation, column, meant, context)


def _finding(relation: Relation, column: Column, meant: str | None, context: Context) -> Finding:
    admitting = _admits_null(relation, context)
    owner = context.facts.tenancy.mode == "owner"
    evidence = [catalog("pg_attribute.attnotnull = false")]
    evidence += [catalog(f"pg_policy: {one.name} admits rows where it is NULL") for one in admitting[:1]]
    evidence += [catalog(meant)] if meant else []
    put_by_key = meant is not None and "SET NULL" in meant
    table = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} admits NULL: "
        f"a row without it {'belongs to nobody' if owner else 'exists outside every tenant'}",
        column=column.name,
        severity=_severity(relation, column, context, admits=bool(admitting), meant=meant is not None),
        evidence=evidence,
        fix=None if put_by_key else f"{table} SET NOT NULL;",
        rollback=None if put_by_key else f"{table} DROP NOT NULL;",
        advice=(
            "Its foreign key puts NULL there when the tenant goes: "
            "choose ON DELETE CASCADE, then SET NOT NULL"
            if put_by_key
            else f"First give the rows where {column.quoted} IS NULL their tenant, or delete them; "
            "rows that all tenants share on purpose go into a table of their own, "
            "or the table under global_rows in pgassay.toml"
        ),
    )


def _is_excused(relation: Relation, column: Column, context: Context) -> bool:
    """True for declared global rows, for one row per user, and for rows that policies hold to their users
    and to no tenant.
    """
    if relation.identity in context.config.tenancy.global_rows:
        return True
    users = {name for owner, name in context.facts.user_columns if owner == relation.identity}
    if column.name in users:
        return False
    compared = [found for found in context.facts.comparisons if found.relation == relation.identity]
    by_tenant = any(found.column == column.name for found in compared)
    by_user = any(found.user for found in compared)
    profile = any(len(key) == 1 and key <= users for key in unique_sets(context.catalog, relation))
    return profile or (by_user and not by_tenant)


def _admits_null(relation: Relation, context: Context) -> list[Policy]:
    """The client roles' policies of which a branch without a guard asks for NULL in the tenant key."""
    found: list[Policy] = []
    for policy in context.catalog.policies_of(relation.identity):
        if not policy.permissive or {"public", *context.facts.client_roles}.isdisjoint(policy.roles):
            continue
        predicates = [p for p in (context.facts.using(policy), context.facts.check(policy)) if p is not None]
        if any(
            branch.asks(Asks.NULL_TENANT) and not branch.guarded for p in predicates for branch in p.branches
        ):
            found.append(policy)
    return found


def _severity(relation: Relation, column: Column, context: Context, *, admits: bool, meant: bool) -> Severity:
    if context.facts.tenancy.mode == "owner":
        return Severity.MEDIUM
    compared = any(
        c.relation == relation.identity and c.column == column.name for c in context.facts.comparisons
    )
    untested = not compared and bool(context.catalog.policies_of(relation.identity))
    if meant or (not admits and (untested or relation.identity in context.facts.kinds.logs)):
        return Severity.MEDIUM
    return Severity.CRITICAL if admits else Severity.HIGH
