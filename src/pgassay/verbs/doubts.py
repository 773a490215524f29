"""What the trial of a fix came to: it holds, it does not, or it was not tried, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import psycopg
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.model.finding import Evidence, Finding, NotChecked
from pgassay.postgres.connect import told
from pgassay.postgres.server import Server

#: The whole trial of one review ends after this many seconds; fixes not reached by then are said to be
#: untried.
SECONDS = 120.0

_STOPPED = f"the trial of all fixes was stopped after {SECONDS:.0f} seconds"
_LOST = "the server went away while fixes were tried: run the review again"

_ROLLED_BACK = (
    "applied: the rule falls silent and nothing as severe appears; rolled back: the catalog is as before"
)


class Doubt(msgspec.Struct, frozen=True):
    """Why a fix does not hold; or, where it was not tried, why not."""

    why: str
    tried: bool = True


def untried(error: psycopg.Error | ServerError, server: Server) -> Doubt:
    """That a fix was not tried, for what ended the trial of all."""
    if not server.answers:
        return Doubt(_LOST, tried=False)
    if isinstance(error, ServerError):
        return Doubt(str(error), tried=False)
    # Past its time a session is ended, and says so or nothing.
    ended = isinstance(error, psycopg.errors.AdminShutdown) or error.sqlstate is None
    return Doubt(_STOPPED if ended else told(error), tried=False)


def not_reached(findings: Sequence[Finding]) -> list[NotChecked]:
    """That fixes were not tried, where the trial of all of them ended early."""
    notes = [one.fix.note for one in findings if one.fix is not None and not one.fix.tried]
    counted = ((why, notes.count(why)) for why in (_LOST, _STOPPED))
    return [
        NotChecked(what=f"{many} fixes" if many > 1 else "a fix", why=why) for why, many in counted if many
    ]


def settled(finding: Finding, doubts: Mapping[int, Doubt]) -> Finding:
    """The finding with its fix marked as tried, noted as untried, or left out with the reason."""
    fix, doubt = finding.fix, doubts.get(id(finding))
    if fix is None:
        return finding
    if doubt is None:
        shown = Evidence(kind="executed", summary=_ROLLED_BACK, sql=fix.sql)
        return replace(finding, fix=replace(fix, tried=True), evidence=(*finding.evidence, shown))
    if not doubt.tried:
        return replace(finding, fix=replace(fix, note=doubt.why))
    # Nobody is helped by SQL that is known not to do it.
    shown = Evidence(kind="executed", summary=f"the fix was tried and is left out: {doubt.why}")
    advice = (
        finding.advice or f"Mend it by hand. No SQL is given, for what was tried does not do: {doubt.why}"
    )
    return replace(finding, fix=None, advice=advice, evidence=(*finding.evidence, shown))
