"""What a table's size in production makes of a finding about a statement that reads or writes all of it."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.sizes import TableSizes
from pgassay.rules.rule import Rule


def sized(finding: Finding, rule: Rule | None, sizes: TableSizes) -> Finding:
    """The finding with the size of its table, where it is known; low where the table is small."""
    size = sizes.tables.get(finding.object.relation or "")
    if rule is None or not rule.by_size or size is None:
        return finding
    says = f"{finding.object.relation} holds {size.rows:,} rows, says {sizes.file}"
    severity = finding.severity
    if size.small and severity.rank > Severity.LOW.rank:
        severity = Severity.LOW
        says += f": that is over at once, and by itself low instead of {finding.severity.value}"
    note = Evidence(kind="measured", summary=says)
    return replace(finding, severity=severity, evidence=(*finding.evidence, note))
