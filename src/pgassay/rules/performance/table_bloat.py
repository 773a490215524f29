"""table-bloat."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.used import MEGABYTE, tables_used
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.statistics import TableUse
from pgassay.rules import Context, rule
from pgassay.rules.context import measured
from pgassay.rules.rule import Holds

#: Dead rows are worth a word from this many on, where they are this part of all.
_DEAD_ROWS, _DEAD_PART = 10_000, 0.2
#: Room is, where a table takes this many times what its rows need, and this much more.
_TIMES, _MORE = 3, 100 * MEGABYTE


@rule(on=Catalog, severity=Severity.INFO, live=True, right="Tables take the room that their rows need")
def table_bloat(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A table is much larger than its rows need, or holds many dead ones.

    Every scan reads the empty room and the dead rows too, and they push what is needed out of memory.

    It speaks where a fifth of 10,000 rows and more are dead, so that VACUUM does not keep up, and where a
    table takes three times what its live rows need and 100 MB more. Silent where the width of its rows is not
    known, and for small tables.

    The facts that suffice: pg_stat_user_tables.n_dead_tup and n_live_tup, pg_table_size and
    pg_stats.avg_width.
    """
    for use in tables_used(database):
        relation = database.relation.get(use.relation)
        if relation is None or not context.facts.is_own(relation):
            continue
        said = _said(use)
        if said is None:
            yield context.holds(relation)
            continue
        yield context.finding(
            relation,
            f"{relation.identity} {said[0]}",
            evidence=[
                measured(f"pg_stat_user_tables: {use.rows:,} live and {use.dead_rows:,} dead rows"),
                measured(f"pg_table_size of {relation.identity}: {use.bytes:,} bytes"),
            ],
            advice=said[1],
        )


def _said(use: TableUse) -> tuple[str, str] | None:
    part = use.dead_rows / max(use.rows + use.dead_rows, 1)
    if use.dead_rows >= _DEAD_ROWS and part >= _DEAD_PART:
        return (
            f"holds {use.dead_rows:,} dead rows, {part:.0%} of all: VACUUM does not keep up",
            "Look for long transactions, idle replication slots and prepared transactions, which keep dead "
            "rows; then lower autovacuum_vacuum_scale_factor for the table",
        )
    if use.least_bytes is None or use.bytes < _TIMES * use.least_bytes or use.bytes - use.least_bytes < _MORE:
        return None
    return (
        f"takes {use.bytes / MEGABYTE:,.0f} MB, and its rows need {use.least_bytes / MEGABYTE:,.0f}",
        "pg_repack, or VACUUM FULL while nobody needs the table; first find out what made it so",
    )
