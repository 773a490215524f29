"""What a review says it could not look at."""

from __future__ import annotations

from pathlib import Path

from pgassay.config import Config
from pgassay.facts.policies.untouched import untouched
from pgassay.postgres.server import Server
from pgassay.read.migrations import read_migrations
from pgassay.verbs.examine import examine

MIGRATION = """
create function built(text text) returns void language plpgsql as $$ begin execute text; end $$;
create function plain(x int) returns int language sql as 'select x + 1';
create table t (id int primary key);
alter table t enable row level security;
create policy odd on t using ((select count(*) from pg_catalog.pg_class) > 3);
create policy even on t using (id = 1);
"""


def test_what_the_copy_with_rows_could_not_show_is_said(
    server: Server, database: str, tmp_path: Path
) -> None:
    (tmp_path / "1.sql").write_text("create table a (x int check (false)); create table b (x int);", "utf-8")
    (tmp_path / "2.sql").write_text(
        "create role said_twice; create index on a (x); create index on b (x);"
        "do $$ begin if exists (select from b) then create table b (y int); end if; end $$;",
        "utf-8",
    )
    _, missed = examine(server, read_migrations([tmp_path]), Config(), "plain", database=database)
    said = {item.what: item.why for item in missed}
    assert said["whether new migrations read the rows of public.a"].startswith("the copy that is watched")
    assert said["what this statement does to tables in use"].endswith('relation "b" already exists')
    assert not any("said_twice" in why or "public.b" in what for what, why in said.items())


def test_what_was_not_understood_is_said(server: Server, database: str, tmp_path: Path) -> None:
    (tmp_path / "1.sql").write_text(MIGRATION, "utf-8")
    config = Config(client_roles=("pg_monitor",))
    _, missed = examine(server, read_migrations([tmp_path]), config, "plain", database=database)
    said = {item.what: item.why for item in missed}
    assert said["all that these functions do: public.built(pg_catalog.text)"].startswith("SQL that is built")
    assert "what these policies ask: odd on public.t" in said
    assert not any("plain" in what or "even" in what for what in said)


def test_the_assumed_role_had_its_rights_before_the_new_migrations_too(
    server: Server, database: str, tmp_path: Path
) -> None:
    (tmp_path / "1.sql").write_text("create table kept (x int); create table gone (x int);", "utf-8")
    (tmp_path / "2.sql").write_text("drop table gone; create table made (x int);", "utf-8")
    context, _ = examine(server, read_migrations([tmp_path]), Config(), "plain", database=database)
    assert context.before is not None
    assert context.before.client_roles == context.facts.client_roles == ("app",)
    held = [
        context.before.access.granted("app", f"public.{name}", command)
        for name in ("kept", "gone")
        for command in ("select", "insert", "update", "delete")
    ]
    assert all(held)
    assert not context.before.access.granted("app", "public.made", "select")
    old, new = context.before.catalog, context.catalog
    assert old.roles == new.roles
    assert old.memberships == new.memberships
    assert context.before.grants_on["public.kept"] == context.facts.grants_on["public.kept"]
    assert "public.kept" in untouched(context.before, context.facts)
