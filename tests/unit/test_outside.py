"""What migrations use and do not make: what takes its place, and where nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Servers
from pgassay.config import Config
from pgassay.model.report import Report
from pgassay.postgres.server import Server
from pgassay.verbs.review import review
from replaying import Outcome, replayed


def types(outcome: Outcome, relation: str) -> dict[str, str]:
    """The columns of a relation of public, with their types."""
    found = outcome.catalog.relation[f"public.{relation}"]
    return {column.name: column.type for column in found.columns}


def names(outcome: Outcome) -> list[str]:
    """What was stood in for."""
    return [one.name for one in outcome.replay.placeholders]


def test_a_relation_has_the_columns_that_statements_name(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create table orders (
            id bigint primary key, buyer_id bigint references buyers (id), shop uuid references shops (code),
            tenant_id uuid not null
        );
        alter table buyers enable row level security;
        alter table orders alter column tenant_id type uuid;
        create policy own on buyers using (tenant_id = current_setting('app.tenant')::uuid);
        create index on buyers (lower(email));
        alter table buyers rename column nick to nickname;
        alter table buyers add column phone text;
        insert into buyers (id, email) values (1, 'a');
        create view named as select b.email, b.seen_at from buyers b;
        """,
    )
    assert outcome.failures == []
    assert sorted(names(outcome)) == ["buyers", "shops"]
    assert types(outcome, "shops") == {"code": "uuid"}
    assert types(outcome, "buyers") == {
        "id": "bigint",
        "tenant_id": "uuid",
        "email": "text",
        "nickname": "text",
        "phone": "text",
        "seen_at": "timestamp with time zone",
    }


@pytest.mark.parametrize(
    "sql",
    [
        "select from late; create table late ();",
        "select from other; alter table t rename to other;",
        "select from dynamic; do $$ begin create table if not exists dynamic (); end $$;",
        "create table nope (x no_such_type); select from nope;",
        "select from auth.guests;",
        "drop schema cron;",
        "create table there (); drop table there; select from there;",
        "select missing from t;",
        "select t.missing from t join u on true;",
    ],
)
def test_what_migrations_make_or_nobody_can_is_not_stood_in_for(server: Server, sql: str) -> None:
    outcome = replayed(server, f"create table t (a int); create table u (); {sql}")
    assert outcome.failures != []
    assert names(outcome) == []


def test_programs_among_the_files_can_have_made_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "20240101_make.go").write_text("package main", "utf-8")
    sql = "ALTER TABLE a ADD x int; ALTER TABLE b ADD x int;"
    (finding,) = [one for one in reviewed(tmp_path, sql).findings if one.rule == "history-incomplete"]
    assert finding.severity.value == "info"
    assert finding.message == (
        "2 relations come from outside the SQL files: a, b. 20240101_make.go beside them is a program and "
        "was not run"
    )


def test_what_fails_on_one_is_laid_to_the_first_that_missed_it(server: Server) -> None:
    outcome = replayed(
        server,
        """
        alter table lists add column a int;
        insert into lists (a) values ('x');
        select 1/0;
        """,
    )
    assert [(one.statement.number, one.cause) for one in outcome.failures] == [(1, 0), (2, None)]


def test_a_role_is_made_where_a_statement_names_it(server: Server) -> None:
    sql = """
        create table t (a int);
        grant select on t to night_clerk;
        create policy p on t to day_clerk using (true);
        create schema ledger authorization keeper;
        alter table t owner to keeper;
        """
    outcome = replayed(server, sql)
    assert outcome.failures == []
    assert [name for name, _ in outcome.replay.roles] == ["night_clerk", "day_clerk", "keeper"]


@pytest.mark.parametrize("role", ["authentcated", "made_later"])
def test_a_role_that_is_misspelt_or_made_later_is_not_made(servers: Servers, role: str) -> None:
    sql = f"create table t (); grant select on t to {role}; create role made_later;"
    outcome = replayed(servers("supabase"), sql)
    assert [one.sqlstate for one in outcome.failures] == ["42704"]


