"""What all renderers share: one order, and the same words for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from operator import is_

import msgspec
from msgspec.structs import replace

from pgassay.model.finding import Finding, Fix, NotChecked, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report, TenancySummary
from pgassay.reports.plain import one_line, safe

#: The families in the order a report shows them, with their headings.
FAMILIES = {
    "isolation": "Tenant isolation",
    "privileges": "Privileges",
    "integrity": "Integrity",
    "history": "Migration history",
    "locks": "Locks",
    "performance": "Performance",
    "code": "Application code",
    "drift": "Drift",
    "proof": "Proofs",
}
_FAMILY_ORDER = tuple(FAMILIES)

#: The schema that is left out where people read.
_LONG = "pg_catalog."

#: What is said of every fix whose SQL is shown: see `readable`.
TRIED = "tried: applied, silent, rolled back"
INSTEAD = "to run instead; tried in the statement's place: nobody waits"


def trial(fix: Fix) -> str:
    """How a fix was tried."""
    return INSTEAD if fix.instead else TRIED


def cleaned(report: Report) -> Report:
    """The report with every text in it made `safe` (lines of sources aside) and its findings in order."""
    parts = {name: _cleaned(getattr(report, name)) for name in report.__struct_fields__ if name != "sources"}
    clean = replace(report, **parts, sources={safe(file): lines for file, lines in report.sources.items()})
    return replace(clean, findings=ordered(clean.findings))


def readable(report: Report) -> Report:
    """The report as people read it: `cleaned`, types without schema pg_catalog, and no fact said twice."""
    clean = cleaned(report)
    holds = tuple(replace(one, held=tuple(_short(name) for name in one.held)) for one in clean.holds)
    return replace(clean, findings=tuple(_readable(finding) for finding in clean.findings), holds=holds)


def _readable(finding: Finding) -> Finding:
    """A finding with short types and without SQL that nobody tried: that is no SQL to copy.

    That a fix was tried is said beside it, not among the evidence.
    """
    objects = tuple(map(_short_ref, finding.objects))
    tried = finding.fix.sql if finding.fix is not None and finding.fix.tried else None
    evidence = tuple(
        replace(item, summary=_short(item.summary)) if _LONG in item.summary else item
        for item in finding.evidence
        if tried is None or item.sql != tried
    )
    finding = replace(finding, object=_short_ref(finding.object), objects=objects, evidence=evidence)
    if finding.fix is None or finding.fix.tried:
        return finding
    reason = finding.fix.note or "there was no server"
    why = f"A fix was not tried, so it stands in the JSON report only: {reason}"
    advice = f"{finding.advice.rstrip('.')}. {why}" if finding.advice else why
    return replace(finding, fix=None, advice=advice)


def _short_ref(ref: Ref) -> Ref:
    return replace(ref, identity=_short(ref.identity)) if _LONG in ref.identity else ref


def _short(text: str) -> str:
    return text.replace(_LONG, "")


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value if isinstance(value, Enum) else safe(value)
    # Most is clean: to make the same again would take most of the time of a short report.
    if isinstance(value, tuple):
        items: tuple[object, ...] = value
        clean = tuple(_cleaned(item) for item in items)
        return value if all(map(is_, clean, items)) else clean
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        changed = {name: new for name, part in parts.items() if (new := _cleaned(part)) is not part}
        return replace(value, **changed) if changed else value
    return value


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, family, place, rule and object: one order for every format."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.location
    return (
        -finding.severity.rank,
        family_rank(finding.family),
        (place.file, place.line, place.column) if place else ("\uffff", 0, 0),
        finding.rule,
        finding.object.identity,
        finding.fingerprint,
        finding.message,
    )


def family_rank(family: str) -> tuple[int, str]:
    """Where a family stands in a report; one that is not known stands last."""
    return (_FAMILY_ORDER.index(family) if family in FAMILIES else len(FAMILIES), family)


def family_title(family: str) -> str:
    """The heading of a family."""
    return FAMILIES.get(family, family.capitalize())


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def counts(report: Report) -> str:
    """`3 critical, 5 high`: the severities that occur, or `no findings`."""
    found = [f"{report.count(severity)} {severity}" for severity in Severity if report.count(severity)]
    return ", ".join(found) or "no findings"


def listed(names: Sequence[str], most: int) -> str:
    """The first `most` names, and how many more there are."""
    shown = ", ".join(one_line(name) for name in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def also(finding: Finding, most: int = 3) -> str:
    """The objects besides the first that share the finding's cause, or an empty text."""
    return listed([ref.identity for ref in finding.objects if ref != finding.object], most)


