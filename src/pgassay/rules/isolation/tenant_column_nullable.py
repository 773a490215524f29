"""tenant-column-nullable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import Literal
from pgassay.facts.gaps.unbound import sets_column
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
    there, a unique key counts it, a CHECK tells such rows from others; high where the key puts it there and a
    policy shows such rows: deleting a tenant publishes what was its own. Info for a log whose key the foreign
    key empties, so that it outlives its tenant, and where a function inserts rows without it, or a policy for
    admins looks for them. Where each user is a tenant, only a column that policies test counts, at medium.
    Silent where a CHECK or a domain forbids NULL, where every policy asks for a role and none for the key,
    for tables declared under `global_rows`, for partitions, for rows that policies hold to their users and to
    no tenant, and for a table with one row per user, such as profiles, where NULL is a user who has joined no
    tenant yet.

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
    left_out = _left_out(relation, column, context)
    if _is_backstage(relation, column, context) and meant is None:
        return
    yield _finding(relation, column, meant or left_out, left_out, context)


def _finding(
    relation: Relation, column: Column, meant: str | None, left_out: str | None, context: Context
) -> Finding:
    admitting = _admits_null(relation, context)
    owner = context.facts.tenancy.mode == "owner"
    evidence = [catalog("pg_attribute.attnotnull = false")]
    evidence += [catalog(f"pg_policy: {one.name} admits rows where it is NULL") for one in admitting[:1]]
    evidence += [catalog(meant)] if meant else []
    put_by_key = meant is not None and "SET NULL" in meant
    published = put_by_key and bool(admitting)
    outlives = put_by_key and not published and relation.identity in context.facts.kinds.logs
    fixed = not (put_by_key or left_out)
    table = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} admits NULL: "
        + (
            "deleting a tenant empties it, and a policy shows such rows to others"
            if published
            else "deleting a tenant empties it, and the log stays"
            if outlives
            else f"a row without it {'belongs to nobody' if owner else 'exists outside every tenant'}"
        ),
        column=column.name,
        severity=Severity.HIGH
        if published
        else Severity.INFO
        if left_out or outlives
        else _severity(relation, column, context, admits=bool(admitting), meant=meant is not None),
        evidence=evidence,
        fix=f"{table} SET NOT NULL;" if fixed else None,
        rollback=f"{table} DROP NOT NULL;" if fixed else None,
        advice=_advice(column, outlives=outlives, put_by_key=put_by_key, left_out=left_out is not None),
    )


def _advice(column: Column, *, outlives: bool, put_by_key: bool, left_out: bool) -> str:
    if outlives:
        return (
            "A log that is to outlive its tenant is right as it is: say so under global_rows in pgassay.toml"
        )
    if put_by_key:
        return "Its foreign key puts NULL there when the tenant goes: choose ON DELETE CASCADE"
    if left_out:
        return "Rows without it are written on purpose: let a policy say who sees them"
    return (
        f"First give the rows where {column.quoted} IS NULL their tenant, or delete them; "
        "rows that all tenants share on purpose go into a table of their own, "
        "or the table under global_rows in pgassay.toml"
    )


def _left_out(relation: Relation, column: Column, context: Context) -> str | None:
    """Who writes or looks for rows without the column, as its code says: then NULL is meant, and NOT NULL
    would stop it.
    """
    if sets_column(context.facts, relation, column.name, "insert"):
        return None
    for identity, body in context.facts.bodies.items():
        for write in body.writes:
            if write.command == "insert" and write.relation == relation.identity and write.values:
                value = write.value(column.name)
                if value is None or value == Literal(None):
                    return f"{identity} inserts rows without it"
    for policy in context.catalog.policies_of(relation.identity):
        for predicate in (context.facts.using(policy), context.facts.check(policy)):
            for branch in predicate.branches if predicate is not None else ():
                if branch.guarded and branch.asks(Asks.NULL_TENANT):
                    return f"{policy.name} looks for rows where it is NULL"
    return None


def _is_backstage(relation: Relation, column: Column, context: Context) -> bool:
    """True where no policy of the table tests the key and clients pass by a role, or not at all."""
    tests = [
        predicate
        for policy in context.catalog.policies_of(relation.identity)
        for predicate in (context.facts.using(policy), context.facts.check(policy))
        if predicate is not None
    ]
    atoms = (atom for p in tests for branch in p.branches for atom in branch.atoms)
    return (
        bool(tests)
        and all(branch.guarded for p in tests for branch in p.branches)
        and not any(atom.column == column.name for atom in atoms)
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