DROPPED = """
    create table notes (id bigint primary key, mood feeling default 'calm');
    create function touched() returns trigger language plpgsql as $$ begin return new; end $$;
    drop table drafts, old.drafts;
    drop view latest;
    drop materialized view totals;
    drop sequence numbers;
    drop index drafts_day;
    drop domain short;
    drop function rank(int, kind_of_rank[]);
    drop procedure tidy;
    drop policy own on notes;
    create policy own on notes using (true);
    drop trigger touch on notes;
    create trigger touch before update on notes for each row execute function touched();
    alter type feeling add value 'glad' after 'sad';
    alter type feeling rename to mood;
    drop schema older;
    create schema older;
    alter domain amount add check (value <> '');
    alter function score(int) set search_path = '';
    do $$ begin alter type colour rename value 'red' to 'crimson'; drop function paint(); end $$;
"""


def test_what_is_dropped_or_changed_was_there_before(server: Server) -> None:
    outcome = replayed(server, "create table kept (a int); alter table base add x int;" + DROPPED)
    assert [one.message for one in outcome.failures] == []
    there = {one.called for one in outcome.replay.placeholders if one.stays}
    gone = {one.called for one in outcome.replay.placeholders if not one.stays}
    assert there == {
        *("base", "schema old", "type feeling", "type amount", "type kind_of_rank", "type colour"),
        "function score",
    }
    assert gone == {
        *("drafts", "old.drafts", "latest", "totals", "numbers", "drafts_day", "type short", "schema older"),
        *(
            "function rank",
            "function tidy",
            "function paint",
            "policy own on notes",
            "trigger touch on notes",
        ),
    }
    assert [one.name for one in outcome.catalog.policies] == ["own"]
    assert [one.name for one in outcome.catalog.triggers] == ["touch"]


@pytest.mark.parametrize(
    ("sql", "sqlstate"),
    [
        ("drop policy p on t; create policy p on t; drop policy p on t; drop policy p on t;", "42704"),
        ("create function f(int) returns int language sql return 1; drop function f(text);", "42883"),
        ("alter type mood add value 'glad'; create type mood as enum ('sad');", "42704"),
        ("drop table x; select from x;", "42P01"),
        ("alter table x add b int; drop table x; select from x;", "42P01"),
        ("drop index t_a_idx;", "42704"),
        ("alter policy p on t using (true);", "42704"),
        ("alter table t disable trigger x;", "42704"),
        ("do $$ begin create type mood as enum (); exception when others then null; end $$;"
         "drop type mood; drop type mood;", "42704"),
    ],
)  # fmt: skip
def test_what_was_made_or_is_not_known_well_enough_is_not_stood_in_for(
    server: Server, sql: str, sqlstate: str
) -> None:
    outcome = replayed(server, f"create table t (a int); {sql}")
    assert [one.sqlstate for one in outcome.failures] == [sqlstate]


def test_what_is_asked_of_a_schema_that_stands_in_stands_in_too(server: Server) -> None:
    sql = "create table crm.a (s crm.stage not null default 'new', b int references crm.b (id));"
    outcome = replayed(server, f"{sql} insert into crm.a values ('won', null), ('open', null);")
    assert outcome.failures == []
    assert {one.called for one in outcome.replay.placeholders} == {"schema crm", "type crm.stage", "crm.b"}
    (stage,) = [one for one in outcome.catalog.types if one.name == "stage"]
    assert stage.labels == ("new", "won", "open")


def test_a_renamed_one_still_stands_in(server: Server) -> None:
    sql = "alter table messages add a int; alter table messages rename to items; alter table items add b int;"
    outcome = replayed(server, f"{sql} alter table items rename constraint messages_pkey to items_pkey;")
    assert outcome.failures == []
    assert [(one.name, one.now) for one in outcome.replay.placeholders] == [("messages", "items")]


