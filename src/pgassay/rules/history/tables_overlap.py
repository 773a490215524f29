"""tables-overlap."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.overlaps import overlaps
from pgassay.facts.tables.editors import application_decides
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.rules import Context, catalog, rule


@rule(on=Catalog, severity=Severity.MEDIUM)
def tables_overlap(_: Catalog, context: Context) -> Iterator[Finding]:
    """Two tables hold the same kind of rows.

    Half of the code writes to one and half to the other: lists and sums over either are wrong, and each
    policy, index and trigger has to be kept right twice.

    The one to keep is the one that more of the database uses, else the one that has more columns or
    constraints, else the older one.

    Silent where one belongs to the other, where a function or view has to do with both (an archive, a copy),
    where they belong to different parents, where each has a natural key of its own, and for partitions.
    Only to be known (info) where the application alone decides who reaches which rows: it then often keeps
    copies of its own, for another engine or queue, that the database does not tell from a second table.

    The facts that suffice: names that share words, columns of the same name and kind of type beside keys, the
    tenant and when a row was made (two where the names say the same, three else, and a part of all that
    grows as the names say less), and the same references.
    """
    shaped = {table.identity: context.origins.of(context.ref(table)) for table in context.own_relations()}
    made = {identity: statements[0].number for identity, statements in shaped.items() if statements}
    severity = Severity.INFO if application_decides(context.facts) else None
    for one in overlaps(context.facts, made):
        keep, table, like = one.keep.identity, one.table.identity, one.like.identity
        place = context.place(one.keep)
        yield context.finding(
            one.table,
            f"{table} does the work of {like}: {len(one.shared)} of {one.of} columns are the same "
            f"({', '.join(one.shared)}). Keep {keep}: {one.why}",
            evidence=[catalog(f"pg_attribute: {', '.join(one.shared)} of both, in name and kind of type")],
            related=[Related(note=f"{keep} is made here", location=place)] if place is not None else [],
            advice=(
                f"Copy what only {table} holds to {keep}, let the code use that, and drop {table}; a view of "
                "the old name serves code that is still to be changed"
            ),
            severity=severity,
            detail=like,
        )
