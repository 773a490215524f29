"""The example in examples/autonomous-agents: what must be found in it, and what must stay silent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgassay.config import Config
from pgassay.model.catalog import Ref
from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.verbs.review import review

EXAMPLE = Path(__file__).parents[1] / "examples" / "autonomous-agents"
MIGRATION = "20260204110000_autonomous_agent_system.sql"
ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "acceptance" / "autonomous_agents.json").read_text("utf-8")
)


def name_of(row: dict[str, Any]) -> str:
    """What a row is about, in words that pytest can select by."""
    where = row["object"].removeprefix("public.").partition("(")[0]
    place = f"{where}.{row['column']}" if row["column"] else where
    line = f":{row['line']}" if row.get("line") else ""
    return f"{'silent' if row.get('silent') else 'found'}-{row['rule']}-{place}{line}"


FOUND = [row for row in ROWS if not row.get("silent")]
SILENT = [row for row in ROWS if row.get("silent")]


@pytest.fixture(scope="module")
def report() -> Iterator[Report]:
    """The review of the example, as the command line makes it."""
    made = review([EXAMPLE], config=Config())
    yield made
    print(unlisted(made))


def unlisted(report: Report) -> str:
    """What is found above low in the migration and stands in no row: shown by -s, for a reader to judge."""
    listed = {id(finding) for row in ROWS for finding in said(report, row)}
    lines = [f"\nfound above low in {MIGRATION} and listed in no row:"]
    for finding in report.findings:
        place = finding.location
        here = place is not None and Path(place.file).name == MIGRATION
        if here and finding.severity.rank > Severity.LOW.rank and id(finding) not in listed:
            lines.append(f"  {finding.severity.value:8} {place.line:4} {finding.rule}: {finding.message}")
    return "\n".join(lines)


def refs(finding: Finding) -> tuple[Ref, ...]:
    """All objects a finding is about."""
    return finding.objects or (finding.object,)


def about(finding: Finding, row: dict[str, Any]) -> list[Ref]:
    """The objects of a finding that are a row's object, or belong to that relation."""
    return [
        ref
        for ref in refs(finding)
        if row["object"] in (ref.identity, ref.relation) and row["column"] in (None, ref.column)
    ]


def stands_at(finding: Finding, line: int) -> bool:
    """Whether a finding's own place, or one of a group's, is that line of the reviewed migration."""
    place = finding.location
    return place is not None and Path(place.file).name == MIGRATION and place.line == line


def said(report: Report, row: dict[str, Any]) -> list[Finding]:
    """The findings that answer a row: its rule at its object and column, and at its line where it has one."""
    found = [finding for finding in report.findings if finding.rule == row["rule"] and about(finding, row)]
    if row.get("line") and len(found) > 1:
        return [finding for finding in found if stands_at(finding, row["line"])]
    return found


@pytest.mark.parametrize("row", FOUND, ids=name_of)
def test_found(report: Report, row: dict[str, Any]) -> None:
    found = said(report, row)
    assert found != [], f"nobody says it: {row['note']}"
    once = Counter(ref for finding in found for ref in about(finding, row))
    assert [ref.identity for ref, count in once.items() if count > 1] == [], "said more than once"
    exact = [finding for finding in found if row["object"] in {ref.identity for ref in refs(finding)}]
    assert len(exact) <= 1, "said more than once:\n" + "\n".join(finding.message for finding in exact)
    worst = max(found, key=lambda finding: finding.severity.rank)
    assert worst.severity.rank >= Severity(row["severity_at_least"]).rank, worst.message
    if row["line"] is not None and all(len(refs(finding)) == 1 for finding in found):
        places = [str(finding.location) for finding in found if not stands_at(finding, row["line"])]
        assert places == [], f"it points at {places}"


@pytest.mark.parametrize("row", SILENT, ids=name_of)
def test_silent(report: Report, row: dict[str, Any]) -> None:
    loud = [finding.message for finding in said(report, row) if finding.severity.rank > Severity.INFO.rank]
    assert loud == [], row["note"]


def test_the_table_names_rules_that_exist() -> None:
    from pgassay.rules.discover import rules

    assert {row["rule"] for row in ROWS} - {rule.name for rule in rules()} == set()


def test_no_two_rows_say_the_same() -> None:
    names = Counter(name_of(row) for row in ROWS)
    assert [name for name, count in names.items() if count > 1] == []


def test_the_example_applies_and_every_rule_runs(report: Report) -> None:
    assert report.target.failed_statements == 0
    assert report.target.platform == "supabase"
    assert report.errors == ()


def test_nothing_is_reported_twice(report: Report) -> None:
    counted = Counter(
        (finding.rule, ref.identity, ref.column) for finding in report.findings for ref in refs(finding)
    )
    assert [key for key, count in counted.items() if count > 1] == []
    fingerprints = Counter(finding.fingerprint for finding in report.findings)
    assert [one for one, count in fingerprints.items() if count > 1] == []


def test_every_fix_is_tried_or_says_why_not(report: Report) -> None:
    unsaid = [
        finding.message
        for finding in report.findings
        if finding.fix is not None and not finding.fix.tried and not finding.fix.note
    ]
    assert unsaid == []


def test_every_fix_that_claims_to_be_tried_shows_it(report: Report) -> None:
    for finding in report.findings:
        if finding.fix is not None and finding.fix.tried:
            assert finding.fix.rollback
            assert any(one.kind == "executed" and one.sql == finding.fix.sql for one in finding.evidence)


def test_every_finding_has_evidence_and_a_place(report: Report) -> None:
    assert [finding.message for finding in report.findings if not finding.evidence] == []
    assert [finding.message for finding in report.findings if finding.location is None] == []


def test_tenancy_is_recognised(report: Report) -> None:
    tenancy = report.tenancy
    assert tenancy is not None
    assert (tenancy.mode, tenancy.table, tenancy.columns) == ("tenant", "public.tenants", ("tenant_id",))
    assert tenancy.membership == "public.tenant_members"
    assert tenancy.client_roles == ("anon", "authenticated")
