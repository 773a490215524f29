"""index-unused."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.keys import serves
from pgassay.facts.tables.used import DAYS, MEGABYTE, tables_used
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index
from pgassay.rules import Context, rule
from pgassay.rules.context import measured
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, live=True, right="Indexes are read")
def index_unused(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index has not been read for as long as the database counts.

    Every write keeps it, VACUUM goes through it, and it takes its room in memory, for nobody.

    It speaks after thirty days of counting, of indexes of a megabyte and more on tables that are read. All
    of a schema are one finding. Silent for unique indexes and those of constraints, which are rules, for the
    one index that serves a foreign key, and for tables that are not read either. What replicas read is
    counted there and not here: look at them too.

    The facts that suffice: pg_stat_user_indexes.idx_scan, and since when it counts.
    """
    statistics = database.statistics
    if statistics is None or statistics.days < DAYS:
        return
    read = {use.relation for use in tables_used(database) if use.whole_scans + use.index_scans > 0}
    uses = {use.index: use for use in statistics.indexes}
    unused: dict[str, list[Index]] = {}
    for index in database.indexes:
        use, relation = uses.get(index.identity), database.relation.get(index.relation)
        if (
            use is None
            or relation is None
            or not context.facts.is_own(relation)
            or index.relation not in read
        ):
            continue
        if use.scans > 0:
            yield context.holds(index)
        elif use.bytes >= MEGABYTE and not _is_needed(database, index):
            unused.setdefault(relation.schema, []).append(index)
    for schema, indexes in unused.items():
        for index in indexes:
            size = uses[index.identity].bytes / MEGABYTE
            yield context.finding(
                index,
                f"{index.identity} has not been read in {statistics.days:.0f} days and takes {size:,.0f} MB",
                evidence=[measured(f"pg_stat_user_indexes: {index.identity} 0 scans, {size:,.0f} MB")],
                advice="DROP INDEX CONCURRENTLY, where no replica and no rare report reads it",
                cause=f"schema {schema}",
                together=f"{{count}} indexes of {schema} have not been read in {statistics.days:.0f} days",
            )


def _is_needed(database: Catalog, index: Index) -> bool:
    """True for a rule, and for the index by which deletions of a referenced row find the rows here."""
    serving = [serves(database, key) for key in database.foreign_keys_of(index.relation)]
    return index.unique or index.constraint is not None or index in serving
