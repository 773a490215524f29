"""Findings as lines of styled text for a terminal, with more or less detail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import groupby

from rich.console import Console
from rich.text import Text

from pgassay.model.finding import Finding, Fix, Severity
from pgassay.model.report import Report
from pgassay.reports.plain import one_line, safe
from pgassay.reports.wording import also, listed, place, trial

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_INDENT = 4


class Detail(IntEnum):
    """How much of a finding is shown, from one line a rule to everything."""

    FOLDED = 0
    BRIEF = 1
    SHORT = 2
    FULL = 3
    ALL = 4


def wrapped(console: Console, text: Text, indent: int) -> list[Text]:
    """The text in lines that fit the console behind an indent of so many columns; at least one line."""
    lines = text.wrap(console, max(20, console.width - indent))
    return [Text(" " * indent).append_text(line) for line in lines] or [Text()]


def finding_lines(finding: Finding, report: Report, console: Console, detail: Detail) -> list[Text]:
    """One finding: place and message always, then what `detail` allows."""
    style = STYLES[finding.severity]
    lines = [
        Text.assemble(
            "  ", (finding.severity.value, style), " ", (finding.rule, "bold"), "  ", place(finding)
        ),
        *wrapped(console, Text(one_line(finding.message)), _INDENT),
    ]
    others = also(finding, most=1000 if detail is Detail.ALL else 3)
    if others:
        lines += wrapped(console, Text(f"also {others}", style="dim"), _INDENT)
    if detail >= Detail.FULL:
        lines += _source(finding, report, console)
    if detail is Detail.ALL:
        lines += wrapped(console, Text(one_line(f"why: {finding.why}")), _INDENT)
    if detail >= Detail.SHORT:
        lines += _evidence(finding, console, {Detail.SHORT: 1, Detail.FULL: 3}.get(detail, 1000))
        lines += _remedy(finding, console, whole=detail is Detail.ALL)
    if detail is Detail.ALL:
        for item in finding.related:
            rule = f"{item.rule}: " if item.rule else ""
            at = f" ({item.location})" if item.location else ""
            lines += wrapped(console, Text(one_line(f"see {rule}{item.note}{at}"), style="dim"), _INDENT)
    return lines


def folded_lines(findings: Iterable[Finding], console: Console) -> list[Text]:
    """Findings of one severity, one line a rule: how many, and where the first ones are."""
    lines: list[Text] = []
    for rule, group in groupby(
        sorted(findings, key=lambda finding: finding.rule), key=lambda finding: finding.rule
    ):
        same = list(group)
        objects = [ref.identity for finding in same for ref in finding.objects or (finding.object,)]
        head = Text.assemble(
            "  ", (same[0].severity.value, STYLES[same[0].severity]), " ", (rule, "bold"), f"  {len(same)}: "
        )
        line = head + Text(listed(objects, 3))
        line.truncate(console.width, overflow="ellipsis")
        lines.append(line)
    return lines


def _source(finding: Finding, report: Report, console: Console) -> list[Text]:
    """The line of source with a caret under the column, cut to fit around it."""
    source, location = report.source_line(finding.location), finding.location
    if source is None or location is None or not source.strip():
        return []
    gutter = f"{location.line} | "
    width = console.width - _INDENT - len(gutter)
    text = safe(source).replace("\t", " ").replace("\n", " ").rstrip()
    column = min(max(location.column, 1), len(text)) - 1
    start = 0 if len(text) <= width else max(0, min(column - width // 3, len(text) - width))
    shown = text[start : start + width]
    stripped = len(shown) - len(shown.lstrip()) if start == 0 else 0
    shown = shown[min(stripped, column) :]
    caret = Text(text[start + min(stripped, column) : column]).cell_len
    indent = " " * _INDENT
    return [
        Text.assemble(indent, (gutter, "dim"), shown),
        Text.assemble(
            indent, (" " * (len(gutter) - 2) + "| ", "dim"), " " * caret, ("^", STYLES[finding.severity])
        ),
    ]


def _evidence(finding: Finding, console: Console, most: int) -> list[Text]:
    lines: list[Text] = []
    for evidence in finding.evidence[:most]:
        line = Text.assemble(" " * _INDENT, (f"{evidence.kind}: ", "bold"), one_line(evidence.summary))
        line.truncate(console.width, overflow="ellipsis")
        lines.append(line)
    if len(finding.evidence) > most:
        lines.append(Text(f"{' ' * _INDENT}and {len(finding.evidence) - most} more facts", style="dim"))
    return lines


def _remedy(finding: Finding, console: Console, *, whole: bool) -> list[Text]:
    """The fix, on one line unless `whole`; the advice where there is one."""
    lines: list[Text] = []
    fix = finding.fix
    if fix is not None and whole:
        lines += _statements("fix", fix.sql, trial(fix)) + _statements("rollback", fix.rollback)
    elif fix is not None:
        lines.append(_fix_line(fix, console))
    if finding.advice:
        lines += wrapped(console, Text(one_line(f"advice: {finding.advice}")), _INDENT)
    return lines


def _fix_line(fix: Fix, console: Console) -> Text:
    tail = Text(f" ({trial(fix)})", style="green" if fix.tried else "dim")
    sql = Text(one_line(fix.sql))
    sql.truncate(max(20, console.width - _INDENT - 5 - tail.cell_len), overflow="ellipsis")
    return Text.assemble(" " * _INDENT, ("fix: ", "bold"), sql, tail)


def _statements(label: str, sql: str, note: str = "") -> list[Text]:
    head = Text.assemble(" " * _INDENT, (f"{label}:", "bold"), (f" ({note})" if note else "", "dim"))
    lines: Sequence[str] = sql.strip().splitlines()
    return [head, *(Text(f"{' ' * (_INDENT + 2)}{line}") for line in lines)]
