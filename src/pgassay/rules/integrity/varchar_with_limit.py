"""varchar-with-limit."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, right="Lengths of texts are checked by name")
def varchar_with_limit(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column is varchar with a length.

    The length saves nothing: text is kept in the same way. It is a rule of the application in a place where
    it has no name, and making it smaller later reads the whole table.

    One finding for each schema, to know and no more, of what the new migrations bring. Silent for varchar
    without a length, and for text.

    The facts that suffice: pg_attribute.atttypmod.
    """
    yield from by_type(
        context,
        lambda column: column.type.startswith("character varying("),
        "varchar with a length: text with a CHECK says the same, and why",
        advice="text, and CHECK (length(…) <= n) where the limit is a rule",
    )
