"""What a database in use has counted, and the rules that need it."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
from psycopg import sql

from pgassay.config import Config
from pgassay.model.report import Report
from pgassay.postgres.server import Server
from pgassay.read.statistics import read_statistics
from pgassay.rules.discover import rules
from pgassay.verbs.review import review

USED = """
CREATE SCHEMA "Shop";
CREATE TABLE "Shop".orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL);
CREATE INDEX "By state" ON "Shop".orders (state);
CREATE SEQUENCE "Shop".unused;
INSERT INTO "Shop".orders (state) SELECT 'open' FROM generate_series(1, 5000);
DELETE FROM "Shop".orders WHERE id <= 2000;
ANALYZE "Shop".orders;
SELECT * FROM "Shop".orders WHERE id = 3000;
"""


def settled(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Waits until what this session has done is counted."""
    connection.execute("SELECT pg_catalog.pg_stat_force_next_flush()")
    time.sleep(0.05)


def test_what_is_counted_is_read(server: Server) -> None:
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        connection.execute(sql.SQL(USED))  # pyright: ignore[reportArgumentType]
        settled(connection)
        statistics = read_statistics(connection)
    assert statistics.days >= 0
    (table,) = (use for use in statistics.tables if use.relation == '"Shop".orders')
    assert (table.rows, table.dead_rows) == (3000, 2000)
    assert table.bytes > 100_000
    assert table.least_bytes == 3000 * (28 + 4 + 5)
    assert table.index_scans + table.whole_scans >= 1
    indexes = {use.index: use for use in statistics.indexes}
    assert indexes['"Shop"."By state"'].scans == 0
    assert indexes['"Shop"."By state"'].bytes > 8192
    last = {use.sequence: use.last for use in statistics.sequences}
    assert last == {'"Shop".orders_id_seq': 5000, '"Shop".unused': None}


LIVE = [rule.name for rule in rules() if rule.live]


def test_the_live_rules_are_these() -> None:
    assert set(LIVE) == {
        "index-unused",
        "integer-key-capacity",
        "sequence-near-limit",
        "table-bloat",
        "table-never-read",
    }


def reviewed(folder: Path, *names: str) -> Report:
    (folder / "0001_tables.sql").write_text("CREATE TABLE tasks (id serial PRIMARY KEY);", "utf-8")
    return review([folder], config=Config(platform="plain"), select=names)


def test_a_replay_says_that_it_cannot_tell_when_it_is_asked(tmp_path: Path) -> None:
    report = reviewed(tmp_path, "index-unused", "serial-column")
    assert [one.what for one in report.not_checked if "a replay has not" in one.why] == ["index-unused"]


def test_a_replay_does_not_speak_of_it_when_it_is_not_asked(tmp_path: Path) -> None:
    report = reviewed(tmp_path)
    assert [one.what for one in report.not_checked if "a replay has not" in one.why] == []
    assert {held.rule for held in report.holds} & set(LIVE) == set()
