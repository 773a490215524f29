"""A baseline: what is known stays silent, what is new or worse speaks, and what is mended is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from pgassay.errors import ConfigError
from pgassay.model.finding import Finding, NotChecked, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Baseline, Report
from pgassay.verbs.baseline import entries_of, read_baseline, without_known, written
from sample_report import finding, report, sample

FILE = Path("known.json")


def found(*tables: str, rule: str = "rls-disabled", detail: str = "", **changes: object) -> Finding:
    """A finding on these tables, with a fingerprint as the rules give it: of the first of them."""
    refs = tuple(Ref(kind="table", identity=table, relation=table) for table in tables)
    fingerprint = f"{rule} {tables[0]} {detail}"
    return finding(rule, object=refs[0], objects=refs, fingerprint=fingerprint, **changes)


def after(*now: Finding, known: tuple[Finding, ...], ran: set[str] | None = None) -> Report:
    return without_known(report(*now), entries_of(known), FILE, ran)


def test_what_is_known_is_left_out_and_counted() -> None:
    told = after(found("a"), found("b"), known=(found("a"),))
    assert [one.object.identity for one in told.findings] == ["b"]
    assert told.baseline == Baseline(file="known.json", known=1, gone=())


def test_another_fault_of_the_same_rule_on_the_same_object_is_new() -> None:
    told = after(found("a", detail="insert"), known=(found("a", detail="select"),))
    assert told.findings == (found("a", detail="insert"),)


@pytest.mark.parametrize(
    ("was", "now", "fresh"),
    [
        (("a", "b", "c"), ("a", "b", "c"), None),
        (("a", "b", "c"), ("b", "c"), None),
        (("a", "b", "c"), ("c",), None),
        (("a",), ("a", "b"), "b"),
        (("b",), ("a", "b"), "a"),
        (("b", "c"), ("a", "b", "d"), "a, d"),
    ],
)
def test_a_finding_of_several_objects_is_compared_object_by_object(
    was: tuple[str, ...], now: tuple[str, ...], fresh: str | None
) -> None:
    told = after(found(*now), known=(found(*was),))
    if fresh is None:
        assert told.findings == ()
    else:
        (one,) = told.findings
        assert one.message.endswith(f"(new since the baseline: {fresh})")


def test_what_is_worse_than_it_was_comes_back() -> None:
    known = (found("a", severity=Severity.MEDIUM),)
    (one,) = after(found("a", severity=Severity.CRITICAL), known=known).findings
    assert one.message.endswith("(in the baseline as medium)")
    assert after(found("a", severity=Severity.LOW), known=known).findings == ()


def test_what_nothing_finds_any_more_is_told() -> None:
    statement = finding(
        "migration-fails", object=Ref(kind="statement", identity="m/1.sql:3:1"), fingerprint="f1"
    )
    told = after(found("a"), known=(found("a", "b", "c"), found("d"), statement))
    assert told.baseline is not None
    assert told.baseline.gone == (
        "rls-disabled on b, c",
        "rls-disabled on d",
        "migration-fails (f1)",
    )


def test_nothing_is_told_gone_that_was_not_looked_for() -> None:
    known = (found("a"), found("a", rule="other"))
    told = after(known=known, ran={"other"})
    assert told.baseline is not None
    assert told.baseline.gone == ("other on a",)
    crashed = without_known(report(errors=("rule x failed",)), entries_of(known), FILE)
    assert crashed.baseline == Baseline(file="known.json", known=0)


def test_a_statement_that_moved_is_known() -> None:
    def failing(line: int) -> Finding:
        return finding(
            "migration-fails", object=Ref(kind="statement", identity=f"1.sql:{line}:1"), fingerprint="f1"
        )

    assert after(failing(9), known=(failing(3),)).findings == ()
    assert "1.sql" not in written(entries_of([failing(3)]))


def test_what_is_written_is_read_again_and_sorted(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text(written(entries_of(sample().findings)), "utf-8")
    assert without_known(sample(), read_baseline(file), file).findings == ()
    assert written(entries_of(sample().findings[::-1])) == file.read_text("utf-8")
    assert len(file.read_text("utf-8").splitlines()) == len(sample().findings) + 5
    assert json.loads(written(()))["findings"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not a baseline: Input data was truncated"),
        ("[]", "is not a baseline: Expected `object`, got `array`"),
        ('{"schema": 2, "findings": []}', "is of schema 2, this pgassay reads 1"),
        ('{"schema": 1, "findings": [{"rule": "a"}]}', "is not a baseline: Object missing required field"),
    ],
)
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "known.json"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_baseline(file)
    assert str(caught.value).startswith(f"{file}: {message}")


def test_a_report_of_known_findings_alone_is_not_called_clean() -> None:
    told = without_known(sample(), entries_of(sample().findings), FILE)
    assert told.assessment == "nothing new"
    assert replace(report(), hidden=2).assessment == "acceptable"
    assert report().assessment == "clean"


def test_a_report_is_not_called_clean_where_clients_call_what_was_not_read() -> None:
    unread = NotChecked(
        what="all that these functions do: f()", why="SQL that is built when it runs is not read"
    )
    assert replace(report(), not_checked=(unread,)).assessment == "clean"
    assert replace(report(), not_checked=(replace(unread, open=True),)).assessment == "acceptable"
