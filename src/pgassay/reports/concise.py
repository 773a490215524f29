"""One line per finding: `file:line:column: severity rule message`, as compilers write them."""

from __future__ import annotations

from pgassay.model.finding import Finding
from pgassay.model.report import Report
from pgassay.reports.plain import one_line
from pgassay.reports.wording import also, place, readable


def render(report: Report) -> str:
    """The findings, one a line; an empty text when there are none."""
    return "".join(f"{_line(finding)}\n" for finding in readable(report).findings)


def _line(finding: Finding) -> str:
    others = also(finding)
    tail = f" (also {others})" if others else ""
    return f"{place(finding)}: {finding.severity} {finding.rule} {one_line(finding.message)}{tail}"
