"""What statements are seen to do to relations in use; one case a line."""

from __future__ import annotations

import pytest

from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.postgres.connect import run
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server
from pgassay.read.observe import observe

IN_USE = """
create table tenants (id bigint primary key, name text);
create table bots (id bigint primary key, tenant_id bigint, slug varchar(10), qty int, note text);
create index bots_qty on bots (qty);
create table msgs (id bigint primary key, bot_id bigint references bots);
create view shown as select id from bots;
create function build() returns void language plpgsql as $$ begin create index on bots (note); end $$;
insert into tenants select g, 'x' from generate_series(1, 300) g;
insert into bots select g, g, 'x', g from generate_series(1, 300) g;
"""
ROWS = {"public.bots": 300, "public.tenants": 300}


def watched(server: Server, text: str) -> list[Observation]:
    """What each statement of `text`, a file of its own, did to the tables in use."""
    statements, faults = split_statements(text, "later.sql")
    assert faults == []
    migration = Migration(path="later.sql", statements=tuple(statements))
    with server.database() as database:
        with server.migrator(database) as connection:
            connection.autocommit = True
            run(connection, IN_USE)
        return list(observe(server, (migration,), database, rows=ROWS))


def told(effect: Effect) -> str:
    """An effect in short: relation, mode, and whether it wrote or read the whole of it."""
    marks = ["rewrites"] if effect.rewritten else ["files"] if effect.files else []
    marks += ["scans"] if effect.scanned else []
    return " ".join([effect.relation.removeprefix("public."), effect.mode, *marks])


CASES = {
    "alter table bots add column a text default 'x'": ["bots ACCESS EXCLUSIVE"],
    "alter table bots add column a timestamptz default now()": ["bots ACCESS EXCLUSIVE"],
    "alter table bots add column a uuid default gen_random_uuid()": ["bots ACCESS EXCLUSIVE rewrites scans"],
    "alter table bots alter column slug type varchar(200)": ["bots ACCESS EXCLUSIVE"],
    "alter table bots alter column slug type varchar(5)": ["bots ACCESS EXCLUSIVE rewrites scans"],
    "alter table bots alter column qty set not null": ["bots ACCESS EXCLUSIVE scans"],
    "alter table bots add check (qty > 0)": ["bots ACCESS EXCLUSIVE scans"],
    "alter table bots add check (qty > 0) not valid": ["bots ACCESS EXCLUSIVE"],
    "create index on bots (tenant_id)": ["bots SHARE scans"],
    "do $$ begin execute 'create index on bots (tenant_id)'; end $$": ["bots SHARE scans"],
    "select build()": ["bots SHARE scans"],
    "create index concurrently on bots (tenant_id)": ["bots SHARE UPDATE EXCLUSIVE"],
    "drop index concurrently bots_qty": ["bots SHARE UPDATE EXCLUSIVE"],
    "drop index bots_qty": ["bots ACCESS EXCLUSIVE"],
    "reindex index bots_qty": ["bots ACCESS EXCLUSIVE files scans"],
    "reindex table concurrently bots": ["bots SHARE UPDATE EXCLUSIVE"],
    "vacuum full bots": ["bots ACCESS EXCLUSIVE rewrites"],
    "cluster bots using bots_qty": ["bots ACCESS EXCLUSIVE rewrites scans"],
    "drop table msgs": ["bots ACCESS EXCLUSIVE", "msgs ACCESS EXCLUSIVE"],
    "truncate msgs": ["msgs ACCESS EXCLUSIVE rewrites"],
    "create trigger t before delete on bots execute function suppress_redundant_updates_trigger()": [
        "bots SHARE ROW EXCLUSIVE"
    ],
    "update bots set note = 'x'": ["bots ROW EXCLUSIVE scans"],
    "comment on table bots is 'x'": ["bots SHARE UPDATE EXCLUSIVE"],
    "create or replace view shown as select id, qty from bots": [
        "bots ACCESS SHARE",
        "shown ACCESS EXCLUSIVE",
    ],
    "set lock_timeout = '1s'": [],
    "create table fresh (id int primary key)": [],
}


@pytest.mark.parametrize("sql", CASES)
def test_what_a_statement_does_is_seen(server: Server, sql: str) -> None:
    (seen,) = watched(server, sql)
    assert seen.error is None
    assert sorted(map(told, seen.effects)) == CASES[sql]


def test_what_a_file_makes_itself_is_not_in_use(server: Server) -> None:
    seen = watched(server, "create table fresh (id int);\ncreate index on fresh (id);\ndrop table fresh;")
    assert [one.effects for one in seen] == [(), (), ()]


