"""Findings as lines of styled text for a terminal: one in full, one on a line, or many on a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from pgassay.model.finding import Evidence, Finding, Fix, Severity
from pgassay.model.report import Report
from pgassay.reports.plain import one_line, safe
from pgassay.reports.wording import also, count, listed, place, trial

STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}
_INDENT = 4
#: What shows a fact better than reading it does.
_SHOWN = ("executed", "measured", "proved")


def wrapped(console: Console, text: Text, indent: int, most: int | None = None) -> list[Text]:
    """The text in lines that fit the console behind an indent of so many columns; at least one line.

    Of more than `most` lines the last one shown ends in an ellipsis.
    """
    width = max(20, console.width - indent)
    lines = list(text.wrap(console, width))
    if most is not None and len(lines) > most:
        for line in lines:
            line.rstrip()
        rest = Text(" ").join(lines[most - 1 :])
        rest.truncate(width, overflow="ellipsis")
        lines = [*lines[: most - 1], rest]
    return [Text(" " * indent).append_text(line) for line in lines] or [Text()]


def cut(console: Console, line: Text) -> Text:
    """The line, with an ellipsis where the console ends."""
    line.truncate(console.width, overflow="ellipsis")
    return line


def whole(finding: Finding, report: Report, console: Console) -> list[Text]:
    """Everything there is to a finding."""
    lines = [_head(finding), *wrapped(console, Text(one_line(finding.message)), _INDENT)]
    others = also(finding, most=1000)
    lines += wrapped(console, Text(f"also {others}", style="dim"), _INDENT) if others else []
    lines += _source(finding, report, console, caret=True)
    lines += wrapped(console, Text(one_line(f"why: {finding.why}")), _INDENT)
    lines += [line for item in finding.evidence for line in wrapped(console, _fact(item), _INDENT)]
    lines += _repair(finding, console)
    for item in finding.related:
        rule = f"{item.rule}: " if item.rule else ""
        at = f" ({item.location})" if item.location else ""
        lines += wrapped(console, Text(one_line(f"see {rule}{item.note}{at}"), style="dim"), _INDENT)
    return lines


def short(finding: Finding, report: Report, console: Console) -> list[Text]:
    """A finding in a few lines: its place, what it says, the line of source, how it is known, what to do."""
    lines = [_head(finding), *wrapped(console, Text(one_line(finding.message)), _INDENT, most=3)]
    others = also(finding)
    lines += wrapped(console, Text(f"also {others}", style="dim"), _INDENT, most=1) if others else []
    lines += _source(finding, report, console, caret=False)
    shown = next((item for item in finding.evidence if item.kind in _SHOWN), None)
    for item in [shown] if shown else finding.evidence[:1]:
        lines += wrapped(console, _fact(item), _INDENT, most=1)
    if finding.fix is not None:
        label = "instead (tried)" if finding.fix.instead else "fix (tried)"
        lines += _labelled(console, label, finding.fix.sql, most=1)
    if finding.advice:
        lines += _labelled(console, "advice", finding.advice, most=2)
    return lines


def cause_line(finding: Finding, console: Console, width: int) -> Text:
    """A finding on one line: severity, rule in `width` columns, message."""
    return cut(console, _row(finding, width) + Text(one_line(finding.message)))


def rule_line(findings: Sequence[Finding], console: Console, width: int, *, more: bool) -> Text:
    """The findings of one rule and severity on one line; `more` of which are shown already."""
    if len(findings) == 1:
        return cause_line(findings[0], console, width)
    objects = [ref.identity for finding in findings for ref in finding.objects or (finding.object,)]
    number = f"{len(findings)}{' more' if more else ''}: "
    return cut(console, _row(findings[0], width) + Text(number + listed(objects, 5)))


def severity_line(findings: Sequence[Finding], console: Console) -> Text:
    """The findings of one severity on one line: how many there are of each rule."""
    rules = Counter(finding.rule for finding in findings).most_common()
    named = ", ".join(f"{rule} {number}" if number > 1 else rule for rule, number in rules)
    head = Text.assemble("  ", _severity(findings[0]), f"{count(len(findings), 'finding')}: ")
    return cut(console, head + Text(named))


def _row(finding: Finding, width: int) -> Text:
    return Text.assemble("  ", _severity(finding), (f"{finding.rule:<{width}}", "bold"), "  ")


def _severity(finding: Finding) -> tuple[str, str]:
    return f"{finding.severity.value:<8}  ", STYLES[finding.severity]


def _head(finding: Finding) -> Text:
    style = STYLES[finding.severity]
    return Text.assemble(
        "  ", (finding.severity.value, style), " ", (finding.rule, "bold"), "  ", place(finding)
    )


def _fact(item: Evidence) -> Text:
    return Text.assemble((f"{item.kind}: ", "bold"), one_line(item.summary))


def _source(finding: Finding, report: Report, console: Console, *, caret: bool) -> list[Text]:
    """The line of source, cut to fit around the column; with a caret under it where that is asked for."""
    source, location = report.source_line(finding.location), finding.location
    if source is None or location is None or not source.strip():
        return []
    gutter = f"{location.line if location.text is None else 'SQL'} | "
    width = console.width - _INDENT - len(gutter)
    text = safe(source).replace("\t", " ").replace("\n", " ").rstrip()
    column = min(max(location.column, 1), len(text)) - 1
    start = 0 if len(text) <= width else max(0, min(column - width // 3, len(text) - width))
    shown = text[start : start + width]
    stripped = len(shown) - len(shown.lstrip()) if start == 0 else 0
    shown = shown[min(stripped, column) :]
    indent = " " * _INDENT
    lines = [Text.assemble(indent, (gutter, "dim"), shown)]
    if caret:
        before = " " * Text(text[start + min(stripped, column) : column]).cell_len
        edge = " " * (len(gutter) - 2) + "| "
        lines.append(Text.assemble(indent, (edge, "dim"), before, ("^", STYLES[finding.severity])))
    return lines


def _labelled(console: Console, label: str, text: str, most: int | None = None) -> list[Text]:
    return wrapped(console, Text.assemble((f"{label}: ", "bold"), one_line(text)), _INDENT, most)


def _repair(finding: Finding, console: Console) -> list[Text]:
    """The fix with its way back, and the advice, where there are any."""
    fix: Fix | None = finding.fix
    lines: list[Text] = []
    if fix is not None:
        lines += _statements("fix", fix.sql, trial(fix)) + _statements("rollback", fix.rollback)
    return lines + (_labelled(console, "advice", finding.advice) if finding.advice else [])


def _statements(label: str, sql: str, note: str = "") -> list[Text]:
    head = Text.assemble(" " * _INDENT, (f"{label}:", "bold"), (f" ({note})" if note else "", "dim"))
    lines: Sequence[str] = sql.strip().splitlines()
    return [head, *(Text(f"{' ' * (_INDENT + 2)}{line}") for line in lines)]
