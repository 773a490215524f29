"""Experiments: rows that are planted, what clients then do, and that nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.experiment import Experiment, Session
from pgassay.read.planting import Row
from pgassay.read.probe import Probe

_Result = TypeVar("_Result")

SCHEMA = """
create type mood as enum ('calm', 'wild');
create domain word as text check (value ~ '^[a-z0-9@. ]+$');
create table tenants (id uuid primary key default gen_random_uuid(), slug text not null unique);
create table people (id bigint generated always as identity primary key,
  tenant_id uuid not null references tenants,
  feel mood not null, note word not null, level int not null check (level between 1 and 5),
  state text not null check (state in ('new', 'old')), twice int generated always as (level * 2) stored,
  boss bigint references people);
create table pairs (one bigint references people, other bigint not null references people,
  primary key (one, other),
  check (one is null or other is not null));
create table kept (id int primary key, owner text not null check (owner = 'x' and owner = 'y'));
create role reader;
grant select on people to reader;
alter table people enable row level security;
create policy own on people to reader using (level = current_setting('app.level', true)::int);
"""


@pytest.fixture
def asked(server: Server, database: str) -> Callable[[Callable[[Experiment], _Result]], _Result | None]:
    """Makes an experiment in a database of SCHEMA."""
    with server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, SCHEMA)
    with server.admin(database) as admin:
        catalog = read_catalog(admin)

    def ask(done: Callable[[Experiment], _Result]) -> _Result | None:
        with server.migrator(database) as connection:
            connection.autocommit = True
            found = Probe(connection).experiment(catalog, done)
            left = run(connection, "select (select count(*) from people) + (select count(*) from tenants)")
            assert left.fetchone() == (0,), "something of the experiment stayed"
        return found

    return ask


Ask = Callable[[Callable[[Experiment], object]], object]


def test_a_row_is_planted_with_all_that_it_references(asked: Ask) -> None:
    def done(experiment: Experiment) -> tuple[Row, Row]:
        return experiment.plant("public.pairs"), experiment.planter.planted("public.tenants")

    found = asked(done)
    assert isinstance(found, tuple)
    assert found[0] == {"one": "7001", "other": "7001"} or set(found[0]) == {"one", "other"}
    assert found[1]["slug"]


def test_given_values_are_kept_and_rows_that_are_there_are_used_again(asked: Ask) -> None:
    def done(experiment: Experiment) -> list[object]:
        tenant = experiment.plant("public.tenants", {"slug": "mine"})
        first = experiment.plant("public.people", {"level": "3"})
        second = experiment.plant("public.people", {"level": "4", "tenant_id": tenant["id"]})
        return [tenant["slug"], first["tenant_id"] == tenant["id"], first["level"], second["level"]]

    assert asked(done) == ["mine", True, "3", "4"]


def test_what_no_row_can_meet_is_not_planted(asked: Ask) -> None:
    assert asked(lambda experiment: experiment.plant("public.kept")) is None
    assert asked(lambda experiment: experiment.plant("public.nothing")) is None


def test_a_client_acts_under_its_policies_and_says_what_kept_it(asked: Ask) -> None:
    def done(experiment: Experiment) -> list[object]:
        row = experiment.plant("public.people", {"level": "2"})
        low, right = (Session(role="reader", settings={"app.level": level}) for level in ("1", "2"))
        change = "update public.people set level = 5"
        return [
            experiment.finds(low, "public.people", row),
            experiment.finds(right, "public.people", row),
            experiment.run(right, change).refused,
            experiment.run(right, "select 1/0").refused,
            experiment.run(right, "select 1/0").error,
        ]

    assert asked(done) == [False, True, True, False, "22012"]


def test_the_script_can_be_run_again(asked: Ask, server: Server, database: str) -> None:
    def done(experiment: Experiment) -> str:
        row = experiment.plant("public.people", {"level": "2"})
        assert experiment.finds(Session(role="reader", settings={"app.level": "2"}), "public.people", row)
        return experiment.sql

    script = asked(done)
    assert isinstance(script, str)
    assert script.count("SET LOCAL ROLE NONE;") == 1
    with server.migrator(database) as connection, connection.transaction(force_rollback=True):
        found = run(connection, script.replace("SET LOCAL ROLE NONE;", ""))
        while found.nextset():
            pass
        assert found.fetchall() == [(1,)]
