"""Tries the fixes that rules propose: forward, judged again, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import psycopg

from pgassay.facts import Facts
from pgassay.model.finding import Evidence, Finding, Fix
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.probe import Probe
from pgassay.referee.fingerprint import fingerprint
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule
from pgassay.rules.run import judge

#: The whole trial of one review ends after this many seconds; fixes not reached by then are said to be untried.
SECONDS = 120.0

_ROLLED_BACK = "applied: the rule falls silent and nothing as severe appears; rolled back: the catalog is as before"


def try_fixes(
    server: Server,
    context: Context,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    *,
    database: str = "postgres",
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """The findings with each fix marked as tried, or with the reason why it did not hold.

    All fixes are applied together in one transaction that is rolled back, as the migration role; only what does not hold
    together is tried in smaller groups, so the cost grows with the number of fixes that fail and not with all of them.
    """
    with_fix = [finding for finding in findings if finding.fix is not None]
    if not with_fix:
        return tuple(findings)
    if progress is not None:
        progress("trying fixes", 0, len(with_fix))
    with server.migrator(database) as connection, server.guard(connection, SECONDS):
        trial = _Trial(connection, context, rules)
        notes = trial.notes(with_fix)
        connection.rollback()
    return tuple(_told(finding, notes) for finding in findings)


def _told(finding: Finding, notes: dict[int, str]) -> Finding:
    if finding.fix is None:
        return finding
    note = notes.get(id(finding))
    fix = Fix(sql=finding.fix.sql, rollback=finding.fix.rollback, tried=note is None, note=note)
    if note is not None:
        return replace(finding, fix=fix)
    shown = Evidence(kind="executed", summary=_ROLLED_BACK, sql=finding.fix.sql)
    return replace(finding, fix=fix, evidence=(*finding.evidence, shown))


@dataclass(slots=True)
class _Trial:
    """One connection on which fixes are tried, and what the database said before them."""

    connection: psycopg.Connection
    context: Context
    rules: Sequence[Rule]

    def notes(self, findings: list[Finding]) -> dict[int, str]:
        """Why a fix does not hold, by the id of its finding; those that hold have no entry."""
        notes: dict[int, str] = {}
        alone: list[Finding] = []
        try:
            before = fingerprint(self.connection)
            known = self._judged()
            together = [findings]
            while together:
                group = together.pop()
                set_aside, note = self._group(group, before, known)
                alone += set_aside
                held = [finding for finding in group if not any(finding is other for other in set_aside)]
                if note is None or not held:
                    continue
                if len(held) == 1:
                    notes[id(held[0])] = note
                else:
                    together += [held[: len(held) // 2], held[len(held) // 2 :]]
            for finding in alone:
                set_aside, note = self._group([finding], before, known)
                if set_aside or note:
                    notes[id(finding)] = note or "Postgres refuses it"
        except psycopg.Error as error:
            self._abandon(findings, notes, f"not tried: {str(error).strip()}")
        return notes

    def _abandon(self, findings: list[Finding], notes: dict[int, str], note: str) -> None:
        for finding in findings:
            notes.setdefault(id(finding), note)

    def _group(
        self, group: list[Finding], before: str, known: dict[str, Finding]
    ) -> tuple[list[Finding], str | None]:
        """Those of a group that Postgres refuses beside the others, and why the rest does not hold (None: it does)."""
        run(self.connection, "SAVEPOINT trial")
        applied: list[Finding] = []
        refused: list[Finding] = []
        why: str | None = None
        for finding in group:
            error = self._step(finding.fix.sql if finding.fix else "")
            if error is None:
                applied.append(finding)
            else:
                refused.append(finding)
                why = f"Postgres refuses it: {error}"
        note = None
        if applied:
            note = self._verdict(applied, known) or self._undone(applied, before)
        run(self.connection, "ROLLBACK TO SAVEPOINT trial")
        if len(group) == 1 and refused:
            return refused, why
        return refused, note

    def _step(self, sql: str) -> str | None:
        run(self.connection, "SAVEPOINT step")
        try:
            run(self.connection, sql)
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            run(self.connection, "ROLLBACK TO SAVEPOINT step")
            return error.diag.message_primary or str(error).strip()
        run(self.connection, "RELEASE SAVEPOINT step")
        return None

    def _judged(self) -> dict[str, Finding]:
        catalog = read_catalog(self.connection)
        facts = Facts(catalog=catalog, config=self.context.config, platform=self.context.facts.platform)
        context = replace(self.context, catalog=catalog, facts=facts, probe=Probe(self.connection))
        return {finding.fingerprint: finding for finding in judge(context, self.rules, report_ignores=False).findings}

    def _verdict(self, applied: list[Finding], known: dict[str, Finding]) -> str | None:
        """What still speaks, or newly speaks, after the fixes."""
        now = self._judged()
        for finding in applied:
            for other in now.values():
                overlaps = not set(other.objects).isdisjoint(finding.objects)
                same = other.fingerprint == finding.fingerprint or (overlaps and other.fingerprint not in known)
                if other.rule == finding.rule and same:
                    return f"applied, but {finding.rule} still speaks of {other.object.identity}"
        worst = min(finding.severity.rank for finding in applied)
        for finding in now.values():
            if finding.fingerprint not in known and finding.severity.rank >= max(worst, 1):
                return f"applied, but {finding.rule} now speaks of {finding.object.identity}"
        return None

    def _undone(self, applied: list[Finding], before: str) -> str | None:
        for finding in reversed(applied):
            error = self._step(finding.fix.rollback if finding.fix else "")
            if error is not None:
                return f"its rollback is refused: {error}"
        return None if fingerprint(self.connection) == before else "its rollback leaves a different catalog"
