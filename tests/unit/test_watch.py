"""New migrations are watched on a copy of what the old ones made; the database of the review is as before."""

from __future__ import annotations

from pathlib import Path

from pgassay.config import Config
from pgassay.model.observed import Watched
from pgassay.postgres.server import Server
from pgassay.read.migrations import read_migrations
from pgassay.verbs.examine import examine


def watched(server: Server, folder: Path, *texts: str) -> Watched:
    """What is seen of files with these texts, numbered in order."""
    for number, text in enumerate(texts):
        (folder / f"{number:04}.sql").write_text(text, "utf-8")
    with server.database() as database:
        source = read_migrations([folder])
        return examine(server, source, Config(), "plain", database=database)[0].watched


def test_only_the_last_file_is_new(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int);", "create index on a (x);", "drop table a;")
    assert [Path(one.path).name for one in seen.new] == ["0002.sql"]
    assert [(e.relation, e.mode) for o in seen.observations for e in o.effects] == [
        ("public.a", "ACCESS EXCLUSIVE")
    ]


def test_the_database_before_is_known(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int);", "alter table a add y int;")
    assert seen.before is not None
    assert [column.name for column in seen.before.relation["public.a"].columns] == ["x"]


def test_a_first_file_finds_nothing_in_use(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int); create index on a (x);")
    assert seen.before is None
    assert seen.observations == ()


def test_what_fails_in_the_replay_is_not_run_again(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int);", "select 1/0; drop table a;")
    assert [one.statement.sql for one in seen.observations] == ["drop table a"]


def test_what_no_migration_makes_is_put_in_its_place_there_too(server: Server, tmp_path: Path) -> None:
    new = "alter table gone add y int; drop table other, a; drop policy p on gone; create index on gone (z);"
    seen = watched(server, tmp_path, "create table a (x int);", new)
    assert [one.error for one in seen.observations] == [None, None, None, None]
    assert {effect.relation for one in seen.observations for effect in one.effects} == {"public.a"}


def test_a_role_made_by_a_new_file_is_no_trouble(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int);", "create role seen_twice; drop table a;")
    assert [one.error and one.error[0] for one in seen.observations] == ["42710", None]


def test_tables_hold_rows_so_that_reading_them_is_seen(server: Server, tmp_path: Path) -> None:
    seen = watched(
        server, tmp_path, "create table a (x int check (x > 7));", "alter table a add check (x < 100);"
    )
    (effect,) = (effect for one in seen.observations for effect in one.effects)
    assert (effect.rows, effect.scanned) == (24, True)
    assert seen.left_empty == {}


def test_a_table_that_takes_no_row_is_named(server: Server, tmp_path: Path) -> None:
    seen = watched(server, tmp_path, "create table a (x int check (false));", "create index on a (x);")
    assert list(seen.left_empty) == ["public.a"]


def test_a_column_that_rows_make_impossible_fails_there_and_not_in_the_replay(
    server: Server, tmp_path: Path
) -> None:
    seen = watched(server, tmp_path, "create table a (x int);", "alter table a add y int not null;")
    assert [one.error and one.error[0] for one in seen.observations] == ["23502"]
