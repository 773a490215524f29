"""The report as SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import msgspec

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.model.source import Location
from pgassay.reports.places import spot, uri
from pgassay.reports.plain import one_line
from pgassay.reports.sarif_rules import LEVELS, described
from pgassay.reports.script import needs_no_transaction, terminated
from pgassay.reports.wording import also, not_checked_line, readable, trial
from pgassay.version import VERSION

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_Object = dict[str, object]


def render(report: Report) -> str:
    """The report as one SARIF run; every result has a place, and a fingerprint that survives edits."""
    report = readable(report)
    rules = sorted({finding.rule for finding in report.findings})
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(report, rules)},
                "automationDetails": {"id": f"pgassay/{report.verb}/"},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
                "invocations": [_invocation(report)],
                "results": [_result(finding, report, rules) for finding in report.findings],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _driver(report: Report, rules: list[str]) -> _Object:
    of_rule = {name: [one for one in report.findings if one.rule == name] for name in rules}
    return {
        "name": "pgassay",
        "version": VERSION,
        "semanticVersion": VERSION,
        "rules": [described(name, of_rule[name]) for name in rules],
    }


def _invocation(report: Report) -> _Object:
    """That the run went well, and what it could not look at."""
    notes = [{"level": "error", "message": {"text": _plain(error)}} for error in report.errors]
    notes += [
        {"level": "note", "message": {"text": _plain(f"not checked: {not_checked_line(item)}")}}
        for item in report.not_checked
    ]
    return {"executionSuccessful": not report.errors, "toolExecutionNotifications": notes}


def _result(finding: Finding, report: Report, rules: list[str]) -> _Object:
    logical: _Object = {"fullyQualifiedName": finding.object.identity, "kind": finding.object.kind}
    found: _Object = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _physical(spot(finding, report)), "logicalLocations": [logical]}],
        "partialFingerprints": {"pgassay/v1": finding.fingerprint},
        "properties": _properties(finding),
    }
    related = [
        {
            "id": number,
            "physicalLocation": _physical(item.location),
            "message": {"text": _plain(f"{item.rule}: {item.note}" if item.rule else item.note)},
        }
        for number, item in enumerate(finding.related, start=1)
        if item.location is not None
    ]
    fixes = _fixes(finding, report)
    return found | ({"relatedLocations": related} if related else {}) | ({"fixes": fixes} if fixes else {})


def _physical(place: Location) -> _Object:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_line > place.line:
        region["endLine"] = place.end_line
    return {"artifactLocation": _artifact(place.file), "region": region}


def _artifact(file: str) -> _Object:
    return {"uri": uri(file)} if file.startswith("/") else {"uri": uri(file), "uriBaseId": _ROOT}


def _message(finding: Finding) -> str:
    """What a reader sees beside the line: the fact, how it is known, and what to do."""
    others = also(finding, most=10)
    lines = [finding.message + (f" (also {others})" if others else "")]
    lines += [f"{item.kind}: {item.summary}" for item in finding.evidence[:3]]
    lines += [f"Advice: {finding.advice}"] if finding.advice else []
    text = "\n".join(map(_plain, lines))
    if finding.fix is not None and finding.fix.tried:
        text += f"\nFix ({trial(finding.fix)}):\n{_unlinked(terminated(finding.fix.sql))}"
    return text


def _plain(text: str) -> str:
    return _unlinked(one_line(text))


def _unlinked(text: str) -> str:
    """The text with nothing in it that a reader of SARIF makes a link of: `[text](target)`."""
    return text.replace("](", "] (")


def _properties(finding: Finding) -> _Object:
    fix = finding.fix
    tried = {"fix": fix.sql, "rollback": fix.rollback} if fix is not None and fix.tried else {}
    return {
        "severity": finding.severity.value,
        "family": finding.family,
        "objects": [ref.identity for ref in finding.objects or (finding.object,)],
        "evidence": [f"{item.kind}: {one_line(item.summary)}" for item in finding.evidence],
        **tried,
    }


def _fixes(finding: Finding, report: Report) -> list[_Object]:
    """A tried fix as an insertion at the end of the newest file, for there it was tried: after everything.

    None where a file's transaction would refuse it, or where the newest file is not known.
    """
    fix, newest = finding.fix, next(reversed(report.sources), None)
    if fix is None or not fix.tried or fix.instead or finding.severity is Severity.INFO or newest is None:
        return []
    lines = report.sources[newest]
    if needs_no_transaction(fix.sql) or newest.startswith("<") or newest.endswith(".py") or not lines:
        return []
    end = {"startLine": len(lines), "startColumn": len(lines[-1]) + 1}
    end |= {"endLine": end["startLine"], "endColumn": end["startColumn"]}
    inserted = f"\n-- {finding.rule}: {one_line(finding.object.identity)}\n{terminated(fix.sql)}\n"
    says = f"Tried after the last migration. Where {newest} has run already, put it into a new migration."
    change: _Object = {
        "artifactLocation": _artifact(newest),
        "replacements": [{"deletedRegion": end, "insertedContent": {"text": inserted}}],
    }
    return [{"description": {"text": _plain(says)}, "artifactChanges": [change]}]
