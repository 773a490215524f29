"""A file of findings that are known already, so that a run speaks of new ones only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.errors import ConfigError
from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Baseline, Report

SCHEMA = 1

#: Kinds of objects without a name that lasts: their findings are known by fingerprint alone.
_UNNAMED = ("statement", "ignore")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One known finding. `objects` are the names of its objects; none where they have none that lasts."""

    rule: str
    severity: Severity
    fingerprint: str
    objects: tuple[str, ...] = ()


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    schema: int
    findings: tuple[Entry, ...]


def read_baseline(file: Path) -> tuple[Entry, ...]:
    """The entries of a baseline. Raises ConfigError when the file cannot be read or is something else."""
    try:
        document = msgspec.json.decode(file.read_bytes(), type=_Document)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror or error}") from error
    except msgspec.MsgspecError as error:
        raise ConfigError(f"{file}: is not a baseline: {error}") from error
    if document.schema != SCHEMA:
        raise ConfigError(f"{file}: is of schema {document.schema}, this pgassay reads {SCHEMA}")
    return document.findings


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """What a baseline of these findings holds."""
    return tuple(
        Entry(
            rule=finding.rule,
            severity=finding.severity,
            fingerprint=finding.fingerprint,
            objects=tuple(sorted(_names(finding))),
        )
        for finding in findings
    )


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline: sorted, one finding a line, so that a difference shows what came and went."""
    in_order = sorted(entries, key=lambda entry: (entry.rule, entry.objects, entry.fingerprint))
    lines = [
        f"    {msgspec.json.format(msgspec.json.encode(entry), indent=0).decode()}" for entry in in_order
    ]
    body = "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "schema": {SCHEMA},\n  "findings": {body}\n}}\n'


def without_known(
    report: Report, entries: Sequence[Entry], file: Path, ran: Collection[str] | None = None
) -> Report:
    """The report with its new findings only, and what of the baseline nothing finds any more.

    `ran` names the rules that were asked, where not all of them were: of the others nothing can be said. A
    finding comes back when it concerns further objects, or is more severe than it was.
    """
    of_rule: dict[str, list[Entry]] = {}
    for entry in entries:
        of_rule.setdefault(entry.rule, []).append(entry)
    new = [_new(finding, of_rule.get(finding.rule, ())) for finding in report.findings]
    kept = tuple(finding for finding in new if finding is not None)
    judged = [entry for entry in entries if ran is None or entry.rule in ran] if not report.errors else []
    gone = tuple(_gone(judged, report.findings))
    known = len(new) - len(kept)
    return replace(report, findings=kept, baseline=Baseline(file=str(file), known=known, gone=gone))


def _names(finding: Finding) -> tuple[str, ...]:
    refs = finding.objects or (finding.object,)
    return tuple(dict.fromkeys(ref.identity for ref in refs if ref.kind not in _UNNAMED))


def _new(finding: Finding, entries: Sequence[Entry]) -> Finding | None:
    """The finding with what is new of it, or None when the entries of its rule hold it.

    Objects that share a cause are one finding, whose fingerprint is that of the first of them: when that one
    is mended the others must not come back as new. So entries and findings of several objects are compared
    object by object.
    """
    names = _names(finding)
    same = [entry for entry in entries if entry.fingerprint == finding.fingerprint]
    shared = [entry for entry in entries if len(entry.objects) > 1 or len(names) > 1]
    matching = same + [entry for entry in shared if not set(names).isdisjoint(entry.objects)]
    if not matching:
        return finding
    held = {name for entry in matching for name in entry.objects}
    fresh = [name for name in names if name not in held]
    was = max((entry.severity for entry in matching), key=lambda severity: severity.rank)
    if fresh:
        return replace(finding, message=f"{finding.message} (new since the baseline: {', '.join(fresh)})")
    if finding.severity.rank > was.rank:
        return replace(finding, message=f"{finding.message} (in the baseline as {was.value})")
    return None


def _gone(entries: Iterable[Entry], findings: Sequence[Finding]) -> Iterable[str]:
    fingerprints = {finding.fingerprint for finding in findings}
    names = {(finding.rule, name) for finding in findings for name in _names(finding)}
    for entry in entries:
        left = [name for name in entry.objects if (entry.rule, name) not in names]
        if entry.objects and left:
            yield f"{entry.rule} on {', '.join(left)}"
        elif not entry.objects and entry.fingerprint not in fingerprints:
            yield f"{entry.rule} ({entry.fingerprint})"
