"""Folders, projects and files to migrations: what is run, in which order, and what is refused and why."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from pgassay.errors import MigrationError
from pgassay.read import files
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.platforms import platform_of


def fill(folder: Path, **files: str) -> Path:
    """The folder, made, with a file for each name; `__` stands for a hyphen-free name's own underscore."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.sql").write_text(text, "utf-8")
    return folder


def named(*names: str, below: Path) -> Path:
    """The folder with an empty file of each name."""
    below.mkdir(parents=True, exist_ok=True)
    for name in names:
        (below / name).write_text("select 1;", "utf-8")
    return below


def order(source: Source) -> list[str]:
    return [Path(migration.path).name for migration in source.migrations]


def refused(*paths: str | Path) -> str:
    with pytest.raises(MigrationError) as caught:
        read_migrations(paths)
    return str(caught.value)


def test_plain_folders_are_read_in_natural_order(tmp_path: Path) -> None:
    named("10_b.sql", "2_a.sql", "1_Z.sql", "notes.txt", below=tmp_path)
    fill(tmp_path, init="create schema rooms;")
    assert order(read_migrations([tmp_path])) == ["1_Z.sql", "2_a.sql", "10_b.sql", "init.sql"]


def test_versions_with_a_point_follow_the_whole_ones(tmp_path: Path) -> None:
    named("V2__c.sql", "V1.10__b.sql", "V1.2__a.sql", "V1__init.sql", below=tmp_path)
    assert order(read_migrations([tmp_path])) == ["V1__init.sql", "V1.2__a.sql", "V1.10__b.sql", "V2__c.sql"]


def test_files_that_undo_or_seed_are_left_out_beside_numbered_ones(tmp_path: Path) -> None:
    named(
        "1_a.sql",
        "1_a.down.sql",
        "2_b_rollback.sql",
        "2_b.sql",
        "seed.dev.sql",
        "rollback_1.sql",
        below=tmp_path,
    )
    source = read_migrations([tmp_path])
    assert order(source) == ["1_a.sql", "2_b.sql"]
    left = {Path(path).name for path, _ in source.left_out}
    assert left == {"1_a.down.sql", "2_b_rollback.sql", "seed.dev.sql", "rollback_1.sql"}
    assert all(why for _, why in source.left_out)


def test_queries_without_a_number_are_left_out_beside_numbered_files(tmp_path: Path) -> None:
    fill(
        tmp_path,
        **{"1_a": "create table t ();", "2_b": "select 2;"},
        looks="select 1; update t set x = 1;",
        makes="select 1; create index on t (x);",
        blocks="do $$ begin end $$;",
        words="-- nothing yet",
    )
    source = read_migrations([tmp_path])
    assert order(source) == ["1_a.sql", "2_b.sql", "blocks.sql", "makes.sql", "words.sql"]
    assert [(Path(path).name, why) for path, why in source.left_out] == [
        ("looks.sql", "it has no number, as the others have, and makes nothing")
    ]
    numbers = [statement.number for migration in source.migrations for statement in migration.statements]
    assert numbers == list(range(5))
    assert order(read_migrations([tmp_path / "looks.sql"])) == ["looks.sql"]


def test_queries_are_run_where_nothing_is_numbered(tmp_path: Path) -> None:
    fill(tmp_path, a="create table t ();", looks="select 1;")
    assert order(read_migrations([tmp_path])) == ["a.sql", "looks.sql"]


def test_names_like_those_are_run_where_nothing_is_numbered(tmp_path: Path) -> None:
    named("seed_tables.sql", "schema.sql", below=tmp_path)
    assert order(read_migrations([tmp_path])) == ["schema.sql", "seed_tables.sql"]


