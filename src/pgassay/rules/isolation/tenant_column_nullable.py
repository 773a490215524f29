"""tenant-column-nullable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.conditions.values import Literal
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.writes import COMMANDS, Write, writes_of
from pgassay.facts.gaps.unbound import sets_column
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.tables.editors import clients_reach
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.nulls import meant_null, never_null
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.CRITICAL, assumes_tenancy=True)
def tenant_column_nullable(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The column that says whose a row is admits NULL.

    A row without a tenant belongs to nobody: a policy that compares tenants hides it from everybody, a policy
    that admits NULL shows it to every tenant, and no unique key or index by tenant holds it.

    Critical where a policy admits rows without a tenant, else high, or medium for logs and for tables whose
    policies test something else; low for logs that the backend alone writes. Medium where the catalog says
    that NULL is meant: the foreign key puts it there, a unique key counts it, a CHECK tells such rows from
    others; high where the key puts it there and a policy shows such rows: deleting a tenant publishes what
    was its own. Where each user is a tenant, only a column that policies test counts, at medium.
    Silent where rows without a tenant are there on purpose: a function or a migration inserts them, a policy
    for admins looks for them; where the foreign key empties it in a log, or in rows that each have a user, so
    that they outlive their tenant; where a CHECK or a domain forbids NULL, where every policy asks for a role
    and none for the key, for tables declared under `global_rows`, for partitions, for rows that policies hold
    to their users and to no tenant, and for a table with one row per user, such as profiles, where NULL is a
    user who has joined no tenant yet.

    The facts that suffice: pg_attribute.attnotnull of the column that the table's foreign key to the tenant
    table, or its policies, name as the tenant's.
    """
    seeds = _seeds(context)
    for relation in context.own_relations():
        name = context.facts.tenancy.key_of(relation.identity)
        column = relation.column(name) if name else None
        if not relation.is_table or relation.parent is not None or column is None:
            continue
        if _is_excused(relation, column, context):
            continue
        if never_null(context.catalog, relation, column):
            yield context.holds(relation, column.name)
        else:
            yield from _nullable(relation, column, seeds.get(relation.identity, []), context)


def _nullable(
    relation: Relation, column: Column, seeds: list[tuple[int, Write]], context: Context
) -> Iterator[Finding]:
    """What there is to say of a column that admits NULL; nothing where rows without it are meant."""
    tenancy = context.facts.tenancy
    meant = meant_null(context.catalog, relation, column)
    by_policy = tenancy.scope(relation.identity).confidence == "policy"
    if tenancy.mode == "owner" and (meant is not None or not by_policy):
        return
    if meant is None and _is_backstage(relation, column, context):
        return
    admitting = _admits_null(relation, context)
    by_key = meant is not None and "SET NULL" in meant
    if by_key and not admitting and _outlives(relation, context):
        return
    if not (by_key and admitting) and _left_out(relation, column, seeds, context):
        return
    yield _finding(relation, column, meant, admitting, context)


def _finding(
    relation: Relation, column: Column, meant: str | None, admitting: list[Policy], context: Context
) -> Finding:
    owner = context.facts.tenancy.mode == "owner"
    evidence = [catalog("pg_attribute.attnotnull = false")]
    evidence += [catalog(f"pg_policy: {one.name} admits rows where it is NULL") for one in admitting[:1]]
    evidence += [catalog(meant)] if meant else []
    put_by_key = meant is not None and "SET NULL" in meant
    published = put_by_key and bool(admitting)
    table = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} admits NULL: "
        + (
            "deleting a tenant empties it, and a policy shows such rows to others"
            if published
            else f"a row without it {'belongs to nobody' if owner else 'exists outside every tenant'}"
        ),
        column=column.name,
        severity=Severity.HIGH
        if published
        else _severity(relation, column, context, admits=bool(admitting), meant=meant is not None),
        evidence=evidence,
        fix=None if put_by_key else f"{table} SET NOT NULL;",
        rollback=None if put_by_key else f"{table} DROP NOT NULL;",
        advice="Its foreign key puts NULL there when the tenant goes: choose ON DELETE CASCADE"
        if put_by_key
        else f"First give the rows where {column.quoted} IS NULL their tenant, or delete them; "
        "rows that all tenants share on purpose go into a table of their own, "
        "or the table under global_rows in pgassay.toml",
    )


def _outlives(relation: Relation, context: Context) -> bool:
    """True for rows that have a place without their tenant: a log's, and those that each have a user."""
    kinds = context.facts.kinds
    users = kinds.users(relation)
    return relation.identity in kinds.logs or any(c.not_null and c.name in users for c in relation.columns)


def _left_out(relation: Relation, column: Column, seeds: list[tuple[int, Write]], context: Context) -> bool:
    """True when code writes or looks for rows without the column: then NULL is meant, and NOT NULL would
    stop it.
    """
    if sets_column(context.facts, relation, column.name, "insert"):
        return False
    if _leave_out(_seeded(relation, column, seeds, context), column):
        return True
    bodies = context.facts.bodies.values()
    if any(
        _leave_out([w for w in body.writes if w.relation == relation.identity and w.values], column)
        for body in bodies
    ):
        return True
    return any(
        branch.guarded and branch.asks(Asks.NULL_TENANT)
        for policy in context.catalog.policies_of(relation.identity)
        for predicate in (context.facts.using(policy), context.facts.check(policy))
        for branch in (predicate.branches if predicate is not None else ())
    )


def _leave_out(writes: list[Write], column: Column) -> bool:
    return any(
        write.command == "insert" and write.value(column.name) in (None, Literal(None)) for write in writes
    )


def _seeds(context: Context) -> dict[str, list[tuple[int, Write]]]:
    """What the migrations themselves write to each table, with the numbers of the statements."""
    refused = {failure.statement.number for failure in context.replay.failures}
    scope = scope_of(context.catalog)
    found: dict[str, list[tuple[int, Write]]] = defaultdict(list)
    for migration in context.migrations:
        for one in migration.statements:
            if one.kind in COMMANDS and one.number not in refused:
                for write in writes_of(one.kind, one.tree, scope):
                    found[write.relation or ""].append((one.number, write))
    return found


def _seeded(
    relation: Relation, column: Column, seeds: list[tuple[int, Write]], context: Context
) -> list[Write]:
    """The writes that came once the column was there; none where an UPDATE fills the column in."""
    made = context.origins.of(context.ref(relation, column.name)) or context.origins.of(context.ref(relation))
    found = [write for number, write in seeds if not made or number > made[0].number]
    filled = any(write.command == "update" and write.value(column.name) is not None for write in found)
    return [] if filled else [write for write in found if write.values]


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
    log = relation.identity in context.facts.kinds.logs
    if log and not (admits or meant) and not clients_reach(context.facts, relation, "insert", "update"):
        return Severity.LOW
    if meant or (not admits and (untested or log)):
        return Severity.MEDIUM
    return Severity.CRITICAL if admits else Severity.HIGH
