"""The report as a Markdown document in the shape of a written review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import dedent

from pgassay.model.finding import Finding, Fix, Held, Severity
from pgassay.model.report import Report
from pgassay.reports.plain import one_line, safe
from pgassay.reports.script import Script, fix_script, script_note, terminated
from pgassay.reports.wording import (
    also,
    count,
    counts,
    family_rank,
    family_title,
    left_out,
    listed,
    locks_line,
    next_step,
    not_checked_line,
    readable,
    target_line,
    tenancy_line,
    tenancy_toml,
    trial,
)

_WHEN = {
    Severity.CRITICAL: "before deployment",
    Severity.HIGH: "before deployment",
    Severity.MEDIUM: "soon",
    Severity.LOW: "when the file is next touched",
    Severity.INFO: "to know",
}
_SPECIAL = re.compile(r"([\\`*\[\]<>|~$])|(?<!\w)_|_(?!\w)")
_LEADING = re.compile(r"\A([-+=#>:]|\d+(?=[.)]))")


#: So many facts of a finding, lines of a fix and headlines are shown; the rest is counted.
_MOST_FACTS, _MOST_LINES, _MOST_WORST = 5, 20, 15


def render(report: Report) -> str:
    """The whole report; the same report gives the same text."""
    report = readable(report)
    families = {held.family for held in report.holds} | {finding.family for finding in report.findings}
    sections = [*_head(report), *_summary(report)]
    labelled: list[tuple[str, Finding]] = []
    for number, family in enumerate(sorted(families, key=family_rank), start=1):
        findings = [finding for finding in report.findings if finding.family == family]
        numbered = [(f"{number}.{place}", finding) for place, finding in enumerate(findings, start=1)]
        held = [held for held in report.holds if held.family == family and held.held]
        sections += [
            f"## {number}. {family_title(family)}",
            *_good(held),
            *_findings(numbered, report),
            "---",
        ]
        labelled += numbered
    sections += [*_holds(report), *_not_checked(report), *_actions(labelled), *_scripts(fix_script(labelled))]
    return "\n\n".join(sections) + "\n"


def text(value: str) -> str:
    """Text on one line that Markdown shows as it is: no markup, no link, no mention of a user."""
    line = one_line(value).replace("&", "&amp;").replace("@", "&#64;").replace("://", "&#58;//")
    line = re.sub(r"(?i)\b(www)\.", r"\1&#46;", line)
    line = _SPECIAL.sub(lambda match: "\\" + match.group(), line)
    return _LEADING.sub(_escape_leading, line)


def _escape_leading(match: re.Match[str]) -> str:
    return f"{match.group()}\\" if match.group().isdigit() else f"\\{match.group()}"


def code(value: str) -> str:
    """Text as inline code, whatever backticks and pipes it holds."""
    line = one_line(value)
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(sql: str, language: str = "sql") -> str:
    """A fenced block that nothing in the text can close."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", sql) or [""]))
    return f"{fence}{language}\n{sql.rstrip()}\n{fence}"


def _lines(*lines: str) -> str:
    """One paragraph with a line break after each line."""
    return "  \n".join(line for line in lines if line)


def _head(report: Report) -> Iterator[str]:
    tenancy = report.tenancy
    yield f"# Database review: {text(listed(report.target.paths, 3))}"
    facts = [f"**Target**: {text(target_line(report))}"]
    if locks := locks_line(report):
        facts.append(f"**Locks**: {text(locks)}")
    if tenancy is not None:
        inferred = " (inferred)" if tenancy.inferred and tenancy.mode != "none" else ""
        facts.append(f"**Tenancy**: {text(tenancy_line(tenancy))}{inferred}")
        if tenancy.client_roles:
            facts.append(f"**Client roles**: {text(', '.join(tenancy.client_roles))}")
        facts += [f"**Note**: {text(note)}" for note in tenancy.notes]
    yield _lines(*facts)
    if tenancy is not None and tenancy.inferred and tenancy.mode != "none":
        yield "The tenancy above is inferred. Confirm it in `pgassay.toml`:"
        yield block(tenancy_toml(tenancy), "toml")
    yield "---"


def _summary(report: Report) -> Iterator[str]:
    yield "## Executive summary"
    tried = sum(finding.fix is not None and finding.fix.tried for finding in report.findings)
    fixes = f" {count(tried, 'fix', 'fixes')} tried and ready below." if tried else ""
    yield f"**Overall assessment**: **{report.assessment.upper()}**: {counts(report)}.{fixes}"
    yield _lines(*(f"**{severity.capitalize()}**: {report.count(severity)}" for severity in Severity))
    worst = [finding for finding in report.findings if finding.severity.rank >= Severity.HIGH.rank]
    if worst:
        yield "**Worst first**:"
        more = [f"- and {len(worst) - _MOST_WORST} more"] if len(worst) > _MOST_WORST else []
        yield "\n".join([*map(_headline, worst[:_MOST_WORST]), *more])
    yield f"**Next**: {text(next_step(report))}"
    yield "---"


