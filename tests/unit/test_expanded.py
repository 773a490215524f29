"""A column under two names holds one value, whichever is written; a second one what it is made of."""

from __future__ import annotations

from pathlib import Path

import psycopg

from judging import judge_files
from pgassay.postgres.connect import run, run_through
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server


def recipe(server: Server, folder: Path, base: str, new: str, rule: str) -> str:
    """What a rule wants run instead of the only statement of a new file."""
    files = [folder / "0001.sql", folder / "0002.sql"]
    for file, text in zip(files, (base, new), strict=True):
        file.write_text(text, "utf-8")
    with server.database() as database:
        _, judgement = judge_files(server, files, database=database)
    (finding,) = [one for one in judgement.findings if one.rule == rule]
    assert finding.fix is not None
    return finding.fix.sql


def run_each(connection: psycopg.Connection, text: str, most: int | None = None) -> None:
    for statement in split_statements(text, "test")[0][:most]:
        run_through(connection, statement.sql)


RENAMED = "CREATE TABLE public.a (id int PRIMARY KEY, old text DEFAULT 'north');"


def test_both_names_hold_what_is_written_under_either(server: Server, tmp_path: Path) -> None:
    new = "ALTER TABLE public.a RENAME COLUMN old TO now;"
    sql = recipe(server, tmp_path, RENAMED, new, "column-renamed")
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, RENAMED)
        run(
            connection,
            "INSERT INTO a SELECT i, CASE WHEN i > 3 THEN i::text END FROM generate_series(1, 6) i",
        )
        run_each(connection, sql, 3)
        run(connection, "UPDATE a SET old = 'a' WHERE id = 4")
        run_each(connection, sql.partition("transaction:\n")[2])
        run(connection, "INSERT INTO a (id, old) VALUES (11, 'b'), (12, NULL)")
        run(connection, "INSERT INTO a (id, now) VALUES (13, 'c')")
        run(connection, "INSERT INTO a (id) VALUES (14)")
        run(connection, "UPDATE a SET now = 'd' WHERE id = 1; UPDATE a SET old = 'e' WHERE id = 2")
        run(connection, "UPDATE a SET now = NULL WHERE id = 5; UPDATE a SET old = NULL WHERE id = 6")
        rows = run(connection, "SELECT id, old, now FROM a ORDER BY id").fetchall()
    assert [one for one in rows if one[1] != one[2]] == []
    assert {number: value for number, value, _ in rows} == {
        1: "d",
        2: "e",
        3: None,
        4: "a",
        5: None,
        6: None,
        11: "b",
        12: None,
        13: "c",
        14: "north",
    }


RETYPED = "CREATE TABLE public.a (id int PRIMARY KEY, held int DEFAULT 1);"


def test_the_second_column_holds_what_the_statement_would_make(server: Server, tmp_path: Path) -> None:
    new = "ALTER TABLE public.a ALTER COLUMN held TYPE bigint USING held * 2;"
    sql = recipe(server, tmp_path, RETYPED, new, "column-type-rewrite")
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, RETYPED)
        run(connection, "INSERT INTO a SELECT i, nullif(i, 3) FROM generate_series(1, 6) AS i")
        before, _, after = sql.rpartition("-- in a transaction of its own")
        run_each(connection, before)
        run(connection, "INSERT INTO a (id) VALUES (7); UPDATE a SET held = 40 WHERE id = 4")
        run_each(connection, after.partition("\n")[2])
        run(connection, "INSERT INTO a (id) VALUES (8)")
        rows = run(connection, "SELECT id, held FROM a ORDER BY id").fetchall()
    assert rows == [(1, 2), (2, 4), (3, None), (4, 80), (5, 10), (6, 12), (7, 2), (8, 1)]
