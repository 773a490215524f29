"""table-never-read."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.used import DAYS, tables_used
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.model.statistics import TableUse
from pgassay.rules import Context, rule
from pgassay.rules.context import measured
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, live=True, right="Tables are read")
def table_never_read(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A table that holds rows has not been read for as long as the database counts.

    What is written and never read is kept for nobody, or what should read it does not: a report that nobody
    built, a consumer that stopped.

    It speaks after thirty days of counting. All of a schema are one finding. Silent for tables without rows
    and for partitions, which are often kept for the law. What replicas read is counted there and not here.

    The facts that suffice: pg_stat_user_tables.seq_scan and idx_scan, and since when they count.
    """
    statistics = database.statistics
    if statistics is None or statistics.days < DAYS:
        return
    unread: list[tuple[Relation, TableUse]] = []
    for use in tables_used(database):
        relation = database.relation.get(use.relation)
        if relation is None or not context.facts.is_own(relation) or relation.parent is not None:
            continue
        if use.whole_scans + use.index_scans > 0:
            yield context.holds(relation)
        elif use.rows > 0:
            unread.append((relation, use))
    for relation, use in unread:
        days = f"has not been read in {statistics.days:.0f} days"
        yield context.finding(
            relation,
            f"{relation.identity} holds {use.rows:,} rows and {days}",
            evidence=[measured(f"pg_stat_user_tables: {relation.identity} 0 scans, {use.rows:,} rows")],
            cause=f"schema {relation.schema}",
            together=f"{{count}} tables of {relation.schema} have not been read in "
            f"{statistics.days:.0f} days",
        )
