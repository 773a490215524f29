"""varchar-with-limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type, own_columns
from pgassay.rules.rule import Holds

_FREE = ("text", "character varying")


@rule(on=Catalog, severity=Severity.INFO, right="Lengths of texts are checked by name")
def varchar_with_limit(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column is varchar with a length.

    The length saves nothing: text is kept in the same way. It is a rule of the application in a place where
    it has no name, and making it smaller later reads the whole table.

    One finding for each schema, to know and no more, of what the new migrations bring. Silent for varchar
    without a length, and for text.

    Silent in a schema where lengths are the custom: more texts have one than have not.

    The facts that suffice: pg_attribute.atttypmod.
    """
    limited = Counter(relation.schema for relation, column in own_columns(context) if _is_limited(column))
    free = Counter(relation.schema for relation, column in own_columns(context) if column.type in _FREE)
    yield from by_type(
        context,
        _is_limited,
        "varchar with a length: text with a CHECK says the same, and why",
        schemas=frozenset(schema for schema, count in limited.items() if free[schema] >= count),
        advice="text, and CHECK (length(…) <= n) where the limit is a rule",
    )


def _is_limited(column: Column) -> bool:
    return column.type.startswith("character varying(")
