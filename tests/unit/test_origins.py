"""Where objects come from: the statement that shaped each one, and its own line within it."""

from __future__ import annotations

from pgassay.postgres.server import Server
from replaying import replayed


def test_objects_point_at_the_statement_that_made_them(server: Server) -> None:
    outcome = replayed(
        server,
        """create table t (
  id int primary key,
  a text
);
create index t_a on t (a);
create view v as select * from t;
create function f(x int) returns int language sql as 'select 1';
alter table t enable row level security;
create policy p on t using (true);
create type mood as enum ('low');
""",
        "create trigger g before update on t for each row\n"
        "  execute function suppress_redundant_updates_trigger();",
    )
    assert outcome.failures == []
    assert outcome.place("table", "public.t") == ("0.sql", 1)
    assert outcome.place("index", "public.t_a") == ("0.sql", 5)
    assert outcome.place("view", "public.v") == ("0.sql", 6)
    assert outcome.place("function", "public.f(integer)") == ("0.sql", 7)
    assert outcome.place("policy", "p on public.t") == ("0.sql", 9)
    assert outcome.place("type", "public.mood") == ("0.sql", 10)
    assert outcome.place("trigger", "g on public.t") == ("1.sql", 1)
    assert outcome.lines("table", "public.t") == [1, 8]


def test_what_came_with_the_platform_has_no_place(server: Server) -> None:
    outcome = replayed(server, "create table t ();")
    assert outcome.place("function", "pg_catalog.now()") is None
    assert outcome.place("schema", "public") is None


def test_columns_and_constraints_have_their_own_lines(server: Server) -> None:
    outcome = replayed(
        server,
        """create table a (id int primary key);
create table t (
  id int,
  -- é: what follows is still found
  a_id int
    references a (id),
  b int check (b > 0),
  constraint pair unique (a_id, b),
  primary key (id)
);
alter table t
  add column c int,
  add constraint c_small check (c < 9);
""",
    )
    assert outcome.failures == []
    assert outcome.place("table column", "public.t.a_id", "a_id") == ("0.sql", 5)
    assert outcome.place("table column", "public.t.b", "b") == ("0.sql", 7)
    assert outcome.place("table constraint", "pair on public.t") == ("0.sql", 8)
    assert outcome.place("table constraint", "t_a_id_fkey on public.t", "a_id") == ("0.sql", 5)
    assert outcome.place("table constraint", "t_b_check on public.t", "b") == ("0.sql", 7)
    assert outcome.place("table column", "public.t.c", "c") == ("0.sql", 12)
    assert outcome.place("table constraint", "c_small on public.t") == ("0.sql", 13)


def test_a_column_changed_later_points_at_the_change(server: Server) -> None:
    outcome = replayed(
        server, "create table t (\n  a int,\n  b int\n);\nalter table t alter a type bigint;\n"
    )
    assert outcome.place("table column", "public.t.a", "a") == ("0.sql", 5)
    assert outcome.place("table column", "public.t.b", "b") == ("0.sql", 3)


def test_a_constraint_validated_later_keeps_its_own_line(server: Server) -> None:
    outcome = replayed(
        server,
        "create table t (a int);\nalter table t\n  add constraint c check (a > 0) not valid;\n"
        "alter table t validate constraint c;",
    )
    assert outcome.place("table constraint", "c on public.t") == ("0.sql", 3)
    assert outcome.lines("table constraint", "c on public.t") == [2, 4]


def test_what_a_block_makes_is_laid_to_the_block(server: Server) -> None:
    outcome = replayed(
        server,
        """select 1;
do $$
begin
  create table a (id int);
  execute 'create table ' || 'b (id int)';
  execute format('create index %I on a (id)', 'a_index');
end $$;
create procedure make() language plpgsql as $$ begin create table c (); end $$;
call make();
""",
    )
    assert outcome.failures == []
    for kind, identity in (("table", "a"), ("table", "b"), ("index", "a_index")):
        assert outcome.place(kind, f"public.{identity}") == ("0.sql", 2)
    assert outcome.place("table column", "public.b.id", "id") == ("0.sql", 2)
    assert outcome.place("table", "public.c") == ("0.sql", 9)


