"""Tries the fixes that rules propose: forward, judged again, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import psycopg
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.model.finding import Finding
from pgassay.postgres.connect import run, told
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.probe import Probe
from pgassay.referee.fingerprint import fingerprint
from pgassay.rules.context import Context
from pgassay.rules.rule import Rule
from pgassay.rules.run import judge
from pgassay.verbs.changed import changed_by
from pgassay.verbs.doubts import SECONDS, Doubt, settled, untried
from pgassay.verbs.recipes import try_recipes
from pgassay.verbs.verdict import verdict as verdict_on

#: Fixes that do not go with the others are tried alone, this many at most: each costs a reading and a
#: judgement.
MOST_ALONE = 8


def try_fixes(
    server: Server,
    context: Context,
    findings: Sequence[Finding],
    rules: Sequence[Rule],
    *,
    before: Sequence[Finding] | None = None,
    described: str | None = None,
    database: str = "postgres",
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[Finding, ...]:
    """The findings with each fix marked as tried; one that did not hold is left out, and the reason told.

    All fixes are applied together in one transaction that is rolled back, as the migration role; only those
    that do not go with the others are tried alone, so the cost grows with the number of fixes that fail and
    not with all of them. `before` is all that the rules say now, `described` the referee's fingerprint of the
    database as it is: without them both are asked again.
    """
    with_fix = [finding for finding in findings if finding.fix is not None]
    if not with_fix:
        return tuple(findings)
    # What is to be run instead of a statement cannot be run after it.
    instead = [finding for finding in with_fix if finding.fix is not None and finding.fix.instead]
    with_fix = [finding for finding in with_fix if finding.fix is not None and not finding.fix.instead]
    doubts: dict[int, Doubt] = {}
    held: set[int] = set()
    recipes: dict[int, Finding] = {}
    try:
        recipes = dict(zip(map(id, instead), try_recipes(server, context, instead), strict=True))
    except (psycopg.Error, ServerError) as error:
        doubts |= {id(finding): untried(error, server) for finding in instead}
    if progress is not None:
        progress("trying fixes", 0, len(with_fix))
    try:
        with server.migrator(database, unbent=True) as connection, server.guard(connection, SECONDS):
            trial = _Trial(connection, context, rules, held=held)
            trial.doubt(doubts, with_fix, before, described)
            if not connection.closed:
                connection.rollback()
    except (psycopg.Error, ServerError) as error:
        # What was shown to hold before the trial ended holds.
        for finding in with_fix:
            if id(finding) not in held:
                doubts.setdefault(id(finding), untried(error, server))
    return tuple(recipes.get(id(finding)) or settled(finding, doubts) for finding in findings)


class _Trial(msgspec.Struct):
    """One connection on which fixes are tried, and what the database said before them.

    `met` says, by the id of a finding, what its fix met when all were applied together; `held` are the ids of
    those whose fix is shown to hold.
    """

    connection: psycopg.Connection
    context: Context
    rules: Sequence[Rule]
    met: dict[int, str] = msgspec.field(default_factory=dict[int, str])
    held: set[int] = msgspec.field(default_factory=set[int])

    def doubt(
        self,
        doubts: dict[int, Doubt],
        findings: list[Finding],
        said: Sequence[Finding] | None,
        described: str | None,
    ) -> None:
        """Puts into `doubts` why a fix does not hold, by the id of its finding; none for those that hold.

        All are tried together. Only those that Postgres refuses beside the others, or that what went wrong
        points at, are tried again by themselves.
        """
        if not findings:
            return
        before = described or fingerprint(self.connection)
        known = self._judged([]) if said is None else {finding.fingerprint: finding for finding in said}
        suspects = self._together(findings, before, known)
        if 1 < len(suspects) < len(findings):
            # Most of those did not go with one of the others: by themselves they do.
            suspects = self._together(list(suspects.values()), before, known)
        for position, finding in enumerate(suspects.values()):
            if position >= MOST_ALONE:
                met = self.met.get(id(finding), "something they did is in its way")
                doubts[id(finding)] = Doubt(
                    f"it was run only together with the other fixes of this report, and {met}. Run it "
                    "alone on a copy, and review again",
                    tried=False,
                )
                continue
            why = self._alone(finding, before, known)
            if why is not None:
                doubts[id(finding)] = Doubt(why)
            else:
                self.held.add(id(finding))

    def _together(
        self, findings: list[Finding], before: str, known: dict[str, Finding]
    ) -> dict[int, Finding]:
        """Applies all fixes and takes them back; returns those that this does not show to hold."""
        run(self.connection, "SAVEPOINT trial")
        applied, refused = self._steps(findings, _forward)
        suspects = {id(finding): finding for finding in refused}
        now = self._judged(applied) if applied else {}
        for finding in applied:
            verdict = verdict_on(finding, known, now)
            if verdict is not None:
                self.met[id(finding)] = verdict
                suspects[id(finding)] = finding
        refused = self._steps(list(reversed(applied)), _back)[1]
        suspects |= {id(finding): finding for finding in refused}
        if not refused and fingerprint(self.connection) != before:
            suspects |= {id(finding): finding for finding in self._undone_wrong(applied, before)}
        run(self.connection, "ROLLBACK TO SAVEPOINT trial")
        self.held |= {id(finding) for finding in findings} - set(suspects)
        return suspects

    def _undone_wrong(self, applied: list[Finding], before: str) -> list[Finding]:
        """Those whose rollback leaves a difference, found by halving: only fingerprints are taken, nothing is
        judged.
        """
        wrong: list[Finding] = []
        groups = [applied]
        while groups:
            group = groups.pop()
            run(self.connection, "ROLLBACK TO SAVEPOINT trial")
            steps = [*map(_forward, group), *map(_back, reversed(group))]
            if all(self._step(step) is None for step in steps) and fingerprint(self.connection) == before:
                continue
            if len(group) == 1:
                wrong += group
            else:
                groups += [group[: len(group) // 2], group[len(group) // 2 :]]
        return wrong

    def _alone(self, finding: Finding, before: str, known: dict[str, Finding]) -> str | None:
        """Why one fix does not hold by itself, or None."""
        run(self.connection, "SAVEPOINT trial")
        try:
            error = self._step(_forward(finding))
            if error is not None:
                return f"Postgres refuses it: {error}"
            verdict = verdict_on(finding, known, self._judged([finding]))
            if verdict is not None:
                return verdict
            error = self._step(_back(finding))
            if error is not None:
                return f"its rollback is refused: {error}"
            same = fingerprint(self.connection) == before
            return None if same else "its rollback leaves a different catalog"
        finally:
            if not self.connection.closed:
                run(self.connection, "ROLLBACK TO SAVEPOINT trial")

    def _steps(
        self, findings: list[Finding], sql_of: Callable[[Finding], str]
    ) -> tuple[list[Finding], list[Finding]]:
        """Runs the SQL of each: those that ran, and those that Postgres refuses.

        All are sent in one go, for most of what a fix costs is the way there and back; one by one only where
        one of them is refused.
        """
        if self._step("\n;\n".join(map(sql_of, findings))) is None:
            return findings, []
        ran: list[Finding] = []
        refused: list[Finding] = []
        for finding in findings:
            error = self._step(sql_of(finding))
            if error is None:
                ran.append(finding)
            else:
                self.met[id(finding)] = f"Postgres refuses it or its rollback: {error}"
                refused.append(finding)
        return ran, refused

    def _step(self, sql: str) -> str | None:
        """Runs SQL behind a savepoint: None when it ran, else what Postgres said, with its effects taken
        back.
        """
        try:
            run(self.connection, f"SAVEPOINT step;\n{sql}\n;RELEASE SAVEPOINT step")
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            run(self.connection, "ROLLBACK TO SAVEPOINT step")
            return told(error)
        return None

    def _judged(self, applied: Sequence[Finding]) -> dict[str, Finding]:
        """What the rules say now that the fixes of these are applied, by fingerprint."""
        catalog = read_catalog(self.connection)
        now = self.context.facts
        facts = replace(now, catalog=catalog, earlier=now)
        probe, changed = Probe(self.connection), changed_by(map(_forward, applied))
        context = replace(self.context, catalog=catalog, facts=facts, probe=probe, changed=changed)
        return {
            finding.fingerprint: finding
            for finding in judge(context, self.rules, report_ignores=False).findings
        }


def _forward(finding: Finding) -> str:
    return finding.fix.sql if finding.fix is not None else ""


def _back(finding: Finding) -> str:
    return finding.fix.rollback if finding.fix is not None else ""
