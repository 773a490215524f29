"""The replay: it goes on after an error, says what failed and why, and ends whatever a migration does."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from conftest import Servers
from pgassay.postgres.server import Limits, Server
from pgassay.read.distrust import Distrust, ServerKilled
from pgassay.read.migrations import read_migrations
from pgassay.read.replay import replay
from replaying import replayed


def test_it_goes_on_after_an_error(server: Server) -> None:
    outcome = replayed(
        server, "create table a ();\ncreate table b (x nowhere);\ncreate table c ();", "create table d ();"
    )
    assert outcome.tables == ["a", "c", "d"]
    (failure,) = outcome.failures
    assert (failure.kind, failure.sqlstate, failure.missing) == ("error", "42704", "nowhere")
    assert failure.cause is None
    assert failure.statement.location.line == 2
    assert failure.touches == {"b"}
    assert outcome.replay.applied == 3
    assert [number for number, _ in outcome.replay.marks] == [0, 2, 3]


def test_what_fails_only_because_of_another_names_it(server: Server) -> None:
    outcome = replayed(
        server,
        """
        create view v as select * from nowhere();
        create view w as select * from v;
        grant select on w to public;
        select absent();
        select nowhere();
        create table t (x nowhere_type);
        alter table t add y int;
        """,
    )
    assert [(one.statement.number, one.cause) for one in outcome.failures] == [
        (0, None),
        (1, 0),
        (2, 0),
        (3, None),
        (4, 0),
        (5, None),
        (6, 5),
    ]


def test_a_column_that_was_not_made_is_a_cause_too(server: Server) -> None:
    outcome = replayed(
        server, "create table t (); alter table t add y nope; create index on t (y); alter table t drop y;"
    )
    assert [(one.statement.number, one.cause) for one in outcome.failures] == [(1, None), (2, 1), (3, 1)]


def test_a_statement_that_does_not_parse_costs_only_itself(server: Server) -> None:
    outcome = replayed(server, "create table a ();\ncreat tabl x;\ncreate table b ();")
    assert outcome.tables == ["a", "b"]
    assert outcome.failures == []
    assert [fault.location.line for fault in outcome.source.migrations[0].faults] == [2]


def test_a_new_enum_value_can_be_used_in_the_same_file(server: Server) -> None:
    outcome = replayed(
        server,
        "create type mood as enum ('low'); alter type mood add value 'high';"
        "create table t (m mood default 'high');",
    )
    assert outcome.failures == []
    assert outcome.tables == ["t"]


@pytest.mark.parametrize(
    "statement",
    [
        "create index concurrently on t (a)",
        "create index i on t (a); drop index concurrently i",
        "reindex table concurrently t",
        "reindex schema public",
        "vacuum t",
        "discard all",
        "alter table p detach partition q concurrently",
        "refresh materialized view concurrently m",
    ],
)
def test_what_runs_outside_a_transaction_only_does(server: Server, statement: str) -> None:
    setup = """
    create table t (a int);
    create table p (a int) partition by list (a); create table q partition of p for values in (1);
    create materialized view m as select 1 as a; create unique index on m (a);
    """
    outcome = replayed(server, f"{setup} {statement}; create table after ();")
    assert [one.message for one in outcome.failures] == []
    assert "after" in outcome.tables


def test_transactions_of_the_file_itself_are_passed_over(server: Server) -> None:
    outcome = replayed(server, "begin; create table a (); commit; start transaction; create table b (); end;")
    assert outcome.tables == ["a", "b"]
    assert outcome.failures == []
    assert {statement.kind for statement, _ in outcome.replay.skipped} == {"TransactionStmt"}


def test_set_transaction_is_passed_over(server: Server) -> None:
    outcome = replayed(
        server, "begin;\nset transaction isolation level repeatable read;\ncreate table a ();\ncommit;"
    )
    assert outcome.tables == ["a"]
    assert list(outcome.failures) == []


def test_what_a_file_rolls_back_is_not_kept(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a (); begin; create table b (); rollback; create table c (); rollback;"
        "begin; create table d ();",
        "create table e (); rollback;",
    )
    assert outcome.tables == ["a", "c", "d", "e"]
    assert outcome.failures == []
    assert outcome.lines("table", "public.c") == [1]
    assert outcome.lines("table", "public.e") == [1]


def test_savepoints_of_the_file_do_not_meet_the_replays_own(server: Server) -> None:
    outcome = replayed(
        server,
        "begin; savepoint pgassay; create table a (); release savepoint pgassay;"
        "create table b (x nope); commit;",
    )
    assert outcome.tables == ["a"]
    assert [one.sqlstate for one in outcome.failures] == ["42704"]


def test_rows_of_a_copy_are_passed_over(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a (x int);\ncopy a from stdin;\n1\n\\.\n"
        "copy a to stdout;\ncopy (select 1) to stdout;\ncreate table b ();",
    )
    assert outcome.tables == ["a", "b"]
    assert outcome.failures == []
    assert [why.split()[1] for _, why in outcome.replay.skipped] == ["FROM", "TO", "TO"]


def test_a_copy_to_the_file_system_is_refused(server: Server) -> None:
    outcome = replayed(server, "create table a (x int); copy a to '/tmp/pgassay-never'; create table b ();")
    assert [(one.kind, one.sqlstate) for one in outcome.failures] == [("refused", "42501")]
    assert outcome.tables == ["a", "b"]


def test_settings_and_roles_end_with_their_file(server: Server) -> None:
    first = """
    create role replay_left_on; create schema other; grant replay_left_on to current_user;
    grant all on schema other to replay_left_on;
    set search_path = other; set role replay_left_on; create table a ();
    """
    outcome = replayed(
        server, first, "create table b (); drop table other.a; drop schema other; drop role replay_left_on;"
    )
    assert outcome.failures == []
    assert outcome.tables == ["b"]
    owner = outcome.catalog.relation["public.b"].owner
    assert owner != "replay_left_on"


def test_a_file_that_forbids_writing_forbids_it_to_itself_only(server: Server) -> None:
    outcome = replayed(server, "set default_transaction_read_only = on; select 1;", "create table a ();")
    assert outcome.tables == ["a"]


def test_what_a_deferred_constraint_refuses_is_laid_to_the_last_statement(server: Server) -> None:
    first = """
    create table a (id int primary key);
    create table b (a int references a deferrable initially deferred);
    insert into b values (1);
    """
    outcome = replayed(server, "create table z ();", first, "create table c (); alter table b add y int;")
    assert outcome.tables == ["c", "z"]
    refused, later = outcome.failures
    assert (refused.sqlstate, refused.statement.kind) == ("23503", "InsertStmt")
    assert [one.number for one in refused.undone] == [1, 2]
    assert refused.touches == {"a", "b"}
    assert (later.missing, later.cause) == ("b", refused.statement.number)
    assert outcome.replay.applied == 2


def test_a_migration_that_ends_its_own_session_does_not_end_the_replay(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a ();",
        "create table b (); select pg_terminate_backend(pg_backend_pid());"
        "create table c (); alter table b add x int;",
    )
    assert outcome.tables == ["a", "c"]
    lost, later = outcome.failures
    assert lost.kind == "lost"
    assert [one.number for one in lost.undone] == [1]
    assert (later.missing, later.cause) == ("b", lost.statement.number)


def test_a_session_that_is_ended_again_and_again_ends_the_replay(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a ();",
        "select pg_terminate_backend(pg_backend_pid());" * 30 + "create table b ();",
    )
    assert outcome.tables == ["a"]
    *lost, rest = outcome.failures
    assert len(lost) == 21 and {one.kind for one in lost} == {"lost"}
    assert (rest.kind, rest.statement.number) == ("limit", 22)
    assert "ended 21 times; 10 statements from here on were not run" in rest.message
    assert [one.number for one in outcome.replay.unrun] == list(range(22, 32))


def test_a_statement_that_takes_the_server_along_is_known(server: Server) -> None:
    """A server that went down is told from a session that did, with the statements it went down with."""
    with Server.start(platform="plain") as short, tempfile.TemporaryDirectory() as folder:
        Path(folder, "0.sql").write_text("create table a (); select 1; create table b (); create table c ();")
        source = read_migrations([folder])

        def stopped(path: str, number: int, total: int) -> None:
            if number == 2:
                short._host.stop()  # pyright: ignore[reportPrivateUsage]

        with pytest.raises(ServerKilled) as killed:
            replay(short, source.migrations, progress=stopped)
    assert killed.value.numbers == {2, 3}
    wary = Distrust().and_of(killed.value.numbers)
    with server.database() as database:
        again = replay(server, source.migrations, database=database, distrust=wary.and_of(frozenset({3})))
    assert (again.applied, [(one.kind, one.statement.number) for one in again.failures]) == (
        3,
        [("limit", 3)],
    )


def test_an_endless_statement_is_cut(server: Server) -> None:
    with Server.start(platform="plain", limits=Limits(statement_seconds=0.5)) as short:
        started = time.monotonic()
        outcome = replayed(
            short,
            "create table a (); do $$ begin loop null; end loop; end $$; create table b ();",
            """
            create table c (x int);
            create function forever() returns trigger language plpgsql as
              $$ begin loop null; end loop; end $$;
            create constraint trigger t after insert on c deferrable initially deferred for each row
              execute function forever();
            insert into c values (1);
            """,
            "create table d ();",
        )
        assert time.monotonic() - started < 20
    assert outcome.tables == ["a", "b", "d"]
    assert [(one.kind, one.statement.kind) for one in outcome.failures] == [
        ("limit", "DoStmt"),
        ("limit", "InsertStmt"),
    ]
    assert all("time limit" in one.message for one in outcome.failures)


def test_queries_of_many_rows_are_not_kept(server: Server) -> None:
    outcome = replayed(
        server, "select generate_series(1, 300000); explain select 1; show all; create table a ();"
    )
    assert outcome.failures == []
    assert outcome.tables == ["a"]


def test_a_statement_larger_than_what_a_socket_takes_at_once_is_sent_whole(server: Server) -> None:
    rows = ", ".join(f"({number}, '{'x' * 100}')" for number in range(20_000))
    outcome = replayed(server, f"create table a (i int, filler text);\ninsert into a values {rows};")
    assert outcome.failures == []
    assert outcome.replay.applied == 2


def test_rows_that_no_select_sends_are_not_kept(server: Server) -> None:
    outcome = replayed(
        server,
        "create table a (i int); create rule r as on insert to a do also select generate_series(1, 300000);"
        "prepare p as select generate_series(1, 300000); execute p; insert into a values (1);"
        "declare c cursor with hold for select 1; fetch all from c; select pg_sleep(0);",
    )
    assert outcome.failures == []
    assert outcome.replay.applied == 8


def test_progress_is_told_for_each_statement(server: Server) -> None:
    told: list[tuple[int, int]] = []
    outcome = replayed(server, "select 1; select 2;", "select 3;")
    with server.database() as database:
        replay(
            server,
            outcome.source.migrations,
            database=database,
            progress=lambda _, n, of: told.append((n, of)),
        )
    assert told == [(0, 3), (1, 3), (2, 3)]


_HEAD = """
do $$ begin
  if (select max(version) from supabase_migrations.schema_migrations) is distinct from '20250101000000' then
    raise exception 'the file before is missing';
  end if;
end $$;
create table b ();
"""


def test_a_file_sees_the_record_of_those_before_it(servers: Servers, tmp_path: Path) -> None:
    server = servers("supabase")
    (tmp_path / "20250101000000_first.sql").write_text("set role anon;")
    (tmp_path / "20250102000000_second.sql").write_text(_HEAD)
    (tmp_path / "20250103000000_third.sql").write_text(_HEAD)
    with server.database() as database:
        outcome = replay(server, read_migrations([tmp_path]).migrations, database=database)
    assert [Path(one.statement.location.file).name for one in outcome.failures] == [
        "20250103000000_third.sql",
        "20250103000000_third.sql",
    ]