def test_a_renamed_object_keeps_its_history(server: Server) -> None:
    outcome = replayed(
        server,
        "create table old (a int);\nalter table old add b int;\nalter table old rename to new;\n"
        "alter table new rename a to z;\nalter table new rename constraint nothing to something;",
        "create index i on new (z);\nalter index i rename to j;\n"
        "create schema s;\nalter table new set schema s;",
    )
    assert [one.statement.number for one in outcome.failures] == [4]
    assert outcome.place("table", "s.new") == ("0.sql", 1)
    assert outcome.lines("table", "s.new") == [1, 2, 3, 4]
    assert outcome.place("table", "public.old") is None
    assert outcome.place("table column", "s.new.z", "z") == ("0.sql", 4)
    assert outcome.place("table column", "s.new.b", "b") == ("0.sql", 2)
    assert outcome.lines("index", "s.j") == [1, 2]


def test_an_object_made_again_begins_anew(server: Server) -> None:
    outcome = replayed(
        server,
        "create table t (a int);\ncreate function f() returns int language sql as 'select 1';\n"
        "create view v as select 1 as x;\n",
        "drop table t;\ncreate table t (b int);\n"
        "create or replace function f() returns int language sql as 'select 2';\n"
        "drop view v;\n",
    )
    assert outcome.failures == []
    assert outcome.place("table", "public.t") == ("1.sql", 2)
    assert outcome.lines("table", "public.t") == [2]
    assert outcome.place("function", "public.f()") == ("1.sql", 3)
    assert outcome.place("view", "public.v") is None
    assert outcome.place("table column", "public.t.a", "a") is None


def test_a_policy_dropped_and_made_again_points_at_the_last(server: Server) -> None:
    outcome = replayed(
        server,
        "create table t ();\ncreate policy p on t using (false);",
        "drop policy if exists p on t;\ncreate policy p on t using (true);",
    )
    assert outcome.place("policy", "p on public.t") == ("1.sql", 2)


def test_a_statement_that_failed_shaped_nothing(server: Server) -> None:
    outcome = replayed(
        server, "create table t (a int);\ncreate table t (b int);\nalter table t add c nope, add d int;"
    )
    assert outcome.lines("table", "public.t") == [1]
    assert len(outcome.failures) == 2


def test_statements_that_do_not_parse_shift_nothing(server: Server) -> None:
    outcome = replayed(
        server, "creat x;\ncreate table t (a int);\noops;\nalter table t add b int;", "create table u ();"
    )
    assert outcome.place("table", "public.t") == ("0.sql", 2)
    assert outcome.place("table column", "public.t.b", "b") == ("0.sql", 4)
    assert outcome.place("table", "public.u") == ("1.sql", 1)


def test_names_that_need_quotes_are_found(server: Server) -> None:
    outcome = replayed(
        server, 'create table "Odd Name" (\n  "The é" int,\n  constraint "is ok" check ("The é" > 0)\n);'
    )
    assert outcome.place("table", 'public."Odd Name"') == ("0.sql", 1)
    assert outcome.place("table column", 'public."Odd Name"."The é"', "The é") == ("0.sql", 2)
    assert outcome.place("table constraint", '"is ok" on public."Odd Name"') == ("0.sql", 3)


def test_a_function_is_where_its_body_is(server: Server) -> None:
    outcome = replayed(
        server,
        "create function f() returns int language sql as 'select 1';\n"
        "comment on function f() is 'one';\n"
        "alter function f() owner to postgres;\n"
        "create or replace function f() returns int language sql as 'select 2';\n"
        "grant execute on function f() to public;\n"
        "alter function f() set search_path = '';\n",
    )
    assert outcome.place("function", "public.f()") == ("0.sql", 4)
    assert outcome.lines("function", "public.f()") == [1, 3, 4, 6]
