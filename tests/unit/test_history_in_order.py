"""A set of migrations that is in order, of which the rules on its history have nothing to say."""

from __future__ import annotations

from pathlib import Path

from conftest import Servers
from judging import judge_files
from pgassay.config import Config
from pgassay.rules.discover import rules

FOLDER = Path(__file__).parents[1] / "in_order"


def test_a_set_in_order_gets_no_finding_on_its_history(servers: Servers) -> None:
    mine = [rule for rule in rules() if rule.family == "history"]
    context, judgement = judge_files(servers("supabase"), [FOLDER], Config(platform="supabase"), asked=mine)
    assert len(context.migrations) == len(list(FOLDER.glob("*.sql")))
    assert context.replay.failures == ()
    # What it defines twice is compared, and found the same.
    assert len(context.replay.passed_over) == 3
    held = {one.rule: one.found for one in judgement.holds}
    assert held["definition-skipped"] == 0
    assert [finding.message for finding in judgement.findings] == []
    assert judgement.errors == ()
