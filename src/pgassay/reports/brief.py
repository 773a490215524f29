"""As much of the findings as a number of lines holds: the worst in full, nothing without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.text import Text

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.reports.blocks import cause_line, rule_line, severity_line, short
from pgassay.reports.wording import count

#: One line for a severity, for each of its rules, or for each finding.
_COUNTED, _BY_RULE, _BY_CAUSE = range(3)
#: What is shown better, in this order, as long as there is room: one more finding in full (None), or a
#: severity in more detail.
_BETTER: tuple[Severity | None, ...] = (
    None,
    Severity.CRITICAL,
    None,
    Severity.HIGH,
    Severity.MEDIUM,
    None,
    Severity.LOW,
    Severity.MEDIUM,
    *[None] * 6,
    Severity.INFO,
    Severity.LOW,
    Severity.INFO,
)
#: No column for the names of rules is wider.
_WIDEST = 34


class _Plan(msgspec.Struct, frozen=True):
    """How many findings are shown in full, and how the rest of each severity is."""

    full: int = 1
    levels: dict[Severity, int] = msgspec.field(
        default_factory=lambda: {Severity.CRITICAL: _BY_RULE, Severity.HIGH: _BY_RULE}
    )

    def better(self, severity: Severity | None) -> _Plan:
        if severity is None:
            return replace(self, full=self.full + 1)
        return replace(self, levels=self.levels | {severity: self.levels.get(severity, _COUNTED) + 1})


def brief(report: Report, console: Console, most: int) -> list[Text]:
    """The findings in at most `most` lines, worst first."""
    worst = _worst(report.findings)
    plan = _Plan()
    lines = _shown(report, console, plan, worst)
    for step in _BETTER:
        richer = plan.better(step)
        if richer.full > len(worst) or _least(report, richer) > most or _upside_down(report, richer, step):
            continue
        tried = _shown(report, console, richer, worst)
        if len(tried) <= most:
            plan, lines = richer, tried
    if len(lines) > most:
        left = len(lines) - most + 1
        lines = [*lines[: most - 1], Text(f"  and {count(left, 'more line')}")]
    return lines


def _worst(findings: Sequence[Finding]) -> list[Finding]:
    """The findings in the order in which they are shown in full: worst first, of the bad ones one a rule."""
    seen: set[str] = set()

    def again(finding: Finding) -> bool:
        bad = finding.severity.rank >= Severity.HIGH.rank and finding.rule not in seen
        seen.add(finding.rule)
        return not bad

    return sorted(findings, key=again)


def _upside_down(report: Report, plan: _Plan, step: Severity | None) -> bool:
    """True when the severity of the step gets more detail than a worse one."""
    if step is None:
        return False
    worse = [one for one in Severity if one.rank > step.rank and report.count(one)]
    return any(plan.levels.get(one, _COUNTED) < plan.levels[step] for one in worse)


def _least(report: Report, plan: _Plan) -> int:
    """A number of lines that the plan takes at least: a plan is not tried for thousands of findings."""
    return (
        sum(report.count(severity) for severity, level in plan.levels.items() if level == _BY_CAUSE)
        - plan.full
    )


def _shown(report: Report, console: Console, plan: _Plan, worst: Sequence[Finding]) -> list[Text]:
    chosen = {id(finding) for finding in worst[: plan.full]}
    lines: list[Text] = []
    for finding in report.findings:
        if id(finding) in chosen:
            lines += [*short(finding, report, console), Text()]
    rest = [finding for finding in report.findings if id(finding) not in chosen]
    in_full = {(finding.rule, finding.severity) for finding in worst[: plan.full]}
    lines += _rows(rest, console, plan, in_full)
    return lines if rest else lines[:-1]


def _rows(
    rest: Sequence[Finding], console: Console, plan: _Plan, in_full: set[tuple[str, Severity]]
) -> Iterator[Text]:
    named = [finding.rule for finding in rest if plan.levels.get(finding.severity, _COUNTED) > _COUNTED]
    width = min(_WIDEST, max(map(len, named), default=0))
    for severity, same in groupby(rest, key=lambda finding: finding.severity):
        findings, level = list(same), plan.levels.get(severity, _COUNTED)
        if level == _COUNTED:
            yield severity_line(findings, console)
        elif level >= _BY_CAUSE:
            yield from (cause_line(finding, console, width) for finding in findings)
        else:
            by_rule: dict[str, list[Finding]] = {}
            for finding in findings:
                by_rule.setdefault(finding.rule, []).append(finding)
            for rule, of_rule in by_rule.items():
                yield rule_line(of_rule, console, width, more=(rule, severity) in in_full)
