"""char-column."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, right="No column is padded with blanks")
def char_column(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column is of type char(n), which is padded with blanks.

    A value that is shorter comes back longer, blanks at the end count in LIKE and in a cast to text and do
    not in a comparison, and nothing is faster or smaller for it.

    One finding for each schema, of what the new migrations bring. Silent for "char", Postgres's own
    one-byte type. It is a fact to know, for codes of a fixed length are as well kept in it as elsewhere.

    The facts that suffice: pg_attribute.atttypid.
    """
    yield from by_type(
        context,
        lambda column: column.type.startswith("character(") or column.type == "character",
        "char(n): shorter values are padded with blanks",
        advice="text, with CHECK (length(…) = n) where the length is fixed",
    )
