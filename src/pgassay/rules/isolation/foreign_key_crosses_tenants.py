"""foreign-key-crosses-tenants."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import unique_key, unique_over, with_tenant
from pgassay.facts.tables.crossing import Crossing, crossings, first_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    right="Foreign keys between tenants' tables carry the tenant",
)
def foreign_key_crosses_tenants(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A foreign key between two tables of tenants does not carry the tenant.

    Postgres checks references past row-level security: a row of one tenant can point at a row of another.
    Whoever follows the reference then mixes their rows, a cascade deletes across the border, and a failed
    insert tells whether the other tenant's row exists.

    Low where no client role writes the column. Silent where the insert and update policies look the
    referenced row up, where a trigger does, where the referenced rows are users, and for references from
    logs. The references to one table are one finding: they share the remedy, a unique key over tenant and id.

    The facts that suffice: pg_constraint (contype f) whose columns leave out the tenant keys of both tables.
    """
    for crossing in crossings(context.facts):
        if crossing.carried or crossing.checked:
            yield context.holds(crossing.key)
        else:
            yield _finding(crossing, context)


def _finding(crossing: Crossing, context: Context) -> Finding:
    relation, parent, key = crossing.relation, crossing.parent, crossing.key
    sql, rollback = _repair(crossing, context) or (None, None)
    left_out = f"{relation.identity}.{crossing.tenant} and {parent.identity}.{crossing.parent_tenant}"
    what = f"{context.ref(relation, key.columns[0])} references {parent.identity} without the tenant"
    if len(crossing.siblings) > 1:
        what = f"{parent.identity} is referenced without the tenant"
    return context.finding(
        relation,
        f"{what}: a row of one tenant can point at a row of another",
        column=key.columns[0],
        severity=None if crossing.written else Severity.LOW,
        evidence=[catalog(f"{key.name} leaves out {left_out}")],
        fix=sql,
        rollback=rollback,
        advice=(
            "First find the rows whose two tenants differ: the new key refuses them"
            if sql
            else "A key over tenant and id needs a required tenant on both sides; "
            f"until then let policies look up {parent.identity}"
        ),
        cause=parent.identity,
    )


def _repair(crossing: Crossing, context: Context) -> tuple[str, str] | None:
    """The composite key; the first reference to a table also brings the unique key that all of them need."""
    key, found = crossing.key, context.catalog
    major = context.config.postgres_major
    if not crossing.mendable or (key.on_delete == "set null" and major is not None and major < 15):
        return None
    swap = with_tenant(found, crossing.relation, key, crossing.tenant, crossing.parent_tenant)
    pair = (crossing.parent_tenant, key.referenced_columns[0])
    if (
        unique_over(found, crossing.parent, pair)
        or first_of(crossing.siblings, context.origins.location) != key.identity
    ):
        return swap.sql, swap.rollback
    unique = unique_key(found, crossing.parent, pair)
    return f"{unique.sql}\n{swap.sql}", f"{swap.rollback}\n{unique.rollback}"
