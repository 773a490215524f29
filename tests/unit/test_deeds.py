"""What a hosted platform does for migrations, and what nobody does for them."""

from __future__ import annotations

import pytest

from conftest import Servers
from pgassay.postgres.server import Server
from replaying import replayed


@pytest.fixture(params=["plain", "supabase"])
def server(servers: Servers, request: pytest.FixtureRequest) -> Server:
    return servers(request.param)


def test_an_extension_is_moved_by_a_migration(server: Server) -> None:
    happened = replayed(
        server,
        "CREATE SCHEMA addons; CREATE EXTENSION citext WITH SCHEMA public; CREATE TABLE t (a public.citext);",
        "ALTER EXTENSION citext SET SCHEMA addons; ALTER TABLE t ADD COLUMN b addons.citext;",
    )
    assert happened.failures == []
    assert {column.type for column in happened.catalog.relation["public.t"].columns} == {"addons.citext"}


def test_an_extension_is_moved_in_a_block_that_looks_where_it_is(server: Server) -> None:
    happened = replayed(
        server,
        "CREATE SCHEMA addons; CREATE EXTENSION citext WITH SCHEMA public;"
        "DO $$ BEGIN IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citext'"
        " AND extnamespace = 'public'::regnamespace)"
        " THEN ALTER EXTENSION citext SET SCHEMA addons; END IF; END $$;"
        "CREATE TABLE t (b addons.citext);",
        "DO $$ BEGIN ALTER EXTENSION plpgsql SET SCHEMA addons; END $$;",
    )
    assert [failure.statement.location.line for failure in happened.failures] == [1]
    assert [failure.sqlstate for failure in happened.failures] == ["42501"]
    assert "t" in happened.tables


def test_nobody_elses_extension_is_moved_nor_into_nobodys_schema(server: Server) -> None:
    happened = replayed(
        server,
        "CREATE SCHEMA addons; CREATE EXTENSION citext;",
        "ALTER EXTENSION plpgsql SET SCHEMA addons;",
        "ALTER EXTENSION citext SET SCHEMA pg_catalog;",
        "ALTER EXTENSION citext SET SCHEMA pg_nowhere;",
        "ALTER EXTENSION nothing SET SCHEMA addons;",
    )
    assert [failure.sqlstate for failure in happened.failures] == ["42501", "42501", "3F000", "42704"]


def test_an_event_trigger_is_not_let_through(server: Server) -> None:
    """The script of an extension would set it off, and runs as a superuser."""
    happened = replayed(
        server,
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f();",
        "ALTER EVENT TRIGGER pgassay_command DISABLE;",
        "DROP EVENT TRIGGER pgassay_command;",
    )
    assert [failure.sqlstate for failure in happened.failures] == ["42501"] * 3


def test_a_wrapper_is_made_that_reaches_nothing(server: Server) -> None:
    happened = replayed(
        server,
        "CREATE FOREIGN DATA WRAPPER payments HANDLER stripe_fdw_handler VALIDATOR stripe_fdw_validator;"
        "CREATE SERVER stripe FOREIGN DATA WRAPPER payments OPTIONS (api_key 'x');"
        "CREATE FOREIGN TABLE customers (id text) SERVER stripe OPTIONS (object 'customers');",
        "SELECT * FROM customers;",
        "CREATE FOREIGN DATA WRAPPER payments;",
    )
    assert [failure.message for failure in happened.failures] == [
        'foreign-data wrapper "payments" has no handler',
        'permission denied to create foreign-data wrapper "payments"',
    ]
