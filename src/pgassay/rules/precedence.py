"""Two rules on one cause: the more specific speaks, the other stands beside it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pgassay.model.finding import Finding, Related
from pgassay.model.observed import Observation
from pgassay.model.ref import Ref
from pgassay.model.source import Location
from pgassay.rules.rule import Rule

#: Who speaks, of what, and, where that counts, of which statement.
_Key = tuple[str, str, Location | None]


def settled(findings: list[Finding], rules: Iterable[Rule]) -> list[Finding]:
    """The findings without those whose every object a more specific rule has spoken on; they become `related`
    there. Of two rules on what statements do, both have to speak of the same statement; a rule that yields to
    heavier words alone keeps what it says more severely.
    """
    known = list(rules)
    yields = {rule.name: rule.yields_to for rule in known if rule.yields_to}
    to_heavier = {rule.name for rule in known if rule.yields_to_heavier}
    specific = {name for names in yields.values() for name in names}
    on_statements = {rule.name for rule in known if rule.on is Observation}
    speaking: dict[_Key, list[int]] = {}
    for position, finding in enumerate(findings):
        if finding.rule in specific:
            for ref in finding.objects:
                for key in _heard_at(ref):
                    for place in dict.fromkeys((None, finding.location)):
                        speaking.setdefault((finding.rule, key, place), []).append(position)
    beside: dict[int, list[Related]] = {}
    kept: list[int] = []
    for position, finding in enumerate(findings):
        of_place = on_statements if finding.rule in on_statements else set[str]()
        winner = _spoken_for(finding, yields.get(finding.rule, ()), speaking, of_place)
        mild = winner is not None and findings[winner].severity.rank < finding.severity.rank
        if winner is None or (mild and finding.rule in to_heavier):
            kept.append(position)
        else:
            note = Related(rule=finding.rule, location=finding.location, note=finding.message)
            beside.setdefault(winner, []).append(note)
    return [
        replace(findings[position], related=(*findings[position].related, *beside.get(position, ())))
        for position in kept
    ]


def _heard_at(ref: Ref) -> tuple[str, ...]:
    """Where a finding is heard: at the object itself, and at the relation that it belongs to."""
    return (ref.identity,) if ref.relation in (None, ref.identity) or ref.column else (ref.identity, _of(ref))


def _heard_by(ref: Ref) -> tuple[str, ...]:
    """What a finding hears: what is said of its object, of the relation that this belongs to, and, at a
    relation, of all that belongs to it. Two policies of one table are two causes.
    """
    if ref.column:
        return (ref.identity,)
    return (ref.identity, _of(ref)) if ref.relation == ref.identity else (ref.identity, ref.relation or "")


def _of(ref: Ref) -> str:
    return f"of {ref.relation}"


def _spoken_for(
    finding: Finding, yields_to: tuple[str, ...], speaking: dict[_Key, list[int]], of_place: set[str]
) -> int | None:
    winners = [
        next(
            (
                found[0]
                for name in yields_to
                for key in _heard_by(ref)
                if (found := speaking.get((name, key, finding.location if name in of_place else None)))
            ),
            None,
        )
        for ref in finding.objects
    ]
    return winners[0] if winners and all(winner is not None for winner in winners) else None
