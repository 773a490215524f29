"""tenant-column-without-foreign-key."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import ColumnOf
from pgassay.facts.ddl.references import reference
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.given_up import given_up
from pgassay.rules.rule import Holds

_KNOWN_BY = {
    "configuration": "configuration says so",
    "policy": "policies compare it with the session's",
    "composite foreign key": "it stands in a foreign key beside others",
}


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    yields_to=("tenant-column-type-mismatch",),
    right="Tenant keys reference the tenant table",
)
def tenant_column_without_foreign_key(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The tenant key of a table references no tenant.

    A row can name a tenant that never existed, and the rows of a deleted tenant stay behind, out of sight and
    out of every export and deletion by tenant.

    One finding for all such tables. Silent for what is to outlive the tenant: an archive, which no client
    writes and which functions fill from rows that have the key, and a log that takes rows without a
    tenant as well. Medium where each user is a tenant. Silent for the tenant table itself, for a key that
    a composite foreign key of required columns carries to a table whose own key is enforced, for
    partitions, for columns whose foreign key a migration dropped and for all others once most were, and
    for tables declared under `dead_letters`. Without a fix where the types of the two columns differ.

    The facts that suffice: no row of pg_constraint (contype f) over the column that policies, or the same
    column of other tables, show to be the tenant's.
    """
    tenancy = context.facts.tenancy
    target = context.catalog.relation.get(tenancy.table or "")
    if target is None or tenancy.key is None:
        return
    missing: list[tuple[Relation, Column]] = []
    dropped = given_up(context)
    without = 0
    for relation in context.own_relations():
        scope = tenancy.scope(relation.identity)
        column = relation.column(scope.column) if scope.kind == "key" and scope.column else None
        declared = relation.identity in context.config.tenancy.dead_letters
        if not relation.is_table or relation.parent is not None or column is None or declared:
            continue
        if (relation.identity, column.name) in dropped:
            without += 1
            continue
        if _outlives(relation, column, context) and not _is_enforced(relation, column, context):
            continue
        if _is_enforced(relation, column, context):
            yield context.holds(relation, column.name)
        else:
            missing.append((relation, column))
    if without > len(missing):
        return
    causes = [_cause(column, target, context) for _, column in missing]
    for (relation, column), cause in zip(missing, causes, strict=True):
        yield _finding(relation, column, target, causes.count(cause), cause, context)


def _cause(column: Column, target: Relation, context: Context) -> str:
    """unlike: its type is another, and tenant-column-type-mismatch says so."""
    key = target.column(context.facts.tenancy.key or "")
    return "missing" if key is not None and key.type == column.type else "unlike"


def _finding(
    relation: Relation, column: Column, target: Relation, count: int, cause: str, context: Context
) -> Finding:
    tenancy = context.facts.tenancy
    what = "user" if tenancy.mode == "owner" else "tenant"
    referenced = target.column(tenancy.key or "")
    repair = (
        reference(context.catalog, relation, column, target, referenced.name)
        if referenced and cause == "missing"
        else None
    )
    lacks = (
        f"{count} tables have a {what} key without a"
        if count > 1
        else f"{context.ref(relation, column.name)} has no"
    )
    known = _KNOWN_BY.get(tenancy.scope(relation.identity).confidence, "by its name and type")
    return context.finding(
        relation,
        f"{lacks} foreign key to {target.identity}: a row can name a {what} that does not exist",
        column=column.name,
        severity=Severity.MEDIUM if tenancy.mode == "owner" else None,
        evidence=[
            catalog(f"pg_constraint has no foreign key over {context.ref(relation, column.name)}"),
            catalog(f"{context.ref(relation, column.name)} holds keys of {target.identity}: {known}"),
        ],
        fix=repair.sql if repair else None,
        rollback=repair.rollback if repair else None,
        advice=f"First delete the rows whose {what} is not in {target.identity}, or give them one that is",
        cause=cause,
    )


def _outlives(relation: Relation, column: Column, context: Context) -> bool:
    """True for an archive: no client writes it, and functions fill it from rows that have the key; and for a
    log that takes rows without it.
    """
    if relation.identity in context.facts.kinds.logs and not column.not_null:
        return True
    writes = [
        write
        for body in context.facts.bodies.values()
        for write in body.writes
        if write.command == "insert" and write.relation == relation.identity
    ]
    values = [write.value(column.name) for write in writes]
    copies = all(isinstance(value, ColumnOf) and value.alias for value in values)
    return bool(writes) and copies and not context.facts.access.writers(relation)


def _is_enforced(relation: Relation, column: Column, context: Context) -> bool:
    """True when a foreign key of its own, or one that carries it along with other required columns, checks
    the key.
    """
    keys = [key for key in context.catalog.foreign_keys_of(relation.identity) if column.name in key.columns]
    return any(len(key.columns) == 1 or _carries(relation, column, key, context) for key in keys)


def _carries(relation: Relation, column: Column, key: Constraint, context: Context) -> bool:
    """A composite key checks only rows whose columns are all there, and hands on what the other table
    enforces.
    """
    columns = [relation.column(name) for name in key.columns]
    parent = context.catalog.relation.get(key.references or "")
    theirs = key.referenced_columns[key.columns.index(column.name)]
    over = parent.column(theirs) if parent else None
    if parent is None or over is None or parent.identity == relation.identity:
        return False
    if not (key.match_full or all(one is not None and one.not_null for one in columns)):
        return False
    return any(theirs in one.columns for one in context.catalog.foreign_keys_of(parent.identity))
