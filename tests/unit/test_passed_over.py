"""Definitions that met something of their name: what they would have made, and that nothing shows of it."""

from __future__ import annotations

from pgassay.model.passed_over import PassedOver
from pgassay.postgres.server import Server
from replaying import Outcome, replayed


def only(outcome: Outcome) -> PassedOver:
    """The one definition that was passed over."""
    (found,) = outcome.replay.passed_over
    return found


def test_it_is_made_with_the_existing_one_set_aside(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a (id int primary key, x int references a);\ncreate table b ();",
        "create table if not exists a (id int constraint a_pkey primary key, x int references a, y text);",
    )
    found = only(outcome)
    assert found.wanted is not None
    assert [column.name for column in found.existing.columns] == ["id", "x"]
    assert [column.name for column in found.wanted.columns] == ["id", "x", "y"]
    assert found.existing.constraints == found.wanted.constraints
    assert found.statement.number == 2 and not found.refused


def test_it_leaves_no_trace(server: Server) -> None:
    first = "create table a (id serial primary key);\ncreate index i on a (id);"
    again = f"{first}\ninsert into a default values;\n" + (
        "create table if not exists a (id text);\ncreate index if not exists i on a (id desc);\n"
        "alter table a add column if not exists id bigint;\nalter table a add column z int;"
    )
    outcome, plain = replayed(server, again), replayed(server, f"{first}\nalter table a add column z int;")
    assert len(outcome.replay.passed_over) == 3
    assert outcome.failures == []
    assert (outcome.catalog.relations, outcome.catalog.indexes) == (
        plain.catalog.relations,
        plain.catalog.indexes,
    )
    assert [schema.name for schema in outcome.catalog.schemas] == [one.name for one in plain.catalog.schemas]
    # To Postgres an ALTER TABLE that passes its column over has altered the table.
    assert outcome.lines("table", "public.a") == [1, 6, 7]


def test_what_a_block_and_a_function_run_counts(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create table a ();
        create function f() returns void language plpgsql as $f$
            begin execute 'create table if not exists a (x int)'; end $f$;
        select f();
        do $$ begin alter table a add column if not exists x int; end $$;
        do $$ begin alter table a add column if not exists x text; end $$;
        """,
    )
    made, typed = outcome.replay.passed_over
    assert made.wanted is not None and [column.name for column in made.wanted.columns] == ["x"]
    assert typed.wanted is not None and typed.columns == ("x",)
    assert [column.type for column in typed.wanted.columns if column.name == "x"] == ["text"]


def test_what_it_references_may_be_missing(server: Server) -> None:
    found = only(
        replayed(
            server,
            "create table a (id int);\ncreate table if not exists a (id int, b uuid references b (key));",
        )
    )
    assert found.missing == "b" and found.wanted is not None
    assert [key.definition for key in found.wanted.constraints] == [
        "FOREIGN KEY (b) REFERENCES public.b(key)"
    ]


def test_a_refused_one_is_compared_too(server: Server) -> None:
    found = only(replayed(server, "create table a (x int);\ncreate table a (x text);"))
    assert found.refused and found.wanted is not None
    assert [column.type for column in found.wanted.columns] == ["text"]


def test_what_cannot_be_set_aside_is_left_alone(server: Server) -> None:
    outcome = replayed(
        server, "create view v as select 1 as x;\ncreate table if not exists v (x int);\ncreate table c ();"
    )
    assert only(outcome).existing.kind == "view"
    assert outcome.tables == ["c", "v"] and outcome.failures == []


def test_sequences_and_materialized_views_are_made_again_too(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create table t (id serial);
        create sequence s as int start 5;
        create materialized view m as select 1 as a;
        create table u as select 1 as a;
        create sequence if not exists s increment 10;
        create sequence if not exists t_id_seq as smallint;
        create materialized view if not exists m as select 1 as a, 'x'::text as b with no data;
        create table if not exists u as select 1 as a, 2 as b;
        create sequence if not exists t;
        create materialized view if not exists t as select 1;
        """,
    )
    assert outcome.failures == []
    numbers, owned, view, table, *others = outcome.replay.passed_over
    assert numbers.wanted is not None and numbers.existing.options["start"] == "5"
    assert (numbers.wanted.options["type"], numbers.wanted.options["increment"]) == ("bigint", "10")
    assert owned.wanted is not None and owned.wanted.options["type"] == "smallint"
    assert view.wanted is not None and "'x'::text AS b" in (view.wanted.definition or "")
    assert table.wanted is not None and [column.name for column in table.wanted.columns] == ["a", "b"]
    assert [one.existing.identity for one in others] == []
    assert outcome.tables == ["m", "t", "u"]


def test_an_enum_that_a_block_defines_again_is_made_again(server: Server) -> None:
    glad, other = "'sad', 'glad'", "'x'"

    def again(labels: str) -> str:
        return (
            f"do $$ begin create type mood as enum ({labels}); "
            "exception when duplicate_object then null; end $$;"
        )

    outcome = replayed(
        server,
        f"create type mood as enum ('sad', 'ok');\n{again(glad)}",
        "do $$ begin if not exists (select from pg_type where typname = 'mood') then "
        "create type mood as enum ('a'); end if; create type new as enum ('b'); end $$;",
        "do $$ begin if false then create type mood as enum ('c'); end if; end $$;",
        f"do $$ begin drop type mood; end $$; {again(other)}",
        "do $$ begin if true then perform 'mood'::regtype; create type two as enum ('a');"
        " else create type two as enum ('b'); end if; end $$;",
    )
    assert outcome.failures == []
    first, second = outcome.replay.passed_over
    assert first.wanted is not None and first.existing.labels == ("sad", "ok")
    assert first.wanted.labels == ("sad", "glad")
    assert second.wanted is not None and second.wanted.labels == ("a",)
    labels = {one.name: one.labels for one in outcome.catalog.types}
    assert labels == {"mood": ("x",), "new": ("b",), "two": ("a",)}
