"""Each tool's layout: what is run, in which order, what is left, and what undoes what; one folder a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pgassay.errors import MigrationError
from pgassay.read.find import shown
from pgassay.read.layouts import NAMES
from pgassay.read.migrations import read_migrations

CASES = sorted(path for path in (Path(__file__).parents[1] / "layouts").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_layout_is_read_as_its_tool_runs_it(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    source = read_migrations([case / "files"])
    before = shown(case / "files") + "/"
    assert source.layout == expected["layout"]
    assert [
        [one.path.removeprefix(before), statement.sql, statement.location.line, one.in_transaction]
        for one in source.migrations
        for statement in one.statements
    ] == expected["run"]
    assert sorted(path.removeprefix(before) for path, _ in source.left_out) == expected["left"]
    assert {
        path.removeprefix(before): "; ".join(statement.sql for statement in undo.statements)
        for path, undo in source.undo.items()
    } == expected["undo"]
    numbers = [statement.number for one in source.migrations for statement in one.statements]
    assert numbers == list(range(len(numbers)))


def test_every_layout_that_is_found_out_has_a_case() -> None:
    found = {json.loads((case / "expected.json").read_text("utf-8"))["layout"] for case in CASES}
    assert found == set(NAMES) - {"alembic"}


def test_a_layout_can_be_stated(tmp_path: Path) -> None:
    (tmp_path / "V2__b.sql").write_text("SELECT 2;", "utf-8")
    (tmp_path / "V10__a.sql").write_text("SELECT 10;", "utf-8")
    assert read_migrations([tmp_path], "plain").layout == "plain"
    assert read_migrations([tmp_path]).layout == "flyway"


def test_an_unknown_layout_is_named(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text("SELECT 1;", "utf-8")
    with pytest.raises(MigrationError, match="'rails' is not known"):
        read_migrations([tmp_path], "rails")


@pytest.mark.parametrize(
    ("journal", "says"),
    [("{", "cannot be read"), ('{"entries": [{"idx": 0, "tag": "gone"}]}', "does not exist, though")],
)
def test_a_broken_journal_is_told(tmp_path: Path, journal: str, says: str) -> None:
    (tmp_path / "meta").mkdir()
    (tmp_path / "meta" / "_journal.json").write_text(journal, "utf-8")
    (tmp_path / "0000_a.sql").write_text("SELECT 1;", "utf-8")
    with pytest.raises(MigrationError, match=says):
        read_migrations([tmp_path])


def test_a_plan_without_its_script_is_told(tmp_path: Path) -> None:
    (tmp_path / "sqitch.plan").write_text(
        "%project=x\nusers 2024-01-01T00:00:00Z A <a@example.com>\n", "utf-8"
    )
    with pytest.raises(MigrationError, match=r"users\.sql does not exist"):
        read_migrations([tmp_path])
