"""foreign-key-crosses-tenants."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import unique_key, unique_over, with_tenant
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.crossing import Crossing, crossings, first_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, parsed, rule
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
    Whoever follows the reference then mixes their rows, and a failed insert tells whether the other tenant's
    row exists.

    Medium, one finding for each table that is referenced, where something follows such a reference past row
    security and does not ask for the tenant (a SECURITY DEFINER function, a trigger's too, or a view read as
    its owner), and where the referenced rows hold a secret, which a service that follows it works with. Else
    low, and one finding for all of them: who reads as themselves is shown their own rows.

    Silent where no client role writes the column, where the insert and update policies look the referenced
    row up, where a trigger does, where the referenced rows are users, and for references from logs.

    The facts that suffice: pg_constraint (contype f) whose columns leave out the tenant keys of both tables,
    and what follows them.
    """
    found = crossings(context.facts)
    opened: dict[str, list[Crossing]] = {}
    for crossing in found:
        if crossing.open:
            opened.setdefault(crossing.parent.identity, []).append(crossing)
    told = {parent: why for parent, beside in opened.items() if (why := _why(beside, context))}
    rest = sum(len(beside) for parent, beside in opened.items() if parent not in told)
    for crossing in found:
        parent = crossing.parent.identity
        if not crossing.open:
            yield context.holds(crossing.key)
        elif parent in told:
            what = _name(crossing, context) if len(opened[parent]) == 1 else f"{parent} is referenced"
            yield _finding(crossing, f"{what} without the tenant{told[parent]}", context, cause=parent)
        else:
            what = f"{rest} foreign keys between tables of tenants leave the tenant out"
            if rest == 1:
                what = f"{_name(crossing, context)} without the tenant"
            message = f"{what}: a row of one tenant can point at a row of another"
            yield _finding(crossing, message, context, severity=Severity.LOW, cause="rest")


def _why(beside: list[Crossing], context: Context) -> str | None:
    """What makes the references to one table more than untidy."""
    by = list(dict.fromkeys(name.partition("(")[0] for one in beside for name in one.followers))
    if by:
        return f", and {listed(by, 2)} looks the row up past row-level security, whatever tenant it is of"
    secrets = [column.quoted for column in context.facts.kinds.secrets(beside[0].parent)]
    if secrets:
        return f": a row of one tenant can point at one of another, with its {listed(secrets, 2)}"
    return None


def _name(crossing: Crossing, context: Context) -> str:
    return f"{context.ref(crossing.relation, crossing.key.columns[0])} references {crossing.parent.identity}"


def _finding(
    crossing: Crossing, message: str, context: Context, *, cause: str, severity: Severity | None = None
) -> Finding:
    relation, parent, key = crossing.relation, crossing.parent, crossing.key
    sql, rollback = _repair(crossing, context) or (None, None)
    left_out = f"{relation.identity}.{crossing.tenant} and {parent.identity}.{crossing.parent_tenant}"
    return context.finding(
        relation,
        message,
        column=key.columns[0],
        severity=severity,
        evidence=[
            catalog(f"{key.name} leaves out {left_out}"),
            *(parsed(f"{by} follows {relation.identity}.{key.columns[0]}") for by in crossing.followers[:2]),
        ],
        fix=sql,
        rollback=rollback,
        advice="First find the rows whose two tenants differ: a key over tenant and id refuses them. "
        "Where a tenant is optional, let policies look the row up",
        cause=cause,
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
    # With the tenant first it would make an index over the tenant alone redundant.
    unique = unique_key(found, crossing.parent, pair[::-1])
    return f"{unique.sql}\n{swap.sql}", f"{swap.rollback}\n{unique.rollback}"
