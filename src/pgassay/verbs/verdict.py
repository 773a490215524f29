"""What speaks against a fix that was applied: what the rules say of it now, and did not say before."""

from __future__ import annotations

from pgassay.model.finding import Finding


def verdict(finding: Finding, known: dict[str, Finding], now: dict[str, Finding]) -> str | None:
    """What speaks against a fix after it was applied: its rule still speaks, or something as severe is new
    beside it.
    """
    mended = (finding.fix.covers if finding.fix is not None else ()) or finding.objects
    relations = {ref.relation or ref.identity for ref in mended}
    for fingerprint_, other in now.items():
        new = fingerprint_ not in known
        overlaps = not set(other.objects).isdisjoint(mended)
        same = fingerprint_ == finding.fingerprint and (overlaps or mended == finding.objects)
        if other.rule == finding.rule and (same or (new and overlaps)):
            return f"{finding.rule} then still finds fault with {other.object.identity}"
        beside = not relations.isdisjoint(ref.relation or ref.identity for ref in other.objects)
        if (
            new
            and beside
            and other.rule != finding.rule
            and other.severity.rank >= max(finding.severity.rank, 1)
            and not _was_said(other, known)
        ):
            return f"{other.rule} then finds what was not there before: {other.message}"
    return None


def _was_said(finding: Finding, known: dict[str, Finding]) -> bool:
    """True for what is left of a finding on several objects: it is known by the first of them, which a fix
    mended.
    """
    return any(
        one.rule == finding.rule and set(finding.objects) <= set(one.objects) for one in known.values()
    )
