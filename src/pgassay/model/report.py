"""What a verb returns."""

from __future__ import annotations

import msgspec

from pgassay.model.finding import Finding, Held, NotChecked, Severity
from pgassay.model.source import Location


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and on which server.

    `watched` is the number of files that were watched for locks, on tables that the others had made and that
    were filled with rows; `watched_how` says why these are the new ones.
    """

    paths: tuple[str, ...]
    files: int
    statements: int
    platform: str
    postgres: str
    server: str
    layout: str = "plain"
    failed_statements: int = 0
    watched: int = 0
    watched_how: str = ""


class TenancySummary(msgspec.Struct, frozen=True, kw_only=True):
    """Whose rows are whose, in one glance; `inferred` is false once the configuration states it."""

    mode: str
    table: str | None
    columns: tuple[str, ...]
    membership: str | None
    inferred: bool
    client_roles: tuple[str, ...] = ()
    scoped: int = 0
    unscoped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """A file of known findings: how many of them this run met and left out, and which it did not find."""

    file: str
    known: int
    gone: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a verb: findings, what holds, what was not checked, and what went wrong on the way.

    `baseline` and `hidden`, the number of findings too slight to be shown, say what was left out of the
    findings. `sources` maps a file to its lines, so that a renderer can show the place; it is not part of the
    JSON.
    """

    verb: str
    target: Target
    tenancy: TenancySummary | None
    findings: tuple[Finding, ...]
    holds: tuple[Held, ...]
    not_checked: tuple[NotChecked, ...]
    errors: tuple[str, ...] = ()
    ignored: tuple[tuple[Finding, str], ...] = ()
    baseline: Baseline | None = None
    hidden: int = 0
    sources: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """How many findings carry exactly that severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def assessment(self) -> str:
        """One phrase for the whole: clean, nothing new, acceptable, needs work or needs fixes."""
        worst = max((finding.severity.rank for finding in self.findings), default=-1)
        if worst >= Severity.HIGH.rank:
            return "needs fixes"
        if worst == Severity.MEDIUM.rank:
            return "needs work"
        if worst >= 0 or self.hidden or any(one.open for one in self.not_checked):
            return "acceptable"
        return "nothing new" if self.baseline is not None and self.baseline.known else "clean"

    def source_line(self, location: Location | None) -> str | None:
        """The line of source a location points at, or None."""
        if location is None:
            return None
        if location.text is not None:
            return location.text.partition("\n")[0]
        lines = self.sources.get(location.file, ())
        return lines[location.line - 1] if 0 < location.line <= len(lines) else None

    def source_lines(self, location: Location | None, most: int = 8) -> tuple[str, ...]:
        """The lines of source of what a location points at; of more than `most` only the first."""
        first = self.source_line(location)
        if location is None or first is None:
            return ()
        if location.text is not None:
            return tuple(location.text.split("\n")[:most])
        if not location.line <= location.end_line < location.line + most:
            return (first,)
        return self.sources[location.file][location.line - 1 : location.end_line]
