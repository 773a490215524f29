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
        "select from crm.guests;",
        "create table there (); drop table there; select from there;",
        "select missing from t;",
        "select t.missing from t join u on true;",
    ],
)
def test_what_migrations_make_or_nobody_can_is_not_stood_in_for(server: Server, sql: str) -> None:
    outcome = replayed(server, f"create table t (a int); create table u (); {sql}")
    assert outcome.failures != []
    assert names(outcome) == []


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


def test_findings_are_of_what_migrations_make(tmp_path: Path) -> None:
    report = reviewed(tmp_path, OF_OTHERS)
    assert report.target.failed_statements == 0
    relations = {ref.relation for one in report.findings for ref in (one.object, *one.objects)}
    assert relations <= {"public.notes", None}
    assert not any("public.users" in one.message for one in report.findings if one.family != "history")
    assert {"object-never-created", "json-column"} <= {one.rule for one in report.findings}
    (said,) = [one for one in report.not_checked if "what rests on them" in one.what]
    assert said.what.startswith("users, ")


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
    assert said.what.endswith("and 1 statement that fail without it")


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
