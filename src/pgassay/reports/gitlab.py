"""The findings as a GitLab code quality report."""

from __future__ import annotations

from collections import Counter

import msgspec

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.reports.places import spot
from pgassay.reports.plain import one_line
from pgassay.reports.wording import also, readable

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}


def render(report: Report) -> str:
    """A JSON list with one entry per finding, worst first."""
    report = readable(report)
    seen: Counter[str] = Counter()
    entries: list[dict[str, object]] = []
    for finding in report.findings:
        seen[finding.fingerprint] += 1
        # GitLab keeps one entry of those with the same fingerprint.
        again = f"-{seen[finding.fingerprint]}" if seen[finding.fingerprint] > 1 else ""
        entries.append(_entry(finding, report, finding.fingerprint + again))
    return msgspec.json.format(msgspec.json.encode(entries), indent=2).decode() + "\n"


def _entry(finding: Finding, report: Report, fingerprint: str) -> dict[str, object]:
    place, others = spot(finding, report), also(finding)
    return {
        "description": one_line(finding.message) + (f" (also {others})" if others else ""),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.file, "lines": {"begin": place.line}},
    }
