"""One line per finding: `file:line:column: severity rule message`, as compilers write them."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.model.finding import Finding
from pgassay.model.report import Report
from pgassay.reports.plain import one_line
from pgassay.reports.wording import also, place, readable


def render(report: Report) -> str:
    """The findings, one a line; an empty text when there are none."""
    # What no line shows need not be made readable: it is most of a report.
    heads = tuple(
        replace(finding, why="", evidence=(), related=(), fix=None, advice=None)
        for finding in report.findings
    )
    shown = replace(report, findings=heads, holds=(), ignored=(), not_checked=(), sources={})
    return "".join(f"{_line(finding)}\n" for finding in readable(shown).findings)


def _line(finding: Finding) -> str:
    others = also(finding)
    tail = f" (also {others})" if others else ""
    return f"{place(finding)}: {finding.severity} {finding.rule} {one_line(finding.message)}{tail}"
