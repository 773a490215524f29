"""Findings that rest on a relation which only stands in for one that no migration makes."""

from __future__ import annotations

import re
from collections.abc import Collection

from pgassay.model.finding import Finding


def rests_on_outside(finding: Finding, outside: Collection[str]) -> bool:
    """True for a finding about such a relation, or that says something of one: nobody knows what it holds.

    What the history as a whole lacks is said all the same.
    """
    if not outside or finding.family == "history":
        return False
    if any(ref.relation in outside for ref in (finding.object, *finding.objects)):
        return True
    names = "|".join(re.escape(name) for name in outside)
    return bool(re.search(rf"(?<![\w.])(?:{names})(?![\w])", finding.message))
