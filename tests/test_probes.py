"""Statements that hurt a database in use are found, and harmless ones that look like them are not.

One file a probe: what it does to the tables of base.sql. Hazards say in their head what finds them, and what
would tell the wrong story.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Servers
from judging import judge_files
from pgassay.config import Config
from pgassay.model.finding import Finding
from pgassay.rules.discover import rules

FOLDER = Path(__file__).parent / "probes"
BASE = FOLDER / "base.sql"
HAZARDS = sorted((FOLDER / "hazards").glob("*.sql"))
HARMLESS = sorted((FOLDER / "harmless").glob("*.sql"))

_FINDS = re.compile(r"^-- finds: (?P<rule>\S+) at (?P<object>.+)$", re.MULTILINE)
_SPARES = re.compile(r"^-- spares: (?P<rule>\S+)$", re.MULTILINE)
_LOCKS = {rule.name for rule in rules() if rule.family == "locks"}


def judged(servers: Servers, probe: Path, names: set[str]) -> tuple[Finding, ...]:
    """What the rules of these names say of a probe, after base.sql."""
    asked = [rule for rule in rules() if rule.name in names]
    context, judgement = judge_files(
        servers("supabase"), [BASE, probe], Config(platform="supabase"), asked=asked
    )
    assert judgement.errors == ()
    assert [str(failure) for failure in context.replay.failures] == []
    return judgement.findings


@pytest.mark.parametrize("probe", HAZARDS, ids=lambda probe: probe.stem)
def test_a_hazard_is_found(probe: Path, servers: Servers) -> None:
    expected = {(one["rule"], one["object"]) for one in _FINDS.finditer(probe.read_text("utf-8"))}
    assert expected
    findings = judged(servers, probe, _LOCKS | {rule for rule, _ in expected})
    # What two rules say of one cause is one finding, which names the other rule.
    said = [(rule, one) for one in findings for rule in (one.rule, *(other.rule for other in one.related))]
    found = {(rule, ref.identity) for rule, one in said for ref in (one.object, *one.objects)}
    found |= {(rule, ref.relation) for rule, one in said for ref in one.objects if ref.relation}
    assert expected - found == set(), sorted(found)
    spared = {one["rule"] for one in _SPARES.finditer(probe.read_text("utf-8"))}
    assert spared & {rule for rule, _ in found} == set()


@pytest.mark.parametrize("probe", HARMLESS, ids=lambda probe: probe.stem)
def test_what_only_looks_like_a_hazard_is_not(probe: Path, servers: Servers) -> None:
    assert [(one.rule, one.message) for one in judged(servers, probe, _LOCKS)] == []
