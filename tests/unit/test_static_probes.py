"""Statements that hurt a database in use, by their text alone: found, or said to be not told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.rules.discover import rules
from pgassay.verbs.static import review_static

FOLDER = Path(__file__).parents[1] / "probes"
BASE = FOLDER / "base.sql"
HAZARDS = sorted((FOLDER / "hazards").glob("*.sql"))
HARMLESS = sorted((FOLDER / "harmless").glob("*.sql"))

_FINDS = re.compile(r"^-- finds: (?P<rule>\S+) at (?P<object>.+)$", re.MULTILINE)
_SPARES = re.compile(r"^-- spares: (?P<rule>\S+)$", re.MULTILINE)

#: What the text can tell: locks, rewrites and scans, and not who reaches which rows after it.
_TOLD = {rule.name for rule in rules() if rule.family == "locks"}
_ASIDE = {"policy-change-widens", "policy-change-narrows", "grant-in-migration-widens"}


def found(probe: Path) -> tuple[set[tuple[str, str]], bool]:
    """Rule and object of each finding, and whether the report says that a statement is not told."""
    report = review_static([BASE, probe], config=Config(platform="supabase"))
    assert report.errors == ()
    places = {(one.rule, ref.identity) for one in report.findings for ref in one.objects}
    return places, any("tables in use" in one.what for one in report.not_checked)


@pytest.mark.parametrize("probe", HAZARDS, ids=lambda probe: probe.stem)
def test_a_hazard_is_found_or_said_to_be_not_told(probe: Path) -> None:
    text = probe.read_text("utf-8")
    expected = {
        (one["rule"], one["object"]) for one in _FINDS.finditer(text) if one["rule"] in _TOLD - _ASIDE
    }
    places, untold = found(probe)
    assert expected <= places or untold, places
    spared = {one["rule"] for one in _SPARES.finditer(text)}
    assert spared & {rule for rule, _ in places} == set()


@pytest.mark.parametrize("probe", HARMLESS, ids=lambda probe: probe.stem)
def test_what_only_looks_like_a_hazard_is_not(probe: Path) -> None:
    places, _ = found(probe)
    assert {rule for rule, _ in places} & _TOLD == set()