OF_OTHERS = """
ALTER TABLE users ADD COLUMN tenant_id uuid NOT NULL;
CREATE POLICY everybody ON users TO anon USING (true);
CREATE TABLE notes (id bigint PRIMARY KEY, user_id uuid REFERENCES users (id), body json);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO authenticated USING (user_id IN (SELECT u.id FROM users u WHERE u.active));
"""


def reviewed(folder: Path, sql: str) -> Report:
    """The review of one migration of a Supabase project."""
    (folder / "1.sql").write_text(sql, "utf-8")
    return review([folder], config=Config(platform="supabase"))


def test_a_tablespace_is_made_where_a_statement_names_it(tmp_path: Path) -> None:
    report = reviewed(
        tmp_path,
        """
        create table a (id bigint) tablespace "the ""old"" one";
        create table b (id bigint primary key using index tablespace fast);
        set default_tablespace = slow;
        create table c (id bigint);
        alter table a set tablespace fast;
        """,
    )
    assert [one.message for one in report.findings if one.rule == "migration-fails"] == []
    told = [one for one in report.not_checked if one.what.startswith("where tablespace ")]
    assert [one.what.split(" lies")[0] for one in told] == [
        'where tablespace the "old" one',
        "where tablespace fast",
        "where tablespace slow",
    ]
    assert {one.why for one in told} == {"no migration makes it: a folder of the server here took its place"}


@pytest.mark.parametrize(
    "sql",
    [
        "create tablespace own location '/tmp'; create table a (id bigint) tablespace own;",
        "create table a (id bigint) tablespace own; create tablespace own location '/tmp';",
        "drop tablespace gone;",
        "alter tablespace gone rename to there;",
        "create table a (id bigint) tablespace pg_fast;",
    ],
)
def test_a_tablespace_that_is_made_or_looked_after_is_not_made(tmp_path: Path, sql: str) -> None:
    report = reviewed(tmp_path, sql)
    assert [one for one in report.not_checked if one.what.startswith("where tablespace ")] == []


def test_findings_are_of_what_migrations_make(tmp_path: Path) -> None:
    report = reviewed(tmp_path, OF_OTHERS)
    assert report.target.failed_statements == 0
    relations = {ref.relation for one in report.findings for ref in (one.object, *one.objects)}
    assert relations <= {"public.notes", None}
    assert not any("public.users" in one.message for one in report.findings if one.family != "history")
    assert {"history-incomplete", "json-column"} <= {one.rule for one in report.findings}
    (said,) = [one for one in report.not_checked if "what rests on them" in one.what]
    assert said.what.startswith("users, ")


def test_what_is_not_said_of_an_own_table_is_not_passed_over(tmp_path: Path) -> None:
    """The rule's word rests on the columns of a table that is not there: it is no all-clear either."""
    report = reviewed(
        tmp_path,
        """
        create table notes (id bigint primary key, reader_id bigint not null references readers (id));
        """,
    )
    assert [one for one in report.findings if one.rule == "foreign-key-without-index"] == []
    (said,) = [one for one in report.not_checked if "relations from outside the folder" in one.why]
    assert said.what == "public.notes.reader_id"
    assert "foreign-key-without-index" in said.why
    assert [one for one in report.holds if one.rule == "foreign-key-without-index"] == []


def test_from_three_on_they_are_one_finding(tmp_path: Path) -> None:
    report = reviewed(tmp_path, "ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; CREATE INDEX ON c (x);")
    (one,) = [one for one in report.findings if one.severity.rank >= 3]
    assert one.rule == "history-incomplete"
    assert one.message == "3 relations come from outside the folder: a, b, c"


def test_one_that_is_renamed_by_built_sql_is_still_one(tmp_path: Path) -> None:
    sql = """
        CREATE INDEX ON runs_next (seconds);
        DO $$ BEGIN EXECUTE format('ALTER TABLE %I RENAME TO %I', 'runs_next', 'runs'); END $$;
        CREATE INDEX ON runs (worker);
        CREATE TABLE runs_of_may (LIKE runs INCLUDING ALL);
    """
    report = reviewed(tmp_path, sql)
    assert {one.rule for one in report.findings} == {"object-never-created", "rls-disabled"}
    (said,) = [one for one in report.not_checked if "what rests on them" in one.what]
    assert said.what.endswith("and 1 statement that fails without it")


