"""Runs the rules and brings what they say into one list: ignores, precedence, grouping, severity, order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from pgassay.model.finding import Evidence, Finding, Held, Severity
from pgassay.read.failures import Failure
from pgassay.read.names import plain_name
from pgassay.rules.bearing import bears_on
from pgassay.rules.context import Context, for_rule
from pgassay.rules.discover import FAMILIES
from pgassay.rules.fingerprints import marked
from pgassay.rules.group import grouped
from pgassay.rules.ignores import Ignores
from pgassay.rules.outside import Resting
from pgassay.rules.precedence import settled
from pgassay.rules.rule import Holds, Rule
from pgassay.rules.sizes import sized
from pgassay.rules.subjects import subjects
from pgassay.rules.vouched import vouched


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What all rules said. `ignored` holds each ignored finding with its reason; `errors` the rules that
    crashed; `resting` what is not known, for it rests on relations that only stand in.
    """

    findings: tuple[Finding, ...]
    holds: tuple[Held, ...]
    ignored: tuple[tuple[Finding, str], ...]
    errors: tuple[str, ...]
    resting: tuple[Finding, ...] = ()


class _Said(msgspec.Struct):
    """What one rule said, before it is sorted out."""

    rule: Rule
    findings: list[Finding]
    held: list[str]
    unchecked: int = 0


def judge(context: Context, rules: Sequence[Rule], *, report_ignores: bool = True) -> Judgement:
    """What `rules` find in the database of `context`, most severe first.

    With `report_ignores` the ignores that ignore nothing are findings too; that holds only when all rules
    run.
    """
    errors: list[str] = []
    said = [_ask(context, rule, errors) for rule in rules if _enabled(context, rule)]
    ignores = Ignores(context)
    # Asked only where there are some: a review without a server has no facts, and pays to import them.
    outside = Resting.of(context.facts) if context.replay.placeholders else None
    kept: list[Finding] = []
    ignored: list[tuple[Finding, str]] = []
    resting: list[Finding] = []
    for one in said:
        if outside is not None:
            one.findings, unknown = outside.parted(one.findings)
            one.unchecked += len(unknown)
            resting += unknown
        for finding in one.findings:
            reason = ignores.reason(finding)
            if reason is None:
                kept.append(finding)
            else:
                ignored.append((finding, reason))
    if report_ignores:
        kept += ignores.complaints(rules)
    failed: dict[str, list[Failure]] = defaultdict(list)
    for failure in context.replay.failures:
        for name in failure.targets:
            failed[name].append(failure)
    graded = [_graded(context, finding, rules) for finding in kept]
    together = grouped(settled(graded, rules))
    findings = sorted((_lowered(context, one, failed) for one in together), key=_order)
    return Judgement(
        findings=tuple(marked(findings)),
        holds=tuple(_tally(one, ignored) for one in said if one.held or one.findings),
        ignored=tuple(ignored),
        errors=tuple(errors),
        resting=tuple(resting),
    )


def _ask(context: Context, rule: Rule, errors: list[str]) -> _Said:
    said = _Said(rule=rule, findings=[], held=[])
    view = for_rule(context, rule)
    for subject in subjects(context, rule.on):
        try:
            for word in rule.check(subject, view):
                if not isinstance(word, Holds):
                    said.findings.append(word)
                elif vouched(view, rule, word.ref):
                    said.held.append(word.ref.identity)
                else:
                    said.unchecked += 1
        except Exception as error:  # one rule that crashes must not silence the others
            said.unchecked += 1
            name = getattr(subject, "identity", None) or getattr(subject, "location", subject)
            errors.append(f"rule {rule.name} failed at {name}: {type(error).__name__}: {error}")
    return said


def _enabled(context: Context, rule: Rule) -> bool:
    if rule.live and context.catalog.statistics is None:
        return False
    return context.config.enabled(rule.name)


def _graded(context: Context, finding: Finding, rules: Iterable[Rule]) -> Finding:
    """The finding with its severity: stated, capped while tenancy is a guess, low for a small table."""
    stated = _stated(context, finding)
    if stated is not None:
        return replace(finding, severity=stated)
    rule = next((rule for rule in rules if rule.name == finding.rule), None)
    shown = any(evidence.kind in ("executed", "proved") for evidence in finding.evidence)
    if rule is not None and rule.assumes_tenancy and context.facts.tenancy.inferred and not shown:
        finding = replace(finding, severity=finding.severity.capped(Severity.HIGH))
    return sized(finding, rule, context)


def _stated(context: Context, finding: Finding) -> Severity | None:
    stated = context.config.rules.get(finding.rule)
    return stated.severity if stated is not None else None


def _lowered(context: Context, finding: Finding, failed: Mapping[str, Sequence[Failure]]) -> Finding:
    """The finding one step lower where failed statements were to change each of its objects."""
    if _stated(context, finding) is not None:
        return finding
    failures = [
        next((one for one in failed.get(plain_name(ref.relation or ""), ()) if bears_on(one, finding)), None)
        for ref in finding.objects or (finding.object,)
    ]
    failure = failures[0]
    # Of many objects those that no failure has touched are as they are said to be.
    if failure is None or not all(failures):
        return finding
    place, sqlstate = failure.statement.location, failure.sqlstate
    says = f"{place} was to change it and failed ({sqlstate}), so it is graded one step lower"
    note = Evidence(kind="executed", summary=says)
    return replace(finding, severity=finding.severity.lowered(), evidence=(*finding.evidence, note))


def _order(finding: Finding) -> tuple[int, bool, int, str, int, str, str]:
    place = finding.location
    shown = any(evidence.kind == "executed" for evidence in finding.evidence)
    return (
        -finding.severity.rank,
        not shown,
        FAMILIES.index(finding.family),
        place.file if place else "",
        place.line if place else 0,
        finding.rule,
        finding.object.identity,
    )


def _tally(said: _Said, ignored: Iterable[tuple[Finding, str]]) -> Held:
    ignored_here = sum(finding.rule == said.rule.name for finding, _ in ignored)
    found = len(said.findings) - ignored_here
    # What is right about an object in one respect is not right where it is wrong in another.
    held = set(said.held) - {finding.object.identity for finding in said.findings}
    return Held(
        rule=said.rule.name,
        family=said.rule.family,
        examined=len(said.findings) + len(held) + said.unchecked,
        found=found,
        ignored=ignored_here,
        unchecked=said.unchecked,
        held=tuple(sorted(held)),
        right=said.rule.right,
    )