def place(finding: Finding) -> str:
    """`file:line:column`, or the object where nothing in a file shaped it."""
    return one_line(str(finding.location)) if finding.location else f"({one_line(finding.object.identity)})"


def target_line(report: Report) -> str:
    """What was looked at, in one sentence without a full stop."""
    target = report.target
    paths = listed(target.paths, 3) or "nothing"
    line = f"{paths}: {count(target.files, 'file')}, {count(target.statements, 'statement')}"
    if target.failed_statements:
        line += f" ({target.failed_statements:,} failed)"
    return f"{line}; platform {target.platform}; Postgres {target.postgres} ({target.server})"


def locks_line(report: Report) -> str:
    """Which files were watched for locks, in one sentence without a full stop; "" where none were."""
    target = report.target
    older = target.files - target.watched
    if not target.watched or not older:
        return ""
    watched = count(target.watched, "file") + f" watched on tables with rows: {target.watched_how}"
    return f"{watched}; {count(older, 'older file')} taken as applied"


def tenancy_line(tenancy: TenancySummary) -> str:
    """Whose rows are whose, in one sentence without a full stop."""
    keys = ", ".join(tenancy.columns) or "no column"
    if tenancy.mode == "none":
        line = "no tenants found"
    elif tenancy.mode == "owner":
        line = f"each user owns rows, by {keys}"
    else:
        line = f"{tenancy.table or 'no tenant table'}, by {keys}"
        line += f"; members in {tenancy.membership}" if tenancy.membership else "; no membership table"
    whose = {"none": "a user", "owner": "an owner"}.get(tenancy.mode, "a tenant")
    scoped = f"; {count(tenancy.scoped, 'table')} with {whose}" if tenancy.scoped else ""
    without = f", {len(tenancy.unscoped):,} without" if tenancy.unscoped else ""
    return one_line(f"{line}{scoped}{without}")


def tenancy_toml(tenancy: TenancySummary) -> str:
    """The lines for pgassay.toml that confirm an inferred tenancy."""
    lines = ["[tenancy]", f"mode = {_toml(tenancy.mode)}"]
    if tenancy.table:
        lines.append(f"table = {_toml(tenancy.table)}")
    if tenancy.columns:
        lines.append(f"column = [{', '.join(map(_toml, tenancy.columns))}]")
    if tenancy.membership:
        lines.append(f"membership = {_toml(tenancy.membership)}")
    return "\n".join(lines)


def _toml(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def not_checked_line(item: NotChecked) -> str:
    """What could not be looked at, why, and where."""
    where = f" ({item.where})" if item.where else ""
    return one_line(f"{item.what}: {item.why}{where}")


class FamilyHolds(msgspec.Struct, frozen=True, kw_only=True):
    """What holds in one family: how many rules found only right objects, and how many objects held."""

    family: str
    rules: tuple[str, ...]
    held: int
    examined: int


def holds_by_family(report: Report) -> tuple[FamilyHolds, ...]:
    """What holds, one entry per family in which anything held."""
    found: list[FamilyHolds] = []
    for family in sorted({held.family for held in report.holds}, key=family_rank):
        of_family = [held for held in report.holds if held.family == family and held.examined]
        if any(held.held for held in of_family):
            found.append(
                FamilyHolds(
                    family=family,
                    rules=tuple(sorted(held.rule for held in of_family if not held.found and held.held)),
                    held=sum(len(held.held) for held in of_family),
                    examined=sum(held.examined for held in of_family),
                )
            )
    return tuple(found)


def left_out(report: Report) -> Iterator[str]:
    """What the findings leave out, slight or known, and what the baseline need not hold any more."""
    if report.hidden:
        yield f"{count(report.hidden, 'finding')} below --min-severity"
    baseline = report.baseline
    if baseline is None:
        return
    yield f"{count(baseline.known, 'finding')} that {one_line(baseline.file)} holds"
    if baseline.gone:
        found = f"{one_line(baseline.file)} holds what is not there any more: {listed(baseline.gone, 3)}"
        yield f"{found}; --write-baseline drops it"


def next_step(report: Report) -> str:
    """The one thing to do next."""
    if report.findings:
        worst = report.findings[0]
        return f"start with {worst.rule}: pgassay explain {worst.rule}"
    if report.not_checked or report.errors:
        return "read what was not checked; --strict makes it count"
    return "nothing to do"
