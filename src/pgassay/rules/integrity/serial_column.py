"""serial-column."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, rule
from pgassay.rules.column_types import columns_found, own_columns
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, right="Numbers come from identity columns")
def serial_column(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column takes its numbers from a sequence by its default, as serial makes it, and is no identity.

    Whoever inserts needs a privilege on the sequence too, anybody can put in a number of his own which the
    sequence comes to later, and a copy of the table made with LIKE counts on the same sequence.

    One finding for each schema, to know and no more, of what the new migrations bring. Silent for
    identity columns, and for sequences that belong to no column or number several tables.

    The facts that suffice: pg_attrdef with nextval, and pg_depend from the sequence to the column.
    """
    owned = {sequence.owned_by for sequence in database.sequences if sequence.owned_by is not None}
    found: list[tuple[Relation, Column]] = []
    for relation, column in own_columns(context):
        numbered = (column.default or "").startswith("nextval(")
        if numbered and f"{relation.identity}.{column.quoted}" in owned:
            found.append((relation, column))
        elif column.identity:
            yield context.holds(relation, column.name)
    yield from columns_found(
        context,
        found,
        "serial: an identity column needs no privilege on a sequence and takes no number from elsewhere",
        advice="GENERATED ALWAYS AS IDENTITY for new tables",
    )
