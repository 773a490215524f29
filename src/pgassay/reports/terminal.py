"""The report for people at a terminal: worst first, and short enough to be read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.reports import WIDTH
from pgassay.reports.blocks import STYLES, whole, wrapped
from pgassay.reports.brief import brief
from pgassay.reports.plain import one_line
from pgassay.reports.wording import (
    count,
    counts,
    family_title,
    holds_by_family,
    left_out,
    locks_line,
    next_step,
    not_checked_line,
    readable,
    target_line,
    tenancy_line,
    tenancy_toml,
)

#: A screenful: the report keeps to it unless everything is asked for.
LINES = 40
_INDENT = 11
#: So many things that were not checked, or went wrong, get a line of their own.
_MOST_LISTED = 3


def render(report: Report, *, width: int = WIDTH, color: bool = False, verbose: bool = False) -> str:
    """The report as text of at most `width` columns, where words allow.

    It takes no more than `LINES` lines: the worst findings are shown in full, the others on a line each, or a
    line a rule, or counted. `verbose` shows everything.
    """
    report = readable(report)
    console = Console(
        file=io.StringIO(),
        width=max(width, 40),
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        legacy_windows=False,
    )
    for line in _everything(report, console) if verbose else _screenful(report, console):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


# A screenful


def _screenful(report: Report, console: Console) -> list[Text]:
    head = [_verdict(report), *_target(report, console, most=3)]
    tail = [*_doubts(report, console), *_end(report, shortened=bool(report.findings))]
    findings = brief(report, console, LINES - len(head) - len(tail) - 2)
    blocks = (head, findings, tail)
    return [line for block in blocks if block for line in (*block, Text())][:-1]


def _verdict(report: Report) -> Text:
    worst = report.findings[0].severity if report.findings else None
    style = STYLES[worst] if worst else "bold green"
    return Text.assemble((report.assessment.upper(), f"{style} reverse"), "  ", counts(report))


def _target(report: Report, console: Console, most: int | None = None) -> Iterator[Text]:
    """What was looked at, in lines of which each fact takes at most so many."""
    yield from _fact(console, "target", target_line(report), most)
    if locks := locks_line(report):
        yield from _fact(console, "locks", locks, most)
    tenancy = report.tenancy
    if tenancy is None:
        return
    inferred = tenancy.inferred and tenancy.mode != "none"
    how = " (inferred: pgassay config shows it, to confirm it in pgassay.toml)" if inferred else ""
    yield from _fact(console, "tenancy", tenancy_line(tenancy) + how, most)
    for note in tenancy.notes[:most]:
        yield from _fact(console, "", note, most)
    if report.target.platform != "supabase" and tenancy.client_roles:
        yield from _fact(console, "clients", ", ".join(tenancy.client_roles), most)


def _doubts(report: Report, console: Console) -> Iterator[Text]:
    """What was not looked at, what was left out, and what holds: a few lines each."""
    yield from _few(console, "not checked", [not_checked_line(item) for item in report.not_checked])
    yield from _few(console, "went wrong", report.errors)
    yield from _few(console, "left out", list(left_out(report)))
    if report.ignored:
        yield from _few(console, "ignored", [f"{count(len(report.ignored), 'finding')}, each with a reason"])
    families = holds_by_family(report)
    if families:
        rules = sum(len(family.rules) for family in families)
        held, examined = (sum(getattr(one, part) for one in families) for part in ("held", "examined"))
        says = f"{held:,} of {examined:,} checks; {count(rules, 'rule')} found nothing wrong"
        yield from _few(console, "holds", [says])


def _few(console: Console, label: str, lines: Sequence[str]) -> Iterator[Text]:
    for number, line in enumerate(lines[:_MOST_LISTED]):
        more = f" and {len(lines) - number:,} more like it"
        last = number == _MOST_LISTED - 1 and len(lines) > _MOST_LISTED
        title = f"{label if number == 0 else '':<12}"
        text = Text.assemble("  ", (title, "bold"), one_line(line))
        text.truncate(console.width - (len(more) if last else 0), overflow="ellipsis")
        yield text + Text(more if last else "")


# Everything


def _everything(report: Report, console: Console) -> Iterator[Text]:
    yield from (_verdict(report), Text(), *_target(report, console))
    tenancy = report.tenancy
    if tenancy is not None and tenancy.inferred and tenancy.mode != "none":
        yield from (Text(f"    {line}", style="dim") for line in tenancy_toml(tenancy).splitlines())
    if tenancy is not None and tenancy.unscoped:
        yield from _fact(console, "without", ", ".join(tenancy.unscoped))
    yield from _all_findings(report, console)
    yield from _holds(report, console)
    yield from _list(console, "Not checked", [not_checked_line(item) for item in report.not_checked])
    ignored = [f"{finding.rule} on {finding.object.identity}: {reason}" for finding, reason in report.ignored]
    yield from _list(console, "Ignored", ignored)
    yield from _list(console, "Left out", list(left_out(report)))
    yield from _list(console, "Went wrong", report.errors)
    yield from (Text(), *_end(report, shortened=False))


def _all_findings(report: Report, console: Console) -> Iterator[Text]:
    def part(finding: Finding) -> tuple[Severity, str]:
        return finding.severity, finding.family

    for (severity, family), findings in groupby(report.findings, key=part):
        yield from (Text(), Text(f"{severity.capitalize()}: {family_title(family)}", style="bold underline"))
        for number, finding in enumerate(findings):
            yield from [Text()] if number else []
            yield from whole(finding, report, console)


def _holds(report: Report, console: Console) -> Iterator[Text]:
    holds = holds_by_family(report)
    if holds:
        yield from (Text(), Text("Holds", style="bold underline"))
    for family in holds:
        rules = f"{count(len(family.rules), 'rule')} without a finding"
        title = (f"{family_title(family.family):<18}", "green")
        yield Text.assemble("  ", title, f" {rules}, {family.held:,} of {family.examined:,} checks hold")
        yield from wrapped(console, Text(", ".join(family.rules), style="dim"), 4)


def _list(console: Console, title: str, lines: Sequence[str]) -> Iterator[Text]:
    if lines:
        yield from (Text(), Text(title, style="bold underline"))
    for line in lines:
        yield from wrapped(console, Text(one_line(line)), 2)


# Both


def _fact(console: Console, label: str, fact: str, most: int | None = None) -> Iterable[Text]:
    lines = wrapped(console, Text(one_line(fact)), _INDENT, most)
    lines[0] = Text.assemble("  ", (f"{label:<9}", "bold"), lines[0].plain.lstrip())
    return lines


def _end(report: Report, *, shortened: bool) -> list[Text]:
    total = count(len(report.findings), "finding")
    ends = [Text(f"{total}: {counts(report)}" if report.findings else "No findings", style="bold")]
    if shortened:
        says = "Shortened: --verbose shows every detail, --output html=FILE lays them out."
        ends.append(Text(says, style="dim"))
    return [*ends, Text(f"Next: {next_step(report)}")]
