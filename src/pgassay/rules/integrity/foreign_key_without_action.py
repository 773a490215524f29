"""foreign-key-without-action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pgassay.facts.ddl.references import Repair, usual_action, with_action
from pgassay.facts.tables.deletions import HeldUp, gone_with, held_up
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    right="Foreign keys say what becomes of their rows when the other row is deleted",
)
def foreign_key_without_action(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A tenant or a user cannot be deleted, for a foreign key does not say what then becomes of its rows.

    Postgres refuses the deletion as long as one such row is there. An account that is to be closed stays, and
    whoever closes it finds out table by table.

    It speaks of references to the tenants, to the users, or to what ON DELETE CASCADE takes along with them,
    from rows that are not taken along themselves, or too late: Postgres looks at NO ACTION before a longer
    way of cascades reaches them. Low for references to tenants where none has an action: then deleting
    tenants was not thought of. References that may be NULL are one finding, those that may not another.
    Silent for RESTRICT, which somebody chose, and for references that a deletion never reaches.

    The facts that suffice: pg_constraint.confdeltype of the foreign keys between the tenant or user and the
    row.
    """
    found = list(held_up(context.facts))
    counts = Counter((one.root, one.optional) for one in found)
    for one in found:
        yield _finding(context, one, counts[one.root, one.optional])
    spoken = {one.key.identity for one in found}
    roots = {context.facts.tenancy.table, *context.facts.users} - {None}
    gone = {name for root in roots if root is not None for name in gone_with(database, root)}
    for relation in context.own_relations():
        for key in database.foreign_keys_of(relation.identity):
            if key.references in gone and key.identity not in spoken:
                yield context.holds(key)


def _finding(context: Context, one: HeldUp, alike: int) -> Finding:
    key = one.key
    columns = ", ".join(key.columns)
    repair = _repair(context, one)
    through = "" if key.references == one.root else f", which goes with {one.root}"
    rows = "user" if one.of_users else "tenant"
    late = "; its rows go with the tenant only after Postgres has looked for them" if one.late else ""
    return context.finding(
        key,
        f"{alike} references {'that may be NULL ' if one.optional else ''}hold up the deletion of a {rows} "
        f"({one.root}): none says what becomes of it"
        if alike > 1
        else f"{key.relation}.{columns} holds up the deletion of a {rows}: it references {key.references} "
        "without an action",
        severity=_severity(context, one),
        evidence=[
            catalog(
                f"{key.identity}: pg_constraint.confdeltype = a (NO ACTION) "
                f"on {key.references}{through}{late}"
            )
        ],
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice=None if repair is not None else _advice(one),
        cause=f"{one.root} {one.optional}",
    )


def _severity(context: Context, one: HeldUp) -> Severity | None:
    if one.of_users:
        return None
    planned = any(
        other.on_delete in ("cascade", "set null") for other in context.catalog.foreign_keys_to(one.root)
    )
    return None if planned else Severity.LOW


def _repair(context: Context, one: HeldUp) -> Repair | None:
    """CASCADE for a tenant's rows where its other references have it; else SET NULL where NULL is allowed."""
    key = one.key
    tenant = key.columns == (context.facts.tenancy.key_of(key.relation or ""),) and not one.of_users
    if one.optional and not tenant:
        return with_action(key, "SET NULL")
    usual = usual_action(context.catalog, key.references or "", required=True)
    return with_action(key, usual) if not one.of_users and usual == "CASCADE" else None


def _advice(one: HeldUp) -> str:
    if one.of_users:
        return (
            "ON DELETE CASCADE where the row is the user's own; where it is the tenant's, let the column be "
            "NULL, with ON DELETE SET NULL"
        )
    return "ON DELETE CASCADE where the rows go with their tenant; RESTRICT where they are to hold it up"
