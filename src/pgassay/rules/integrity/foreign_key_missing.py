"""foreign-key-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import reference
from pgassay.facts.tables.references import unenforced
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    yields_to=("tenant-column-without-foreign-key",),
    right="Columns that hold keys of other tables are foreign keys",
)
def foreign_key_missing(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column holds keys of another table, and no foreign key says so.

    A row can point at nothing: what it pointed at is deleted without a word, a mistyped key is stored, and a
    join silently drops the row.

    It speaks where the schema's own SQL compares the column with the key of one other table, where policies
    compare it with the session's user, or where it is named `<table>_id` and has the type of that table's
    key. Silent for keys that a type or table column beside makes point at several tables, for logs, history
    and other tables that keep the past, for names that fit several tables, for text that is not named just
    like a table (keys of other systems), and for the tenant key, which has a rule of its own.

    The facts that suffice: no row of pg_constraint (contype f) over the column; an equality with a primary
    key in a policy, a view or a function.
    """
    for found in unenforced(context.facts):
        where = f"{found.target.identity}.{found.key}"
        tenant = context.facts.tenancy.key_of(found.relation.identity) == found.column.name
        if tenant and found.relation.identity in context.config.tenancy.dead_letters:
            continue
        # An optional reference is let go; only a tenant's rows go with their tenant.
        action = None if tenant or found.column.not_null else "SET NULL"
        repair = reference(context.catalog, found.relation, found.column, found.target, found.key, action)
        yield context.finding(
            found.relation,
            f"{context.ref(found.relation, found.column.name)} holds keys of {found.target.identity} "
            "and has no foreign key: "
            "it can point at a row that is not there",
            column=found.column.name,
            evidence=[
                catalog("pg_constraint has no foreign key over the column"),
                catalog(f"{found.shown} ({found.column.type})") if found.by_name else parsed(found.shown),
            ],
            fix=repair.sql,
            rollback=repair.rollback,
            advice=f"First look for rows whose {found.column.quoted} is not in {where}; "
            "choose what a deletion there is to do here",
        )
    for constraint in context.catalog.constraints:
        relation = context.catalog.relation.get(constraint.relation or "")
        if constraint.kind == "foreign key" and relation is not None and context.facts.is_own(relation):
            yield context.holds(constraint)
