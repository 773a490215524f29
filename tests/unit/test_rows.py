"""Rows for any schema; each case is a schema that something makes hard."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.model.catalog import Catalog
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.rows import Filled, Tenants, fill
from pgassay.rows.patterns import example

CASES = sorted((Path(__file__).parents[1] / "rows").glob("*.sql"), key=lambda path: path.name)


def filled(server: Server, text: str, **options: object) -> tuple[Catalog, Filled]:
    """The catalog that `text` makes, and what filling all of its tables gives."""
    with server.database() as database:
        with server.migrator(database) as connection:
            connection.autocommit = True
            run(connection, text)
        with server.admin(database) as admin:
            catalog = read_catalog(admin)
        own = [one.identity for one in catalog.relations if one.schema == "public"]
        with server.migrator(database) as connection:
            return catalog, fill(connection, catalog, own, **options)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_table_gets_rows(server: Server, case: Path) -> None:
    catalog, given = filled(server, case.read_text("utf-8"))
    assert dict(given.left) == {}
    own = {one.identity for one in catalog.relations if one.schema == "public" and one.is_table}
    assert {one for one in own if given.counts.get(one, 0) < 1} == set()


def test_a_table_that_nothing_fits_is_left_empty_with_the_reason(server: Server) -> None:
    _, given = filled(server, "create table t (id int primary key check (false)); create table u (id int);")
    assert given.left == {"public.t": 'new row for relation "t" violates check constraint "t_check"'}
    assert given.counts == {"public.u": 24}


def test_a_table_that_a_commit_would_refuse_takes_no_other_with_it(server: Server) -> None:
    _, given = filled(
        server,
        "create table a (id int primary key check (id > 100), b int not null);"
        "create table b (id int primary key check (id > 500), a int not null references a"
        " deferrable initially deferred);"
        "alter table a add foreign key (b) references b deferrable initially deferred;"
        "create table c (id int primary key);",
    )
    assert given.counts == {"public.c": 24}
    assert given.left == {
        "public.a": 'insert or update on table "a" violates foreign key constraint "a_b_fkey"',
        "public.b": 'insert or update on table "b" violates foreign key constraint "b_a_fkey"',
    }


def test_the_triggers_are_as_before(server: Server) -> None:
    text = next(path for path in CASES if path.stem == "a_trigger_that_refuses").read_text("utf-8")
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, text)
        with server.admin(database) as admin:
            before = read_catalog(admin)
            connection.autocommit = False
            fill(connection, before, ["public.t"])
            assert read_catalog(admin).triggers == before.triggers


TENANTS = """create table tenants (id uuid primary key);
create table projects (id int primary key, tenant_id uuid not null references tenants);
create table tasks (id int primary key, project int not null references projects, after int references tasks);
create table notes (id int primary key, tenant_id uuid not null);
create table countries (id int primary key);"""


def test_each_row_is_of_one_tenant(server: Server) -> None:
    keys = {"public.projects": "tenant_id", "public.notes": "tenant_id"}
    _, given = filled(server, TENANTS, tenants=Tenants(relation="public.tenants", key="id", keys=keys))
    sides = {one: [row.side for row in rows] for one, rows in given.rows.items()}
    for one in ("public.projects", "public.tasks", "public.notes"):
        assert sides[one].count(0) == sides[one].count(1) == 12
    assert set(sides["public.countries"]) == {None}
    project = {row.values["id"]: row.side for row in given.rows["public.projects"]}
    assert all(project[row.values["project"]] == row.side for row in given.rows["public.tasks"])


def test_constraints_to_come_are_kept_where_they_can_be(server: Server) -> None:
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(
            connection,
            "create table p (id int primary key); create table t (id int primary key, p int, s text);",
        )
        with server.admin(database) as admin:
            before = read_catalog(admin)
            run(connection, "alter table t add foreign key (p) references p, add check (s ~ '^x[0-9]+$')")
            after = read_catalog(admin)
        run(connection, "alter table t drop constraint t_p_fkey, drop constraint t_s_check")
        connection.autocommit = False
        given = fill(connection, before, ["public.t", "public.p"], later=after)
        assert given.counts == {"public.p": 24, "public.t": 24}
        run(connection, "alter table t add foreign key (p) references p, add check (s ~ '^x[0-9]+$')")


@pytest.mark.parametrize("pattern", ["^[a-z]{3}$", r"^\d+\.\d+$", "^(a|b)c$"])
def test_examples_match_their_pattern_and_are_the_same_each_time(pattern: str) -> None:
    import re

    series = example(pattern)
    assert series is not None
    assert re.match(pattern, series(5))
    assert series(5) == series(5)


@pytest.mark.parametrize("text", ["plain", "", "(unclosed"])
def test_what_is_no_pattern_gives_none(text: str) -> None:
    assert example(text) is None
