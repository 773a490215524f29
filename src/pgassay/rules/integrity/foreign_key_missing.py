"""foreign-key-missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pgassay.facts.ddl.references import reference
from pgassay.facts.tables.references import Reference, unenforced
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.given_up import given_up
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
    key: one finding of a schema for what its SQL shows, and one for what only names and types tell.
    Silent for columns whose foreign key a migration dropped (somebody chose to do without it), for keys that
    a type or table column beside makes point at several tables, for logs, history and other tables that keep
    the past, for names that fit several tables, for text that is not named just like a table (keys of other
    systems), and for the tenant key, which has a rule of its own.

    The facts that suffice: no row of pg_constraint (contype f) over the column; an equality with a primary
    key in a policy, a view or a function.
    """
    dropped = given_up(context)
    missing = [
        found
        for found in unenforced(context.facts)
        if not _is_tenant(context, found) and (found.relation.identity, found.column.name) not in dropped
    ]
    alike = Counter(_cause(found) for found in missing)
    for found in missing:
        yield _finding(context, found, alike[_cause(found)])
    for constraint in context.catalog.constraints:
        relation = context.catalog.relation.get(constraint.relation or "")
        if constraint.kind == "foreign key" and relation is not None and context.facts.is_own(relation):
            yield context.holds(constraint)


def _is_tenant(context: Context, found: Reference) -> bool:
    """True for a tenant key, which tenant-column-without-foreign-key speaks of, or leaves with a reason."""
    tenancy = context.facts.tenancy
    key = tenancy.key is not None and found.target.identity == tenancy.table
    return key and tenancy.key_of(found.relation.identity) == found.column.name


def _cause(found: Reference) -> str:
    return f"schema {found.relation.schema} by {'name' if found.by_name else 'use'}"


def _finding(context: Context, found: Reference, alike: int) -> Finding:
    where = f"{found.target.identity}.{found.key}"
    place = context.ref(found.relation, found.column.name)
    # An optional reference is let go.
    action = None if found.column.not_null else "SET NULL"
    repair = reference(context.catalog, found.relation, found.column, found.target, found.key, action)
    many = f"{alike} columns of {found.relation.schema} hold keys of other tables and have no foreign key: "
    return context.finding(
        found.relation,
        many + "they can point at rows that are not there"
        if alike > 1
        else f"{place} holds keys of {found.target.identity} and has no foreign key: "
        "it can point at a row that is not there",
        column=found.column.name,
        evidence=[
            catalog(f"pg_constraint has no foreign key over {place}"),
            catalog(f"{found.shown} ({found.column.type})") if found.by_name else parsed(found.shown),
        ],
        fix=repair.sql,
        rollback=repair.rollback,
        advice="First look for rows whose key is not there; choose what a deletion there is to do here"
        if alike > 1
        else f"First look for rows whose {found.column.quoted} is not in {where}; "
        "choose what a deletion there is to do here",
        cause=_cause(found),
    )
