"""Rollbacks that are run: what is said of those of a folder, and of those that cannot be judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Servers
from pgassay.config import Config
from pgassay.model.finding import Finding
from pgassay.read.migrations import read_migrations
from pgassay.rules.discover import rules
from pgassay.rules.run import judge
from pgassay.verbs import rollbacks
from pgassay.verbs.examine import examine

Files = dict[str, str]


def said(servers: Servers, folder: Path, files: Files) -> tuple[list[Finding], dict[str, str]]:
    """What both rules say of a folder of files, and what was not checked."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    server, source = servers("plain"), read_migrations([folder])
    with server.database() as database:
        context, not_checked = examine(server, source, Config(), "plain", database=database)
    judgement = judge(context, rules())
    assert judgement.errors == ()
    found = [finding for finding in judgement.findings if finding.rule.startswith("rollback-")]
    return found, {one.what.rpartition("/")[2]: one.why for one in not_checked}


def test_a_file_is_run_behind_its_migration_and_not_behind_later_ones(
    servers: Servers, tmp_path: Path
) -> None:
    found, unchecked = said(
        servers,
        tmp_path,
        {
            "1_a.sql": "CREATE TABLE a (id int PRIMARY KEY);",
            "rollback_1_a.sql": "DROP TABLE a;",
            "2_b.sql": "CREATE TABLE b (id int PRIMARY KEY REFERENCES a);",
            "rollback_2_b.sql": "DROP TABLE b;",
        },
    )
    assert found == []
    assert not any("rollback" in what for what in unchecked)


def test_those_of_earlier_migrations_are_one_finding(servers: Servers, tmp_path: Path) -> None:
    wrong = {f"{n}_t.sql": f"CREATE TABLE t{n} (id int); CREATE TABLE u{n} (id int);" for n in (1, 2, 3)}
    backs = {f"rollback_{n}_t.sql": f"DROP TABLE t{n};" for n in (1, 2, 3)}
    found, _ = said(servers, tmp_path, wrong | backs)
    last, earlier = sorted(found, key=lambda finding: -finding.severity.rank)
    assert (last.severity.value, earlier.severity.value) == ("high", "medium")
    assert last.message.endswith("it leaves table public.u3")
    assert earlier.message.startswith("2 rollbacks of earlier migrations")
    assert [str(ref.identity).rpartition("/")[2] for ref in earlier.objects] == [
        "rollback_1_t.sql:1:1",
        "rollback_2_t.sql:1:1",
    ]


@pytest.mark.parametrize(
    ("up", "down", "why"),
    [
        ("CREATE TABLE a (id int); SELECT 1/0;", "DROP TABLE a;", "its migration did not apply whole"),
        ("CREATE TABLE a (id int);", "\\ir other.sql\n", "it has commands of psql, which are not SQL"),
        (
            "DO $$ BEGIN CREATE ROLE clerk; END $$;",
            "DROP TABLE IF EXISTS a;",
            "it or its migration changes roles or settings that belong to the whole server",
        ),
    ],
)
def test_what_cannot_be_judged_is_said(
    servers: Servers, tmp_path: Path, up: str, down: str, why: str
) -> None:
    found, unchecked = said(servers, tmp_path, {"1_a.sql": up, "rollback_1_a.sql": down})
    assert found == []
    assert unchecked["what the rollback rollback_1_a.sql does"] == why


def test_a_syntax_error_in_a_rollback_is_said_at_its_place(servers: Servers, tmp_path: Path) -> None:
    down = "DROP TABLE a;\nDROP TABEL b;"
    (one,), _ = said(servers, tmp_path, {"1_a.sql": "CREATE TABLE a ();", "rollback_1_a.sql": down})
    assert one.location is not None
    assert (Path(one.location.file).name, one.location.line) == ("rollback_1_a.sql", 2)


def test_an_ignore_in_the_rollback_counts(servers: Servers, tmp_path: Path) -> None:
    down = "-- pgassay: ignore rollback-incomplete: the table is kept on purpose\nSELECT 1;"
    found, _ = said(servers, tmp_path, {"1_a.sql": "CREATE TABLE a ();", "rollback_1_a.sql": down})
    assert found == []


def test_of_a_large_schema_the_newest_are_run(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollbacks, "_DESCRIBED", 1)
    monkeypatch.setattr(rollbacks, "_AT_LEAST", 1)
    files = {f"{n}_t.sql": f"CREATE TABLE t{n} ();" for n in (1, 2)}
    files |= {f"rollback_{n}_t.sql": "SELECT 1;" for n in (1, 2)}
    found, unchecked = said(servers, tmp_path, files)
    assert [one.message.partition(" ")[0] for one in found] == ["rollback_2_t.sql"]
    assert "what the rollback rollback_1_t.sql does" in unchecked


def test_what_the_migration_did_not_make_is_not_left_by_its_rollback(
    servers: Servers, tmp_path: Path
) -> None:
    touch = "CREATE OR REPLACE FUNCTION touch() RETURNS int LANGUAGE sql AS 'SELECT 1';"
    files = {
        "1_a.sql": f"CREATE TABLE a (id int, who uuid REFERENCES people (id)); {touch}",
        "rollback_1_a.sql": "DROP TABLE a;",
    }
    (finding,), _ = said(servers, tmp_path, files)
    assert finding.message == (
        "rollback_1_a.sql does not give back what was there before: it leaves function public.touch()"
    )
    assert finding.severity.value == "low"


def test_the_values_of_an_enum_stay_and_need_no_rollback(servers: Servers, tmp_path: Path) -> None:
    files = {
        "1_a.sql": "CREATE TYPE mood AS ENUM ('sad');",
        "rollback_1_a.sql": "DROP TYPE mood;",
        "2_b.sql": "CREATE TABLE b (id int); ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad';",
        "rollback_2_b.sql": "DROP TABLE b;",
        "3_c.sql": "ALTER TYPE mood ADD VALUE 'calm';",
    }
    found, _ = said(servers, tmp_path, files)
    assert found == []
