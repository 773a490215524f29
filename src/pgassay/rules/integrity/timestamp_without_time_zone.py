"""timestamp-without-time-zone."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type, own_columns
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Times say of which zone they are")
def timestamp_without_time_zone(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column keeps a date and time without saying of which place.

    It is a clock's face and no moment: compared with now(), or with a timestamptz beside it, it means another
    moment in a session with another time zone, and an hour of every autumn twice.

    One finding for each schema. Info where no column of the schema is a timestamptz, and then of what the new
    migrations bring: the application means one zone throughout, and only what Postgres itself compares with
    now() goes wrong.

    The facts that suffice: pg_attribute.atttypid.
    """
    zoned = {relation.schema for relation, column in own_columns(context) if _is_zoned(column)}
    yield from by_type(
        context,
        lambda column: column.type.startswith("timestamp") and column.type.endswith("without time zone"),
        "timestamp without time zone: which moment it is depends on who asks",
        severity=lambda schema: None if schema in zoned else Severity.INFO,
        advice="ALTER COLUMN … TYPE timestamptz USING … AT TIME ZONE the zone that was meant; it writes the "
        "table anew",
    )


def _is_zoned(column: Column) -> bool:
    return column.type.startswith("timestamp") and column.type.endswith("with time zone")
