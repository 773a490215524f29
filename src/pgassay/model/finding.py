"""What a rule says, how bad it is, and how it is known."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from pgassay.model.ref import Ref
from pgassay.model.source import Location


class Severity(StrEnum):
    """How bad a finding is. Ordered: `Severity.HIGH.rank` is above `Severity.LOW.rank`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """4 for critical down to 0 for info."""
        return _RANKS[self]

    def lowered(self) -> Severity:
        """One step less severe; info stays info."""
        return next((severity for severity, rank in _RANKS.items() if rank == self.rank - 1), Severity.INFO)

    def capped(self, most: Severity) -> Severity:
        """This severity, or `most` if this is above it."""
        return self if self.rank <= most.rank else most


_RANKS = {
    Severity.CRITICAL: 4,
    Severity.HIGH: 3,
    Severity.MEDIUM: 2,
    Severity.LOW: 1,
    Severity.INFO: 0,
}


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One fact a finding rests on. `kind` is parsed, catalog, executed, measured or proved.

    `sql` is what was run or read; `rows` how many rows it gave, where it was run.
    """

    kind: str
    summary: str
    sql: str | None = None
    rows: int | None = None


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """SQL that mends a finding and the SQL that takes it back.

    `tried` is true once both ran on the server: the rule fell silent and the way back gave the same catalog;
    `note` says why it was not tried. A fix that did not hold is left out of its finding. `covers` are the
    objects that it mends; none stands for all of the finding's. With `instead` it is to be run in the place
    of the statements at `replaces`, and never after the migrations: it was tried there, and nobody waited.
    With `differs` it makes something else than these statements, on purpose.
    """

    sql: str
    rollback: str
    tried: bool = False
    note: str | None = None
    instead: bool = False
    covers: tuple[Ref, ...] = ()
    replaces: tuple[Location, ...] = ()
    differs: bool = False


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another place, or another rule's word on the same cause."""

    note: str
    rule: str | None = None
    location: Location | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault at one object, or at several that share one cause (`objects`, the first of which is
    `object`).

    `together` is the message where there are several, with {count} for how many.
    """

    rule: str
    family: str
    severity: Severity
    object: Ref
    message: str
    why: str
    fingerprint: str = ""
    objects: tuple[Ref, ...] = ()
    location: Location | None = None
    evidence: tuple[Evidence, ...] = ()
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    advice: str | None = None
    together: str | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule examined: counts, the identities of what it found right, and in words what is right."""

    rule: str
    family: str
    examined: int
    found: int
    ignored: int
    unchecked: int
    held: tuple[str, ...]
    right: str = ""


class NotChecked(msgspec.Struct, frozen=True, kw_only=True):
    """Something pgassay could not look at, and why.

    With `open` clients reach past row security by it: a report that found nothing else is not clean.
    """

    what: str
    why: str
    where: str | None = None
    open: bool = False
