"""The report as a short comment on a pull request, in Markdown; no comment where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pgassay.model.finding import Finding
from pgassay.model.report import Report
from pgassay.reports.markdown import block, text
from pgassay.reports.plain import one_line
from pgassay.reports.script import fix_script, script_note
from pgassay.reports.wording import also, count, counts, left_out, not_checked_line, place, readable

#: What a comment starts with, so that the next run finds it and puts the new one in its place.
MARKER = "<!-- pgassay:{verb} -->"
#: GitHub takes 65,536 characters.
_MOST_CHARACTERS = 60_000
_SHOWN, _FOLDED, _DOUBTS, _LONGEST = 10, 90, 20, 300


def render(report: Report) -> str:
    """The worst findings in a table, the others and the tried fixes folded; empty without findings.

    What does not fit into a comment is left out, fixes first.
    """
    report = readable(report)
    if not report.findings and not report.errors:
        return ""
    numbered = list(enumerate(report.findings, start=1))
    parts = [
        f"{MARKER.format(verb=report.verb)}\n### pgassay: {report.assessment}, {counts(report)}",
        _table(numbered[:_SHOWN]),
        _folded(count(len(numbered) - _SHOWN, "more finding"), [_table(numbered[_SHOWN:][:_FOLDED])])
        if len(numbered) > _SHOWN
        else "",
        *_fixes(numbered),
        *_doubts(report),
    ]
    kept: list[str] = []
    for part in filter(None, parts):
        if sum(map(len, kept)) + len(part) < _MOST_CHARACTERS:
            kept.append(part)
    return "\n\n".join(kept) + "\n"


def _table(numbered: Sequence[tuple[int, Finding]]) -> str:
    rows = [f"| {number} | {finding.severity.value} | {_cells(finding)} |" for number, finding in numbered]
    return "\n".join(["| | | Finding | Where |", "|---:|---|---|---|", *rows])


def _cells(finding: Finding) -> str:
    return f"**{text(finding.rule)}** {_what(finding)} | {text(place(finding))}"


def _what(finding: Finding) -> str:
    others = also(finding)
    line = one_line(finding.message) + (f" (also {others})" if others else "")
    return text(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…")


def _fixes(numbered: Sequence[tuple[int, Finding]]) -> Iterator[str]:
    script = fix_script([(str(number), finding) for number, finding in numbered])
    if script is not None:
        title = f"{count(script.fixes, 'tried fix', 'tried fixes')}"
        yield _folded(title, [script_note(script), block(script.forward), "Back:", block(script.back)])


def _doubts(report: Report) -> Iterator[str]:
    lines = [f"went wrong: {error}" for error in report.errors]
    lines += [f"not checked: {not_checked_line(item)}" for item in report.not_checked]
    lines += [f"left out: {line}" for line in left_out(report)]
    if lines:
        items = [f"- {text(line[:_LONGEST])}" for line in lines[:_DOUBTS]]
        yield _folded(f"{count(len(lines), 'thing')} not checked or left out", ["\n".join(items)])


def _folded(title: str, parts: Sequence[str]) -> str:
    return "\n\n".join([f"<details><summary>{title}</summary>", *parts, "</details>"])
