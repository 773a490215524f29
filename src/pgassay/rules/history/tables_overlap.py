"""tables-overlap."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.overlaps import Overlap, overlaps
from pgassay.facts.tables.editors import application_decides
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.source import Migration
from pgassay.rules import Context, catalog, rule


@rule(on=Catalog, severity=Severity.MEDIUM)
def tables_overlap(_: Catalog, context: Context) -> Iterator[Finding]:
    """Two tables hold the same kind of rows.

    Half of the code writes to one and half to the other: lists and sums over either are wrong, and each
    policy, index and trigger has to be kept right twice.

    The one to keep is the one that more of the database uses, else the one that has more columns or
    constraints, else the older one. Where nothing shows that the other is left over, the finding asks.

    Silent where one belongs to the other, where a function or view has to do with both (an archive, a copy),
    where they belong to different parents, where each has a natural key of its own, and for partitions.
    Silent too where their names tell two places or stages of the same things apart (`_olap`, `_archive`,
    `_staging`, `paused_`, `_v2`), or the same words tell other pairs of tables apart; and for two tables of
    different names that one file makes, unless one of them is used and the other by nothing, or one name is
    the other with a word more. Silent where the comments of the file that makes the later one name the other,
    and where what tells their names apart names the tables that refer to each of them.
    Only to be known (info) where two such columns are shared, and one of the tables alone has a tenant, or
    either has columns of its own and no key or reference is the same; and where the application alone decides
    who reaches which rows: it then often keeps copies of its own, for another engine or queue, that the
    database does not tell from a second table.

    The facts that suffice: names that share words; the columns that give the smaller one its meaning, four
    fifths of which the other has too, by name and kind of type (one where the names say the same, two else);
    and the same references. Keys, the tenant, when a row was made, its name and description, and what half of
    the tables have give no table its meaning.
    """
    shaped = {table.identity: context.origins.of(context.ref(table)) for table in context.own_relations()}
    made = {identity: statements[0] for identity, statements in shaped.items() if statements}
    severity = Severity.INFO if application_decides(context.facts) else None
    comments = {migration.path: "\n".join(_comments(migration)) for migration in context.migrations}
    for one in overlaps(context.facts, made, comments):
        place = context.place(one.keep)
        yield context.finding(
            one.table,
            _message(one),
            evidence=[catalog(f"pg_attribute: {', '.join(one.shared)} of both, in name and kind of type")],
            related=[Related(note=f"{one.keep.identity} is made here", location=place)]
            if place is not None
            else [],
            advice=_advice(one),
            severity=Severity.INFO if one.slight else severity,
            detail=one.like.identity,
        )


def _comments(migration: Migration) -> Iterator[str]:
    return (line for line in migration.lines if line.lstrip().startswith("--"))


def _message(one: Overlap) -> str:
    table, like, keep = one.table.identity, one.like.identity, one.keep.identity
    columns = (
        f"{len(one.shared)} of {one.of} columns that say what it holds are the same ({', '.join(one.shared)})"
    )
    if one.unused:
        return f"{table} does the work of {like}: {columns}, and nothing uses it. Keep {keep}: {one.why}"
    return f"{table} looks like a second {like}: {columns}. If one is left over, keep {keep}: {one.why}"


def _advice(one: Overlap) -> str:
    table, keep = one.table.identity, one.keep.identity
    merged = (
        f"opy what only {table} holds to {keep}, let the code use that, and drop {table}; a view of "
        "the old name serves code that is still to be changed"
    )
    if one.unused:
        return f"C{merged}"
    return f"Where both hold the same rows, c{merged}. Where each has a job of its own, leave them"
