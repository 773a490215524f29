"""What a table's size in production makes of a finding about a statement that reads or writes all of it."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Kind
from pgassay.model.sizes import TableSize, TableSizes
from pgassay.model.words import listed
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule


def sized(finding: Finding, rule: Rule | None, context: Context) -> Finding:
    """The finding with the size of what is read, where it is known; low where that is small."""
    if rule is None or not rule.by_size or not context.sizes.tables:
        return finding
    found = [_size(context.catalog, context.sizes, name) for name in _read(context, finding)]
    known = [(name, size) for one in found if one is not None for name, size in one]
    if not known or None in found:
        return finding
    whole = TableSize(
        rows=sum(size.rows for _, size in known), bytes=sum(size.bytes or 0 for _, size in known)
    )
    names = [name for name, _ in known]
    says = f"{listed(names)} {'hold' if len(names) > 1 else 'holds'} {whole.rows:,} rows"
    says += f"{' in all' if len(names) > 1 else ''}, says {context.sizes.file}"
    severity = finding.severity
    if whole.small and severity.rank > Severity.LOW.rank:
        severity = Severity.LOW
        says += f": that is over at once, and by itself low instead of {finding.severity.value}"
    note = Evidence(kind="measured", summary=says)
    return replace(finding, severity=severity, evidence=(*finding.evidence, note))


def _read(context: Context, finding: Finding) -> tuple[str, ...]:
    """The relations whose rows a finding is about: of a materialized view, the tables of its query."""
    identity = finding.object.relation or ""
    relation = context.catalog.relation.get(identity)
    if relation is None or relation.kind is not Kind.MATERIALIZED:
        return (identity,)
    tables = tuple(
        effect.relation
        for one in context.watched.observations
        if one.statement.location == finding.location
        for effect in one.effects
        if effect.kind == "table"
    )
    return tables or (identity,)


def _size(catalog: Catalog, sizes: TableSizes, identity: str) -> tuple[tuple[str, TableSize], ...] | None:
    """The stated size of a table; of a partitioned one those of its partitions, for statistics often count no
    rows in it. None where it is not known.
    """
    relation = catalog.relation.get(identity)
    if relation is not None and relation.kind is Kind.PARTITIONED:
        parts = [one.identity for one in catalog.relations if one.parent == identity]
        found = [_size(catalog, sizes, part) for part in parts]
        if found and None not in found:
            return tuple(pair for one in found if one is not None for pair in one)
    stated = sizes.tables.get(identity)
    if stated is None or (relation is not None and relation.kind is Kind.PARTITIONED and not stated.rows):
        return None
    return ((identity, stated),)