def test_what_a_sub_select_means_of_one_is_not_taken_from_around_it(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create table notes (
            id bigint primary key, team_id uuid, reader_id bigint, author_id uuid, open boolean
        );
        create policy a on notes
            using (team_id in (select team_id from members where author_id = gen_random_uuid()));
        create policy b on notes using (exists (select 1 from readers where readers.id = reader_id and open));
        create policy c on notes using (reader_id in (select id from guests where email is not null));
        """,
    )
    assert outcome.failures == []
    assert types(outcome, "members") == {"team_id": "uuid", "author_id": "uuid", "id": "bigint"}
    using = {policy.name: policy.using or "" for policy in outcome.catalog.policies}
    assert "SELECT members.team_id" in using["a"]
    assert "members.author_id = " in using["a"]
    assert "(readers.id = notes.reader_id)" in using["b"]
    assert types(outcome, "readers") == {"id": "bigint", "open": "boolean"}
    assert types(outcome, "guests") == {"id": "bigint", "email": "text"}


def test_a_column_that_is_added_later_is_not_there_before(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create table notes (id bigint primary key, team_id uuid, member_id bigint references members (id));
        alter table members add column team_id uuid;
        create policy a on notes using (team_id in (select team_id from members where role = 'reader'));
        """,
    )
    assert outcome.failures == []
    assert types(outcome, "members") == {"id": "bigint", "team_id": "uuid", "role": "text"}


def test_what_one_statement_drops_shows_that_the_history_is_incomplete(tmp_path: Path) -> None:
    report = reviewed(tmp_path, "CREATE TABLE notes (id int); DROP POLICY own ON notes;")
    found = {one.rule: one for one in report.findings if one.family == "history" and one.severity.rank >= 2}
    assert list(found) == ["history-incomplete"]
    assert (
        found["history-incomplete"].message == "1 object comes from outside the folder: policy own on notes"
    )


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE users RENAME COLUMN nick TO name;",
        "ALTER TABLE users RENAME CONSTRAINT a TO b;",
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
        "DROP TABLE users;",
        "ALTER VIEW users SET (security_invoker = true);",
    ],
)
def test_one_that_is_changed_in_any_way_shows_it(tmp_path: Path, sql: str) -> None:
    found = [one for one in reviewed(tmp_path, sql).findings if one.family == "history"]
    assert [one.rule for one in found] == ["history-incomplete"]
    assert found[0].message == "1 relation comes from outside the folder: users"


def test_functions_join_an_incomplete_history_and_slips_do_not(tmp_path: Path) -> None:
    sql = """
        CREATE FUNCTION is_member(uuid) RETURNS boolean LANGUAGE sql AS 'select true';
        ALTER TABLE a ADD x int; ALTER TABLE b ADD x int; CREATE TABLE crm.c (id int);
        CREATE TABLE t (id uuid, mood feeling);
        CREATE TABLE u (id uuid);
        ALTER TABLE u ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON u USING (allowed(id));
        CREATE POLICY q ON u USING (is_memer(id));
        ALTER POLICY r ON u USING (true);
    """
    found = {one.rule: one.message for one in reviewed(tmp_path, sql).findings if one.family == "history"}
    assert found["history-incomplete"] == (
        "6 objects come from outside the folder: a, b, function allowed, policy r on u, schema crm, "
        "type feeling"
    )
    assert found["object-never-created"].startswith("function is_memer is used")
    assert "migration-fails" not in found


def test_what_fails_on_one_is_laid_to_it_by_the_name_it_had_then(server: Server) -> None:
    sql = "alter table public.a add x int; insert into a (x) values ('b'); alter table a rename to b;"
    code = "create function f() returns int language sql as 'select zzz from public.b b where b.x';"
    outcome = replayed(server, f"{sql} {code} drop table b;")
    assert [(one.statement.number, one.cause) for one in outcome.failures] == [(1, 0), (3, 0)]
