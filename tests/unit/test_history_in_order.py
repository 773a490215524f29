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


def test_a_file_that_waits_for_several_is_told_once(servers: Servers, tmp_path: Path) -> None:
    files = {
        "1.sql": "CREATE VIEW a AS SELECT FROM seats;",
        "2.sql": "CREATE VIEW b AS SELECT FROM seats; CREATE VIEW c AS SELECT FROM rows;"
        "CREATE VIEW d AS SELECT FROM rooms; CREATE INDEX IF NOT EXISTS rooms_name ON rooms (name);",
        "3.sql": "CREATE TABLE seats (id int);",
        "4.sql": "CREATE TABLE rows (id int); CREATE TABLE rooms (name text);"
        "CREATE INDEX IF NOT EXISTS rooms_name ON rooms (name);",
    }
    for name, sql in files.items():
        (tmp_path / name).write_text(sql, "utf-8")
    mine = [rule for rule in rules() if rule.name == "phase-order"]
    _, judgement = judge_files(servers("plain"), [tmp_path], Config(platform="plain"), asked=mine)
    assert [(one.message, one.advice) for one in judgement.findings] == [
        (
            "2.sql stands before 3.sql, which makes seats, and 4.sql, which makes rooms, rows for 4 of its "
            "statements (1 CREATE INDEX, 3 CREATE VIEW); 3.sql and 4.sql need nothing of 2.sql",
            "Let 3.sql and 4.sql run before 2.sql",
        )
    ]


def test_two_tables_that_a_comment_tells_apart_are_two(servers: Servers, tmp_path: Path) -> None:
    hours = "(id uuid PRIMARY KEY, weekday int, begins time, ends time)"
    first = f"CREATE TABLE rough_hours {hours}; CREATE VIEW taken AS SELECT FROM rough_hours;"
    mine = [rule for rule in rules() if rule.name == "tables-overlap"]
    said: list[list[str]] = []
    for comment in ("-- Finer than rough_hours: for single lessons.", "-- For single lessons."):
        (tmp_path / "1.sql").write_text(first, "utf-8")
        (tmp_path / "2.sql").write_text(f"{comment}\nCREATE TABLE lesson_hours {hours};", "utf-8")
        _, judgement = judge_files(servers("supabase"), [tmp_path], Config(platform="supabase"), asked=mine)
        said.append([finding.object.identity for finding in judgement.findings])
    assert said == [[], ["public.lesson_hours"]]