def test_locks_and_reads_of_one_statement_are_not_laid_to_the_next(server: Server) -> None:
    first, second = watched(server, "create index on bots (tenant_id);\ncomment on table bots is 'x';")
    assert [told(one) for one in first.effects] == ["bots SHARE scans"]
    assert [told(one) for one in second.effects] == ["bots SHARE UPDATE EXCLUSIVE"]


def test_what_ran_inside_a_block_is_named(server: Server) -> None:
    (seen,) = watched(server, "do $$ begin execute 'create index made on bots (tenant_id)'; end $$")
    assert [(one.tag, one.kind, one.identity) for one in seen.commands] == [
        ("CREATE INDEX", "index", "public.made")
    ]


def test_columns_and_constraints_are_named(server: Server) -> None:
    (seen,) = watched(server, "alter table bots add column a int constraint positive check (a > 0)")
    assert {(one.kind, one.identity) for one in seen.commands} == {
        ("table", "public.bots"),
        ("table column", "public.bots.a"),
        ("table constraint", "positive on public.bots"),
    }


def test_columns_and_constraints_show_what_they_were(server: Server) -> None:
    text = "alter table bots alter qty type bigint, alter qty set not null, add constraint c check (qty > 0)"
    (seen,) = watched(server, text)
    looks = {one.kind: (one.relation, one.was, one.now) for one in seen.commands if one.now}
    relation, was, now = looks["table column"]
    assert relation == "public.bots"
    assert was is not None and now is not None
    assert (was["type"], was["not_null"], now["type"], now["not_null"]) == ("integer", False, "bigint", True)
    relation, was, now = looks["table constraint"]
    assert (relation, was) == ("public.bots", None)
    assert now is not None
    assert (now["kind"], now["validated"]) == ("c", True)


def test_a_renamed_column_shows_its_old_name(server: Server) -> None:
    (seen,) = watched(server, "do $$ begin alter table bots rename qty to amount; end $$")
    (column,) = (one for one in seen.commands if one.now)
    assert column.was is not None
    assert (column.was["name"], column.identity) == ("qty", "public.bots.amount")


def test_a_statement_that_fails_says_so_and_the_next_is_seen(server: Server) -> None:
    first, second = watched(server, "alter table bots alter note set not null;\ndrop index bots_qty;")
    assert first.error is not None
    assert first.error[0] == "23502"
    assert [told(one) for one in second.effects] == ["bots ACCESS EXCLUSIVE"]


def test_a_statement_that_rows_refuse_is_seen_without_them(server: Server) -> None:
    (seen,) = watched(server, "alter table bots add column a int not null")
    assert seen.error is not None
    assert seen.error[0] == "23502"
    assert [(told(one), one.rows) for one in seen.effects] == [("bots ACCESS EXCLUSIVE", 0)]
    assert ("table column", "public.bots.a") in {(one.kind, one.identity) for one in seen.commands}


def test_a_local_setting_holds_for_the_file(server: Server) -> None:
    text = "create schema other;\nset local search_path = other;\ncreate table bots (id int);"
    assert [(one.error, one.effects) for one in watched(server, text)] == [(None, ())] * 3


def test_a_lost_session_is_opened_again(server: Server) -> None:
    first, second = watched(server, "select pg_terminate_backend(pg_backend_pid());\ndrop index bots_qty;")
    assert first.error is not None
    assert [told(one) for one in second.effects] == ["bots ACCESS EXCLUSIVE"]


def test_rows_that_refuse_a_statement_leave_only_its_tables(server: Server) -> None:
    text = "alter table bots add column a int not null; alter table tenants alter column name set not null;"
    _, second = watched(server, text)
    assert [(told(one), one.rows) for one in second.effects] == [("tenants ACCESS EXCLUSIVE scans", 300)]


def test_a_scan_of_a_table_without_rows_is_seen(server: Server) -> None:
    text = "alter table msgs add check (bot_id > 0); alter table msgs add check (bot_id > 1) not valid;"
    first, second = watched(server, text)
    assert [(one.scans, one.rows) for one in first.effects] == [(1, 0)]
    assert [(one.scans, one.rows) for one in second.effects] == [(0, 0)]


def test_nobody_writes_to_a_materialized_view(server: Server) -> None:
    modes = {"EXCLUSIVE": "", "ACCESS EXCLUSIVE": "reads"}
    effects = [Effect(relation="public.m", kind="materialized view", mode=mode) for mode in modes]
    assert [one.blocks for one in effects] == list(modes.values())
