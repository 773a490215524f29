"""The projects in examples/: what must be found in each, and what must stay silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from examples import FOLDER, Example, examples
from pgassay.config import Config
from pgassay.model.finding import Finding, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report
from pgassay.verbs.review import review

EXAMPLES = examples()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an example's table: a finding that must be there, or (silent) one that must not."""

    example: Example
    says: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.says[key]

    @property
    def file(self) -> str:
        """The migration that its line is in."""
        return self.says.get("file", self.example.reviewed)

    @property
    def line(self) -> int | None:
        return self.says.get("line")


ROWS = [Row(example, row) for example in EXAMPLES for row in example.rows]
FOUND = [row for row in ROWS if not row.says.get("silent")]
SILENT = [row for row in ROWS if row.says.get("silent")]


def name_of(row: Row) -> str:
    """What a row is about, in words that pytest can select by."""
    where = row["object"].removeprefix("public.").partition("(")[0]
    place = f"{where}.{row['column']}" if row["column"] else where
    line = f":{row.line}" if row.line else ""
    said = "silent" if row.says.get("silent") else "found"
    return f"{row.example.name}-{said}-{row['rule']}-{place}{line}"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Example], Report]:
    """The review of an example, as the command line makes it; each is made once."""

    @cache
    def made(name: str) -> Report:
        example = next(one for one in EXAMPLES if one.name == name)
        report = review([example.copied(tmp_path_factory.mktemp(name))], config=Config())
        print(unlisted(example, report))
        return report

    return lambda example: made(example.name)


def unlisted(example: Example, report: Report) -> str:
    """What is found above low and stands in no row: shown by -s, for a reader to judge."""
    listed = {id(finding) for row in ROWS if row.example == example for finding in said(report, row)}
    lines = [f"\nfound above low in {example.name} and listed in no row:"]
    for finding in report.findings:
        if finding.severity.rank > Severity.LOW.rank and id(finding) not in listed:
            lines.append(f"  {finding.severity.value:8} {finding.rule}: {finding.message}")
    return "\n".join(lines)


def refs(finding: Finding) -> tuple[Ref, ...]:
    """All objects a finding is about."""
    return finding.objects or (finding.object,)


def about(finding: Finding, row: Row) -> list[Ref]:
    """The objects of a finding that are a row's object, or belong to that relation; of a statement, which has
    no name, the kind.
    """
    return [
        ref
        for ref in refs(finding)
        if row["object"] in (ref.identity, ref.relation, ref.kind) and row["column"] in (None, ref.column)
    ]


def stands_at(finding: Finding, row: Row) -> bool:
    """Whether a finding's own place, or one of a group's, is the row's."""
    place = finding.location
    return place is not None and Path(place.file).name == row.file and place.line == row.line


def said(report: Report, row: Row) -> list[Finding]:
    """The findings that answer a row: its rule at its object and column, and at its line where it has one.
    What is told beside a more specific rule's finding is found there.
    """
    found = [finding for finding in report.findings if finding.rule == row["rule"] and about(finding, row)]
    found = found or [
        finding
        for finding in report.findings
        if row["rule"] in {one.rule for one in finding.related} and about(finding, row)
    ]
    if row.line and len(found) > 1:
        return [finding for finding in found if stands_at(finding, row)]
    return found


@pytest.mark.parametrize("row", FOUND, ids=name_of)
def test_found(reports: Callable[[Example], Report], row: Row) -> None:
    found = said(reports(row.example), row)
    assert found != [], f"nobody says it: {row['note']}"
    once = Counter(ref for finding in found for ref in about(finding, row))
    assert [ref.identity for ref, count in once.items() if count > 1] == [], "said more than once"
    exact = [finding for finding in found if row["object"] in {ref.identity for ref in refs(finding)}]
    assert len(exact) <= 1, "said more than once:\n" + "\n".join(finding.message for finding in exact)
    for finding in found:
        fix = finding.fix.sql if finding.fix else ""
        assert row.says.get("fix", "") in fix and row.says.get("never", "\0") not in fix, fix
        assert row.says.get("advice", "") in (finding.advice or ""), finding.advice
    worst = max(found, key=lambda finding: finding.severity.rank)
    assert worst.severity.rank >= Severity(row["severity_at_least"]).rank, worst.message
    if row.line is not None and all(len(refs(finding)) == 1 for finding in found):
        places = [str(finding.location) for finding in found if not stands_at(finding, row)]
        assert places == [], f"it points at {places}"


@pytest.mark.parametrize("row", SILENT, ids=name_of)
def test_silent(reports: Callable[[Example], Report], row: Row) -> None:
    found = said(reports(row.example), row)
    loud = [finding.message for finding in found if finding.severity.rank > Severity.INFO.rank]
    assert loud == [], row["note"]


def test_the_table_names_rules_that_exist() -> None:
    from pgassay.rules.discover import rules

    assert {row["rule"] for row in ROWS} - {rule.name for rule in rules()} == set()


def test_no_two_rows_say_the_same() -> None:
    names = Counter(name_of(row) for row in ROWS)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_example_has_a_table() -> None:
    assert {one.folder for one in EXAMPLES} == {path for path in FOLDER.iterdir() if path.is_dir()}


@pytest.fixture(params=EXAMPLES, ids=lambda example: example.name)
def example(request: pytest.FixtureRequest) -> Example:
    return request.param


@pytest.fixture
def report(example: Example, reports: Callable[[Example], Report]) -> Report:
    return reports(example)


def test_the_example_is_run_and_every_rule_is(example: Example, report: Report) -> None:
    assert report.target.failed_statements == example.failed
    assert report.target.platform == "supabase"
    assert report.errors == ()


def test_nothing_is_reported_twice(report: Report) -> None:
    # Two statements can hold up one table.
    counted = Counter(
        (finding.rule, ref.identity, ref.column, finding.location if finding.family == "locks" else None)
        for finding in report.findings
        for ref in refs(finding)
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


def test_tenancy_is_recognised(example: Example, report: Report) -> None:
    tenancy = report.tenancy
    assert tenancy is not None
    table, key, membership = example.tenancy
    assert (tenancy.mode, tenancy.table, tenancy.columns) == ("tenant", table, (key,))
    assert tenancy.membership == membership
    assert tenancy.client_roles == ("anon", "authenticated")
