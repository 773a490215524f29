"""json-column."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, right="No column keeps json as text")
def json_column(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column is json and not jsonb.

    json keeps the text as it came: each access parses it again, no index serves it, and having no equality
    it makes SELECT DISTINCT, UNION and GROUP BY of the row fail.

    One finding for each schema. It is a fact to know: where the order of keys or the very text counts, as in
    what is signed or shown again, json is the right type.

    The facts that suffice: pg_attribute.atttypid.
    """
    yield from by_type(
        context,
        lambda column: column.type in ("json", "json[]"),
        "json: parsed again at each access, without index and without equality",
        advice="ALTER COLUMN … TYPE jsonb, unless the text itself is to be kept",
    )
