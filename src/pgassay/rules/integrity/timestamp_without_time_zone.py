"""timestamp-without-time-zone."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column
from pgassay.rules import Context, rule
from pgassay.rules.column_types import by_type, own_columns
from pgassay.rules.fresh import is_fresh
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Times say of which zone they are")
def timestamp_without_time_zone(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column keeps a date and time without saying of which place.

    It is a clock's face and no moment: compared with now(), or with a timestamptz beside it, it means another
    moment in a session with another time zone, and an hour of every autumn twice.

    One finding for each schema. Info where no column of the schema is a timestamptz: the application
    means one zone throughout, and only what Postgres itself compares with now() goes wrong. Silent there
    once such columns are older than the new migrations: then it is the custom, and a column that breaks
    it helps nobody.

    The facts that suffice: pg_attribute.atttypid.
    """
    zoned = {relation.schema for relation, column in own_columns(context) if _is_zoned(column)}
    bare = [(relation, column) for relation, column in own_columns(context) if _is_bare(column)]
    old = {
        relation.schema
        for relation, column in bare
        if not is_fresh(context, context.ref(relation, column.name))
    }
    yield from by_type(
        context,
        _is_bare,
        "timestamp without time zone: which moment it is depends on who asks",
        severity=lambda schema: None if schema in zoned else Severity.INFO,
        schemas=frozenset(relation.schema for relation, _ in bare) - (old - zoned),
        advice="ALTER COLUMN … TYPE timestamptz USING … AT TIME ZONE the zone that was meant; it writes the "
        "table anew",
    )


def _is_bare(column: Column) -> bool:
    return column.type.startswith("timestamp") and column.type.endswith("without time zone")


def _is_zoned(column: Column) -> bool:
    return column.type.startswith("timestamp") and column.type.endswith("with time zone")
