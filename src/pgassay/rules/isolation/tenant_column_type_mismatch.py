"""tenant-column-type-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import Repair, reference
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    right="Tenant keys are of the type of the tenant table's key",
)
def tenant_column_type_mismatch(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A tenant key is of another type than the tenant table's key.

    No foreign key can hold such a column, so it takes what is no tenant at all: a name, a slug, a key with a
    blank. Each policy and each join casts, and a cast that fails ends the whole query.

    Medium where nothing but the column's name, which other tables give to their tenant keys, says that it
    holds tenants. Low where the two types compare without a cast, such as integer and bigint. Silent where a
    foreign key exists all the same (foreign-key-type-mismatch looks at that), and for partitions. Without a
    fix where policies, views or functions name the column: Postgres does not change its type then, or they
    would break.

    The facts that suffice: the types of both columns in pg_attribute, and that policies compare the column
    with the session's tenants, or that other tables call their keys the same.
    """
    tenancy = context.facts.tenancy
    target = context.catalog.relation.get(tenancy.table or "")
    key = target.column(tenancy.key or "") if target is not None else None
    if target is None or key is None or tenancy.mode != "tenant":
        return
    for relation in context.own_relations():
        scope = tenancy.scope(relation.identity)
        column = relation.column(scope.column) if scope.kind == "key" and scope.column else None
        if not relation.is_table or relation.parent is not None or column is None:
            continue
        held = any(column.name in one.columns for one in context.catalog.foreign_keys_of(relation.identity))
        if held or column.type == key.type:
            yield context.holds(relation, column.name)
        else:
            yield _finding(relation, column, target, key, context)


def _finding(relation: Relation, column: Column, target: Relation, key: Column, context: Context) -> Finding:
    where, its = context.ref(relation, column.name), context.ref(target, key.name)
    alike = column.type_category == key.type_category and column.type_category != "U"
    by_name = context.facts.tenancy.scope(relation.identity).confidence == "name and type"
    severity = Severity.LOW if alike else Severity.MEDIUM if by_name else None
    effect = (
        "they compare, and are two types"
        if alike
        else "no foreign key can hold it, and comparing them takes a cast"
    )
    refused = context.refused(
        f"ALTER TABLE {relation.identity} ADD FOREIGN KEY ({column.quoted}) "
        f"REFERENCES {target.identity} ({key.quoted})"
    )
    repair = None if _is_named(relation, column, context) else _repair(relation, column, target, key, context)
    return context.finding(
        relation,
        f"{where} is {column.type} and {its} is {key.type}: {effect}",
        column=column.name,
        severity=severity,
        evidence=[
            catalog(f"pg_attribute: {where} {column.type}, {its} {key.type}"),
            *([refused] if refused is not None else []),
        ],
        fix=repair.sql if repair else None,
        rollback=repair.rollback if repair else None,
        advice=f"First mend the rows whose {column.name} is no {key.type}; the change rewrites the table"
        if repair
        else f"Add a column of type {key.type}, fill it, and let what names {column.name} name that",
    )


def _is_named(relation: Relation, column: Column, context: Context) -> bool:
    """True where something depends on the column that a change of its type would stop or break."""
    depends = any(
        one.needs == relation.identity and one.needs_column == column.name
        for one in context.catalog.dependencies
    )
    return depends or any(
        relation.identity in body.reads or any(write.relation == relation.identity for write in body.writes)
        for body in context.facts.bodies.values()
    )


def _repair(
    relation: Relation, column: Column, target: Relation, key: Column, context: Context
) -> Repair | None:
    """The type and, with it, the foreign key; none where a default stands in the way."""
    if column.default is not None:
        return None
    alter = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted} TYPE"
    held = reference(context.catalog, relation, column, target, key.name)
    return Repair(
        sql=f"{alter} {key.type} USING {column.quoted}::{key.type};\n{held.sql}",
        rollback=f"{held.rollback}\n{alter} {column.type} USING {column.quoted}::{column.type};",
    )
