"""The findings as workflow commands, which GitHub Actions shows as annotations on the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.reports.places import spot
from pgassay.reports.plain import one_line
from pgassay.reports.wording import also, listed, not_checked_line, readable

_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}
_MOST_NAMED = 5


def render(report: Report) -> str:
    """One command per finding, worst first: GitHub shows the first ten of each level.

    What was not checked is a line of the log, for an annotation on every run is soon not read.
    """
    report = readable(report)
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield _annotation(finding, report)
    if report.errors:
        yield _command("warning", {"title": "pgassay: went wrong"}, listed(report.errors, _MOST_NAMED))
    for item in report.not_checked:
        # The runner takes the older form of a command wherever it stands in a line.
        yield f"not checked: {not_checked_line(item)}".replace("##[", "##\ufffd")


def _annotation(finding: Finding, report: Report) -> str:
    place = spot(finding, report)
    properties = {"file": place.file, "line": str(place.line)}
    # GitHub takes a column only where the annotation is on one line.
    if place.end_line > place.line:
        properties["endLine"] = str(place.end_line)
    else:
        properties["col"] = str(place.column)
    properties["title"] = f"{finding.severity.value}: {finding.rule}"
    others = also(finding)
    lines = [finding.message + (f" (also {others})" if others else "")]
    lines += [f"{item.kind}: {item.summary}" for item in finding.evidence[:2]]
    lines += [f"advice: {finding.advice}"] if finding.advice else []
    return _command(_LEVELS[finding.severity], properties, "\n".join(map(one_line, lines)))


def _command(level: str, properties: dict[str, str], message: str) -> str:
    stated = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {stated}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
