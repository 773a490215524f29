"""money-column."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="No amount depends on the session's locale")
def money_column(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column is of type money.

    It keeps a number of cents and no currency: lc_monetary of the session says which it is and how many
    digits it has, so that a dump restored elsewhere means other amounts.

    One finding for each schema. Silent for numeric and for integers of a currency's smallest unit.

    The facts that suffice: pg_attribute.atttypid.
    """
    yield from by_type(
        context,
        lambda column: column.type in ("money", "money[]"),
        "money: the session's locale says which currency it is",
        advice="numeric with the scale that is needed, or bigint cents, and a column for the currency",
    )