def test_supabase_folders_run_versioned_files_only(tmp_path: Path) -> None:
    folder = tmp_path / "supabase" / "migrations"
    named("20240102000000_b.sql", "20240101000000_a.sql", "README_first.sql", "draft.sql", below=folder)
    for path in (tmp_path, folder):
        source = read_migrations([path])
        assert order(source) == ["20240101000000_a.sql", "20240102000000_b.sql"]
        assert {Path(name).name for name, _ in source.left_out} == {"README_first.sql", "draft.sql"}
        assert source.layout == "supabase"
        assert platform_of(source) == "supabase"


@pytest.mark.parametrize("home", ["migrations", "db/migrations", "database/migrations", "sql"])
def test_projects_are_searched_where_migrations_usually_are(tmp_path: Path, home: str) -> None:
    fill(tmp_path / home, a="select 1;")
    source = read_migrations([tmp_path])
    assert order(source) == ["a.sql"]
    assert source.roots == (tmp_path / home,)
    assert platform_of(source) == "plain"


def test_a_call_that_only_supabase_answers_tells_the_platform(tmp_path: Path) -> None:
    fill(tmp_path, a="select 1;", b="create policy p on t using (auth.uid() = owner);")
    assert platform_of(read_migrations([tmp_path])) == "supabase"


def test_a_file_named_on_its_own_is_run_as_it_is(tmp_path: Path) -> None:
    folder = named("1_a.sql", "1_a.down.sql", below=tmp_path)
    assert order(read_migrations([folder / "1_a.down.sql"])) == ["1_a.down.sql"]


def test_statements_are_numbered_through_all_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "one", a="select 1; select 2;")
    fill(tmp_path / "two", b="select 3;")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"select 0;")))
    source = read_migrations([tmp_path / "one", "-", tmp_path / "two"])
    numbers = [statement.number for migration in source.migrations for statement in migration.statements]
    assert numbers == [0, 1, 2, 3]
    assert source.statements == 4
    assert source.migrations[0].path == "<stdin>"


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"\xef\xbb\xbfselect 1;\nselect 2;")
    (migration,) = read_migrations([tmp_path]).migrations
    assert [(one.location.line, one.location.column) for one in migration.statements] == [(1, 1), (2, 1)]
    assert migration.lines == ("select 1;", "select 2;")
    assert not migration.faults


def test_lines_are_kept_without_their_ends(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes("select 'é';\r\nselect 2;\r\n".encode())
    (migration,) = read_migrations([tmp_path]).migrations
    assert migration.lines == ("select 'é';", "select 2;", "")


def test_an_empty_file_is_a_migration_without_statements(tmp_path: Path) -> None:
    fill(tmp_path, a="", b="-- nothing\n", c="select 1")
    source = read_migrations([tmp_path])
    assert [len(migration.statements) for migration in source.migrations] == [0, 0, 1]
    assert not any(migration.faults for migration in source.migrations)


def test_a_fault_leaves_the_rest_of_the_file(tmp_path: Path) -> None:
    fill(tmp_path, a="select 1;\ncreat x;\nselect 2;", b="select 3;")
    first, second = read_migrations([tmp_path]).migrations
    assert [one.number for one in (*first.statements, *second.statements)] == [0, 1, 2]
    assert [fault.location.line for fault in first.faults] == [2]


def test_missing_paths_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == (
        f"{tmp_path / 'nowhere'} does not exist; name a migrations folder, a project or a .sql file"
    )


def test_a_folder_without_sql_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert refused(tmp_path) == f"{tmp_path} holds no .sql file to review"


def test_a_folder_of_which_all_is_left_out_says_why(tmp_path: Path) -> None:
    folder = named("draft.sql", below=tmp_path / "supabase" / "migrations")
    assert "1 were left out, draft.sql: its name does not start with a version" in refused(folder)


def test_what_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"select 1;\nselect '\xe9';\n")
    assert "a.sql:2 is not UTF-8" in refused(tmp_path)


