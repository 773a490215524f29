"""The report for people at a terminal: worst first, and short enough to be read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from pgassay.model.finding import Severity
from pgassay.model.report import Report
from pgassay.reports.blocks import STYLES, Detail, finding_lines, folded_lines, wrapped
from pgassay.reports.plain import one_line
from pgassay.reports.wording import (
    count,
    counts,
    family_title,
    holds_by_family,
    left_out,
    next_step,
    not_checked_line,
    readable,
    target_line,
    tenancy_line,
    tenancy_toml,
)

WIDTH = 100
_MOST_LINES = 40
_FULL, _SHORT, _BRIEF, _FOLDED = Detail.FULL, Detail.SHORT, Detail.BRIEF, Detail.FOLDED
#: How much of critical, high and medium findings is shown; the first that keeps to _MOST_LINES is taken.
_DETAILS = (
    (_FULL, _FULL, _FULL),
    (_FULL, _FULL, _SHORT),
    (_FULL, _FULL, _BRIEF),
    (_FULL, _SHORT, _BRIEF),
    (_FULL, _BRIEF, _FOLDED),
)
#: Where none does, so many of the worst are shown, one a rule, and all are listed by rule.
_WORST = 5


def render(report: Report, *, width: int = WIDTH, color: bool = False, verbose: bool = False) -> str:
    """The report as text of at most `width` columns, where words allow.

    About 40 lines go to findings: what does not fit is shown with less detail, low and info findings as one
    line a rule; of a longer list the worst are shown and all are named. `verbose` shows everything.
    """
    report = readable(report)
    width = max(width, 40)
    console = Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        legacy_windows=False,
    )
    folded, findings = _findings(report, console, verbose)
    for line in (*_head(report, console), *findings, *_tail(report, console, verbose), *_end(report, folded)):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _head(report: Report, console: Console) -> Iterable[Text]:
    worst = report.findings[0].severity if report.findings else None
    style = STYLES[worst] if worst else "bold green"
    yield Text.assemble((report.assessment.upper(), f"{style} reverse"), "  ", counts(report))
    yield Text()
    yield from _fact(console, "target", target_line(report))
    tenancy = report.tenancy
    if tenancy is None:
        return
    inferred = " (inferred)" if tenancy.inferred and tenancy.mode != "none" else ""
    yield from _fact(console, "tenancy", tenancy_line(tenancy) + inferred)
    for note in tenancy.notes:
        yield from _fact(console, "", note)
    if inferred:
        yield from _fact(console, "", "confirm it in pgassay.toml:")
        yield from (Text(f"    {line}", style="dim") for line in tenancy_toml(tenancy).splitlines())
    if tenancy.client_roles:
        yield from _fact(console, "clients", ", ".join(tenancy.client_roles))


def _fact(console: Console, label: str, fact: str) -> Iterable[Text]:
    lines = wrapped(console, Text(one_line(fact)), 11)
    lines[0] = Text.assemble("  ", (f"{label:<9}", "bold"), lines[0].plain.lstrip())
    return lines


def _findings(report: Report, console: Console, verbose: bool) -> tuple[bool, list[Text]]:
    """Whether anything was left out, and the lines of all findings."""
    if verbose:
        return False, _with_details(report, console, dict.fromkeys(Severity, Detail.ALL))
    for critical, high, medium in _DETAILS:
        details = dict.fromkeys(Severity, Detail.FOLDED)
        details |= {Severity.CRITICAL: critical, Severity.HIGH: high, Severity.MEDIUM: medium}
        lines = _with_details(report, console, details)
        if sum(bool(line.plain) for line in lines) <= _MOST_LINES:
            return any(details[finding.severity] < Detail.FULL for finding in report.findings), lines
    return True, _worst(report, console)


def _worst(report: Report, console: Console) -> list[Text]:
    """The worst finding of each of the first rules, then every rule with its objects, one line each."""
    first = {finding.rule: finding for finding in reversed(report.findings)}
    worst = [finding for finding in report.findings if first[finding.rule] is finding][:_WORST]
    lines = [Text(), Text("Start with", style="bold underline")]
    for number, finding in enumerate(worst):
        lines += [Text()] if number else []
        lines += finding_lines(finding, report, console, Detail.FULL)
    lines += [Text(), Text("All findings", style="bold underline")]
    for _, same in groupby(report.findings, key=lambda finding: finding.severity):
        lines += folded_lines(same, console)
    return lines


def _with_details(report: Report, console: Console, details: Mapping[Severity, Detail]) -> list[Text]:
    lines: list[Text] = []
    for severity, same in groupby(report.findings, key=lambda finding: finding.severity):
        detail = details[severity]
        if detail is Detail.FOLDED:
            lines += [Text(), *folded_lines(same, console)]
            continue
        for family, findings in groupby(same, key=lambda finding: finding.family):
            lines += [
                Text(),
                Text(f"{severity.capitalize()}: {family_title(family)}", style="bold underline"),
            ]
            for number, finding in enumerate(findings):
                if number and detail >= Detail.SHORT:
                    lines.append(Text())
                lines += finding_lines(finding, report, console, detail)
    return lines


def _tail(report: Report, console: Console, verbose: bool) -> Iterable[Text]:
    holds = holds_by_family(report)
    if holds:
        yield from (Text(), Text("Holds", style="bold underline"))
    for family in holds:
        rules = f"{count(len(family.rules), 'rule')} without a finding"
        yield Text.assemble(
            "  ",
            (f"{family_title(family.family):<18}", "green"),
            f" {rules}, {family.held:,} of {family.examined:,} checks hold",
        )
        if verbose:
            yield from wrapped(console, Text(", ".join(family.rules), style="dim"), 4)
    yield from _list(console, "Not checked", [not_checked_line(item) for item in report.not_checked])
    yield from _list(
        console,
        "Ignored",
        [f"{finding.rule} on {finding.object.identity}: {reason}" for finding, reason in report.ignored],
    )
    yield from _list(console, "Left out", list(left_out(report)))
    yield from _list(console, "Went wrong", report.errors)


def _list(console: Console, title: str, lines: Sequence[str]) -> Iterable[Text]:
    if lines:
        yield from (Text(), Text(title, style="bold underline"))
    for line in lines:
        yield from wrapped(console, Text(one_line(line)), 2)


def _end(report: Report, folded: bool) -> Iterable[Text]:
    yield Text()
    if folded:
        yield Text(
            "Some details are folded: --verbose shows them all, --output html=FILE lays them out.",
            style="dim",
        )
    total = count(len(report.findings), "finding")
    yield Text.assemble((f"{total}: {counts(report)}" if report.findings else "No findings", "bold"))
    yield Text(f"Next: {next_step(report)}")
