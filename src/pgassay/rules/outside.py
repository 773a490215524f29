"""Findings that rest on a relation which only stands in for one that no migration makes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.model.finding import Finding

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: What is said of a table by what it has not: columns, keys, indexes, what its columns take.
_OF_WHAT_IS_LACKING = ("integrity", "performance")


class Resting(msgspec.Struct, frozen=True):
    """Tells what is known from what rests on relations that stand in (`own`), or that have columns and
    constraints from one of them (`shaped`); `names` finds the former in a text.
    """

    own: Collection[str]
    shaped: Collection[str]
    names: re.Pattern[str] | None = None

    @classmethod
    def of(cls, facts: Facts) -> Resting:
        """What stands in in the database that these facts are of."""
        either = "|".join(re.escape(name) for name in sorted(facts.outside))
        names = re.compile(rf"(?<![\w.])(?:{either})(?![\w])") if either else None
        return cls(facts.outside, facts.after_outside, names)

    def parted(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """The findings that are known all the same, and those that are not; a fix that names what stands in
        is taken out.
        """
        known: list[Finding] = []
        resting: list[Finding] = []
        for finding in findings:
            if self._rests(finding):
                resting.append(finding)
            else:
                known.append(self._told(finding))
        return known, resting

    def _rests(self, finding: Finding) -> bool:
        """True for a finding about such a relation, or that says something of one: nobody knows what it
        holds. What a table shaped like one lacks is not known either.

        What the history as a whole lacks is said all the same.
        """
        if finding.family == "history" or not self.own:
            return False
        objects = {ref.relation for ref in (finding.object, *finding.objects)} - {None}
        if not objects.isdisjoint(self.own):
            return True
        lacking = finding.family in _OF_WHAT_IS_LACKING or finding.rule.startswith("tenant-column")
        if lacking and not objects.isdisjoint(self.shaped):
            return True
        return self._named(finding.message) is not None

    def _told(self, finding: Finding) -> Finding:
        """The finding without a fix that names what stands in: how Postgres reads the names beside it, and
        what becomes of it there, is not known.
        """
        name = self._named(finding.fix.sql) if finding.fix is not None else None
        if name is None:
            return finding
        says = f"Write it in the migration's own words: {name} comes from outside, and with it what they mean"
        return replace(finding, fix=None, advice=f"{finding.advice}. {says}" if finding.advice else says)

    def _named(self, text: str) -> str | None:
        """The first relation that stands in of those that a text names."""
        found = self.names.search(text) if self.names is not None else None
        return found[0] if found is not None else None