def test_a_way_back_that_is_not_text_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "1_a.up.sql").write_bytes(b"create table a (x int);")
    (tmp_path / "1_a.down.sql").write_bytes("drop table a;".encode("utf-16"))
    found = read_migrations([tmp_path])
    assert (len(found.migrations), dict(found.undo)) == (1, {})
    why = "it is not text: there is a zero byte (it looks like UTF-16); save the file as UTF-8"
    assert why in [why for path, why in found.left_out if path.endswith("1_a.down.sql")]


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes("select 1;".encode("utf-16"))
    assert "a.sql:1 is not text: there is a zero byte (it looks like UTF-16)" in refused(tmp_path)


def test_one_file_of_several_that_is_not_text_has_a_fault(tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_bytes(b"select 1;")
    (tmp_path / "2.sql").write_bytes(b"select 2;\nselect '\xe9';\n")
    (tmp_path / "3.sql").write_bytes("select 3;".encode("utf-16"))
    (tmp_path / "4.sql").write_bytes(b"select 4;")
    found = read_migrations([tmp_path]).migrations
    assert [len(one.statements) for one in found] == [1, 0, 0, 1]
    assert [statement.number for one in found for statement in one.statements] == [0, 1]
    (latin,), (wide,) = found[1].faults, found[2].faults
    assert (latin.location.line, latin.message[:12]) == (2, "is not UTF-8")
    assert (wide.location.line, wide.message[:11]) == (1, "is not text")


def test_a_file_of_bulk_rows_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_BYTES", 2 * 1024 * 1024)
    with (tmp_path / "a.sql").open("wb") as file:
        file.truncate(2 * 1024 * 1024 + 1)
    assert "keep bulk data out of the migrations" in refused(tmp_path)


def test_what_never_ends_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.sql")
    assert refused(tmp_path) == f"{tmp_path / 'a.sql'} is no file"


@pytest.mark.parametrize("git", [True, False])
def test_links_out_of_the_project_are_left_out(tmp_path: Path, git: bool) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "project" / "migrations"
    for one in (outside, folder, tmp_path / "project" / "shared"):
        one.mkdir(parents=True)
    (outside / "secret.sql").write_text("password of somebody else's")
    (tmp_path / "project" / "shared" / "b.sql").write_text("select 1;")
    (folder / "a.sql").write_text("select 1;")
    (folder / "b.sql").symlink_to("../shared/b.sql")
    (folder / "c.sql").symlink_to(outside / "secret.sql")
    (folder / "d.sql").symlink_to("/dev/zero")
    (folder / "e.sql").symlink_to("e.sql")
    if git:
        (tmp_path / "project" / ".git").mkdir()
    source = read_migrations([folder])
    inside, outside_of_it = (["a.sql", "b.sql"], "cde") if git else (["a.sql"], "bcde")
    assert order(source) == inside
    assert {Path(path).name: why for path, why in source.left_out} == {
        f"{name}.sql": "it is a link that leads out of the project" for name in outside_of_it
    }
    assert "somebody" not in str(source)


def test_a_folder_that_leads_out_of_the_project_is_not_gone_into(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "1_a.sql").write_text("select 1;")
    project = tmp_path / "project"
    (project / "supabase").mkdir(parents=True)
    (project / "supabase" / "migrations").symlink_to(tmp_path / "outside")
    assert "holds no .sql file" in refused(project)
    # Named by the user, it is what he means.
    assert order(read_migrations([project / "supabase" / "migrations"])) == ["1_a.sql"]


def test_a_list_of_files_that_leads_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.sql").write_text("select 1;")
    folder = tmp_path / "project"
    (folder / "meta").mkdir(parents=True)
    (folder / "a.sql").write_text("select 1;")
    entries = '{"entries": [{"idx": 0, "tag": "a"}, {"idx": 1, "tag": "../outside"}]}'
    (folder / "meta" / "_journal.json").write_text(entries)
    source = read_migrations([folder])
    assert (source.layout, order(source)) == ("drizzle", ["a.sql"])


def test_a_broken_link_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.sql").symlink_to(tmp_path / "gone")
    assert refused(tmp_path) == f"{tmp_path / 'a.sql'} cannot be read: No such file or directory"
