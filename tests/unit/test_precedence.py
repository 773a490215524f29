"""Two rules on one cause: which of them speaks, and about what they have to be."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from pgassay.model.finding import Finding, Severity
from pgassay.model.ref import Ref
from pgassay.rules.group import grouped
from pgassay.rules.precedence import settled
from pgassay.rules.rule import Rule

TABLE = Ref(kind="table", identity="public.a", relation="public.a")
COLUMN = Ref(kind="table column", identity="public.a.x", relation="public.a", column="x")
OTHER = Ref(kind="table column", identity="public.a.y", relation="public.a", column="y")
POLICY = Ref(kind="policy", identity="one on public.a", relation="public.a")
SIBLING = Ref(kind="policy", identity="two on public.a", relation="public.a")
ELSEWHERE = Ref(kind="policy", identity="one on public.b", relation="public.b")


def said(rule: str, ref: Ref) -> Finding:
    return Finding(
        rule=rule, family="f", severity=Severity.LOW, object=ref, message=rule, why="", objects=(ref,)
    )


def rule_named(name: str, *yields_to: str) -> Rule:
    return Rule(
        name=name,
        family="f",
        severity=Severity.LOW,
        on=object,
        check=lambda _subject, _context: (),
        doc="",
        assumes_tenancy=False,
        yields_to=yields_to,
    )


RULES = [rule_named("general", "special"), rule_named("special")]


@pytest.mark.parametrize(
    ("general", "special", "yields"),
    [
        (POLICY, POLICY, True),
        (POLICY, SIBLING, False),
        (POLICY, ELSEWHERE, False),
        (POLICY, TABLE, True),
        (TABLE, POLICY, True),
        (TABLE, ELSEWHERE, False),
        (COLUMN, COLUMN, True),
        (COLUMN, OTHER, False),
        (TABLE, COLUMN, False),
        (COLUMN, TABLE, False),
    ],
)
def test_the_specific_rule_speaks_of_what_both_are_about(general: Ref, special: Ref, yields: bool) -> None:
    kept = settled([said("general", general), said("special", special)], RULES)
    assert [finding.rule for finding in kept] == (["special"] if yields else ["general", "special"])
    assert [note.rule for note in kept[-1].related] == (["general"] if yields else [])


def test_precedence_holds_for_each_member_of_a_group() -> None:
    alike = [replace(said("general", one), fingerprint="|cause") for one in (POLICY, SIBLING)]
    kept = grouped(settled([*alike, said("special", POLICY)], RULES))
    assert {one.rule: [ref.identity for ref in one.objects] for one in kept} == {
        "special": [POLICY.identity],
        "general": [SIBLING.identity],
    }


def test_of_the_notes_of_another_rule_a_group_shows_the_first() -> None:
    both = [replace(said("special", one), fingerprint="|cause") for one in (POLICY, SIBLING)]
    beside = [replace(said("general", one), message=one.identity) for one in (POLICY, SIBLING)]
    kept = grouped(settled([*both, *beside], RULES))
    assert [note.note for note in kept[0].related] == [f"{POLICY.identity} (and 1 more like it)"]


@pytest.mark.parametrize(
    ("mine", "its", "yields"), [("low", "low", True), ("low", "high", True), ("medium", "low", False)]
)
def test_a_rule_can_yield_to_heavier_words_alone(mine: str, its: str, yields: bool) -> None:
    rules = [replace(rule_named("general", "special"), yields_to_heavier=True)]
    found = [
        replace(said("general", POLICY), severity=Severity(mine)),
        replace(said("special", POLICY), severity=Severity(its)),
    ]
    assert [one.rule for one in settled(found, rules)] == (["special"] if yields else ["general", "special"])
