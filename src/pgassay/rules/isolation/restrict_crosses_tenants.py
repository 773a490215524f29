"""restrict-crosses-tenants."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.crossing import crossings
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    right="No tenant's row keeps another tenant from deleting its own",
)
def restrict_crosses_tenants(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A row of one tenant can keep another tenant from deleting a row of its own.

    The foreign key does not carry the tenant, client roles set it, and it restricts deletion: whoever knows a
    key of another tenant points at it, and that tenant's DELETE fails with an error about a row that it
    cannot see, and cannot remove.

    Medium where keys are texts: whether they can be guessed is up to who makes them. All such references are
    one finding. Silent where keys cannot be guessed (uuid; of the rest foreign-key-crosses-tenants speaks),
    where the key carries the tenant, where a policy or a trigger looks the referenced row up, where no
    client role sets the column, and where the reference is deleted or emptied with its row.

    The facts that suffice: pg_constraint.confdeltype is RESTRICT or NO ACTION, the key leaves out the tenant
    keys of both tables, and a client role sets its column.
    """
    for crossing in crossings(context.facts):
        if crossing.key.on_delete not in ("restrict", "no action"):
            continue
        key = crossing.parent.column(crossing.key.referenced_columns[0])
        if key is not None and key.type == "uuid":
            continue
        if crossing.carried or crossing.checked or not crossing.written:
            yield context.holds(crossing.key)
            continue
        column = crossing.key.columns[0]
        yield context.finding(
            crossing.relation,
            f"{context.ref(crossing.relation, column)} keeps rows of {crossing.parent.identity} from being "
            "deleted, "
            "also those of another tenant",
            column=column,
            severity=Severity.MEDIUM if key is not None and key.type_category == "S" else None,
            evidence=[
                catalog(
                    f"{crossing.key.name}: ON DELETE {crossing.key.on_delete.upper()}, without the tenant"
                )
            ],
            advice="Let the key carry the tenant, or let policies look the referenced row up",
            cause="restrict",
            together="{count} foreign keys keep rows from being deleted, also those of another tenant",
        )