def _headline(finding: Finding) -> str:
    place = f" ({code(str(finding.location))})" if finding.location else ""
    return f"- **{finding.severity.value}** {text(finding.rule)}: {text(finding.message)}{place}"


def _good(holds: Sequence[Held]) -> Iterator[str]:
    if holds:
        yield "### What looks good"
        yield "\n".join(
            f"- {text(held.right or f'No {held.rule}')}: {len(held.held)} of {held.examined}"
            for held in holds
        )


def _findings(numbered: Sequence[tuple[str, Finding]], report: Report) -> Iterator[str]:
    for severity, same in groupby(numbered, key=lambda item: item[1].severity):
        yield f"### {severity.capitalize()}"
        for number, finding in same:
            yield f"#### {number} {text(finding.rule)}: {text(finding.object.identity)}"
            yield from _finding(finding, report)


def _finding(finding: Finding, report: Report) -> Iterator[str]:
    location = code(str(finding.location)) if finding.location else "not in a file"
    others = also(finding, most=10)
    also_line = f"**Also**: {text(others)}" if others else ""
    yield _lines(f"**Location**: {location}", f"**Issue**: {text(finding.message)}", also_line)
    source = dedent("\n".join(map(safe, report.source_lines(finding.location)))).strip()
    if source:
        yield block(source)
    yield f"**Risk**: {finding.severity.upper()}. {text(finding.why)}"
    if finding.evidence:
        yield "**Evidence**:"
        facts = [f"- *{text(item.kind)}*: {text(item.summary)}" for item in finding.evidence]
        more = [f"- and {len(facts) - _MOST_FACTS} more"] if len(facts) > _MOST_FACTS else []
        yield "\n".join([*facts[:_MOST_FACTS], *more])
    if finding.related:
        yield "**See also**:"
        yield "\n".join(f"- {_related(item.rule, item.note, item.location)}" for item in finding.related)
    if finding.advice:
        yield f"**Advice**: {text(finding.advice)}"
    if finding.fix is not None:
        yield from _fix(finding.fix)


def _related(rule: str | None, note: str, location: object) -> str:
    return (
        (f"**{text(rule)}**: " if rule else "")
        + text(note)
        + (f" ({code(str(location))})" if location else "")
    )


def _fix(fix: Fix) -> Iterator[str]:
    yield f"**Fix** ({trial(fix)}):"
    yield block(_start(terminated(fix.sql)))
    yield "**Rollback**:"
    yield block(_start(terminated(fix.rollback)))


def _start(sql: str) -> str:
    """SQL of many lines cut to the first; the whole of it is in the script at the end, and in JSON."""
    lines = sql.splitlines()
    if len(lines) <= _MOST_LINES:
        return sql
    return "\n".join([*lines[:_MOST_LINES], f"-- and {len(lines) - _MOST_LINES} more lines"])


def _holds(report: Report) -> Iterator[str]:
    yield "## What holds"
    rows = [
        f"| {text(held.rule)} | {held.examined} | {len(held.held)} | {held.found} | {held.ignored}"
        f" | {held.unchecked} |"
        for held in sorted(report.holds, key=lambda held: (family_rank(held.family), held.rule))
        if held.examined
    ]
    if rows:
        head = "| Rule | Examined | Hold | Found | Ignored | Not checked |\n|---|---:|---:|---:|---:|---:|"
        yield "\n".join([head, *rows])
    else:
        yield "Nothing was examined."
    if report.ignored:
        yield "Ignored, with a reason:"
        yield "\n".join(
            f"- **{text(finding.rule)}** on {text(finding.object.identity)}: {text(reason)}"
            for finding, reason in report.ignored
        )
    if lines := list(left_out(report)):
        yield "Left out of this report:"
        yield "\n".join(f"- {text(line)}" for line in lines)


def _not_checked(report: Report) -> Iterator[str]:
    yield "## Not checked"
    lines = [not_checked_line(item) for item in report.not_checked]
    lines += [f"went wrong: {error}" for error in report.errors]
    yield "\n".join(f"- {text(line)}" for line in lines) or "Everything that pgassay looks at was checked."


def _actions(labelled: Iterable[tuple[str, Finding]]) -> Iterator[str]:
    yield "## Recommended actions"
    worst_first = sorted(labelled, key=lambda item: -item[1].severity.rank)
    if not worst_first:
        yield "None."
    for severity, same in groupby(worst_first, key=lambda item: item[1].severity):
        yield f"### {severity.capitalize()} ({_WHEN[severity]})"
        yield "\n".join(f"- [ ] {_action(number, finding)}" for number, finding in same)


def _action(number: str, finding: Finding) -> str:
    objects = f"{len(finding.objects)} objects" if len(finding.objects) > 1 else text(finding.object.identity)
    where = f" ({code(str(finding.location))})" if finding.location else ""
    return f"{number} **{text(finding.rule)}** on {objects}{where}"


def _scripts(script: Script | None) -> Iterator[str]:
    if script is None:
        return
    yield "## Quick fix script"
    yield script_note(script)
    yield block(script.forward)
    yield "### Rollback script"
    yield block(script.back)
