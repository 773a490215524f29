"""index-invalid."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index, Kind
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Index, severity=Severity.MEDIUM, right="Indexes are valid")
def index_invalid(index: Index, context: Context) -> Iterator[Finding | Holds]:
    """An index is marked invalid: no query uses it.

    A CREATE INDEX CONCURRENTLY that failed leaves it behind. Every write still keeps it, a unique one may
    refuse rows, and IF NOT EXISTS passes over it, so that the next run of the migration does not mend it.

    On a partitioned table it waits for an index of each partition to be attached. Silent for valid indexes.

    The facts that suffice: pg_index.indisvalid.
    """
    if index.valid:
        yield context.holds(index)
        return
    relation = context.catalog.relation[index.relation]
    partitioned = relation.kind is Kind.PARTITIONED
    yield context.finding(
        index,
        f"{index.identity} is invalid and serves no query: "
        + ("not every partition has an index attached to it" if partitioned else "its build did not end"),
        evidence=[catalog("pg_index.indisvalid = false")],
        advice="Make the index on each partition, then ALTER INDEX … ATTACH PARTITION"
        if partitioned
        else f"DROP INDEX CONCURRENTLY {index.identity}, and make it again; for a unique index mend the rows "
        "that are there twice first",
    )
