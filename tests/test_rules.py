"""Every rule against its fixtures: bad.sql trips it just as expected.json says, good.sql does not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import Servers
from judging import config_of, judge_files
from pgassay.model.finding import Finding
from pgassay.rules.discover import rules
from pgassay.rules.run import Judgement
from pgassay.verbs.trial import try_fixes

FOLDER = Path(__file__).parent / "rules"
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir()) if FOLDER.exists() else []

#: Rules whose fixtures hold statements that Postgres refuses.
FAILING = (
    "column-type-conflict",
    "definition-skipped",
    "extension-not-created",
    "history-incomplete",
    "migration-fails",
    "object-never-created",
    "object-used-before-created",
    "phase-order",
    "statement-refused",
    "syntax-error",
)


def facts_of(finding: Finding) -> dict[str, Any]:
    """What a fixture pins down of a finding."""
    return {
        "severity": finding.severity.value,
        "object": finding.object.identity,
        "objects": [ref.identity for ref in finding.objects][1:],
        "column": finding.object.column,
        "line": finding.location.line if finding.location else None,
        "message": finding.message,
        "evidence": [evidence.kind for evidence in finding.evidence],
        "fix": finding.fix.sql if finding.fix else None,
        "tried": finding.fix.tried if finding.fix else None,
    }


def name_of(folder: Path) -> str:
    """The rule a fixture folder is about: its name up to a dot (`rls_disabled.owner_mode` is about
    rls-disabled).
    """
    return folder.name.partition(".")[0].replace("_", "-")


def files(folder: Path, file: str) -> list[Path]:
    """A fixture's file, behind the one that makes what is in use before it, where there is one."""
    return [path for path in (folder / "base.sql", folder / file) if path.exists() or path.name == file]


def held_of(folder: Path, judgement: Judgement) -> dict[str, Any]:
    """What a fixture pins down of what the rule holds, and how much it could not judge; nothing where it
    examined nothing else.
    """
    one = next((one for one in judgement.holds if one.rule == name_of(folder)), None)
    if one is None or not (one.held or one.unchecked):
        return {}
    return {"holds": list(one.held), "unchecked": one.unchecked}


def compare_holds(folder: Path, name: str, judgement: Judgement) -> None:
    """Compares what is held with what `<name>.holds.json` says; without that file it is nothing."""
    said, file = held_of(folder, judgement), folder / f"{name}.holds.json"
    if os.environ.get("PGASSAY_ACCEPT") == "1":
        file.unlink(missing_ok=True)
        if said:
            file.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert said == (json.loads(file.read_text("utf-8")) if file.exists() else {})


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_bad_is_found(folder: Path, servers: Servers) -> None:
    config = config_of(folder)
    server = servers(config.platform)
    with server.database() as database:
        context, judgement = judge_files(server, files(folder, "bad.sql"), config, database)
        assert judgement.errors == ()
        mine = tuple(finding for finding in judgement.findings if finding.rule == name_of(folder))
        tried = try_fixes(server, context, mine, rules(), database=database)
    found = [facts_of(finding) for finding in tried]
    assert found, "bad.sql does not trip the rule"
    expected = folder / "expected.json"
    if os.environ.get("PGASSAY_ACCEPT") == "1":
        expected.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))
    compare_holds(folder, "bad", judgement)
    fixed = zip((one.fix is not None for one in mine), (one.fix for one in tried), strict=True)
    assert all(fix is not None and fix.tried for had, fix in fixed if had), (
        "a fix of the fixture did not hold"
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_good_is_not(folder: Path, servers: Servers) -> None:
    config = config_of(folder)
    context, judgement = judge_files(servers(config.platform), files(folder, "good.sql"), config)
    assert judgement.errors == ()
    mine = [facts_of(finding) for finding in judgement.findings if finding.rule == name_of(folder)]
    assert mine == []
    compare_holds(folder, "good", judgement)
    expected_failures = name_of(folder) in FAILING
    assert expected_failures or not context.replay.failures, "good.sql does not apply"


def test_every_rule_has_a_fixture() -> None:
    covered = {name_of(folder) for folder in CASES}
    assert {rule.name for rule in rules()} - covered == set()
