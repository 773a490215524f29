"""What an error misses, what a statement makes, and which failure explains which."""

from __future__ import annotations

import pytest

from pgassay.model.source import Migration, Statement
from pgassay.postgres.parse import split_statements
from pgassay.read.failures import Failure, explained, unseen
from pgassay.read.names import (
    is_of_extension,
    missing_name,
    names_changed,
    names_created,
    names_touched,
)


@pytest.mark.parametrize(
    ("sqlstate", "message", "name"),
    [
        ("42P01", 'relation "orders" does not exist', "orders"),
        ("42P01", 'relation "public.orders" does not exist', "orders"),
        ("42P01", 'relation "app.orders" does not exist', "app.orders"),
        ("42703", 'column "total" does not exist', "total"),
        ("42703", "column o.total does not exist", "o.total"),
        ("42703", 'column "total" of relation "orders" does not exist', "orders.total"),
        ("42883", "function public.touch() does not exist", "touch"),
        ("42883", "function near(double precision, text) does not exist", "near"),
        ("42883", 'could not find a function named "touch"', "touch"),
        ("42883", "operator does not exist: integer = text", None),
        ("42704", 'type "mood" does not exist', "mood"),
        ("42704", "type mood does not exist", "mood"),
        ("42704", 'trigger "touched" for table "orders" does not exist', "orders.touched"),
        ("42704", 'policy "own" for table "orders" does not exist', "orders.own"),
        ("42704", 'constraint "positive" of relation "orders" does not exist', "orders.positive"),
        ("3F000", 'schema "app" does not exist', "app"),
        ("0A000", 'extension "postgis" is not available', "postgis"),
        ("42501", 'relation "orders" does not exist', "orders"),
        ("23505", 'relation "orders" does not exist', None),
        ("42601", 'syntax error at or near "FORM"', None),
    ],
)
def test_missing_name(sqlstate: str, message: str, name: str | None) -> None:
    assert missing_name(sqlstate, message) == name


def one(sql: str) -> Statement:
    """The one statement of a text."""
    (found,), _ = split_statements(sql, "0001.sql")
    return found


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("CREATE TABLE public.orders (id int)", {"orders"}),
        ('CREATE TABLE app."Orders" (id int)', {"app.Orders"}),
        ("CREATE VIEW seen AS SELECT 1", {"seen"}),
        ("CREATE MATERIALIZED VIEW seen AS SELECT 1", {"seen"}),
        ("CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", {"app.f"}),
        ("CREATE TYPE mood AS ENUM ('a')", {"mood"}),
        ("CREATE TYPE pair AS (a int, b int)", {"pair"}),
        ("CREATE DOMAIN email AS text", {"email"}),
        ("CREATE SCHEMA app", {"app"}),
        ("CREATE EXTENSION postgis", {"postgis"}),
        ("ALTER TABLE orders ADD COLUMN note text, ADD COLUMN total int", {"orders.note", "orders.total"}),
        ("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)", {"orders.positive"}),
        ("ALTER TABLE orders ALTER COLUMN note SET NOT NULL", set[str]()),
        ("CREATE INDEX by_note ON orders (note)", {"by_note"}),
        ("CREATE INDEX ON orders (note)", set[str]()),
        ("CREATE POLICY own ON orders USING (true)", {"orders.own"}),
        ("CREATE TRIGGER touched BEFORE UPDATE ON orders EXECUTE FUNCTION touch()", {"orders.touched"}),
        ("DROP TABLE orders", set[str]()),
    ],
)
def test_names_created(sql: str, names: set[str]) -> None:
    assert names_created(one(sql)) == names


@pytest.mark.parametrize(
    ("name", "extension", "of_it"),
    [
        ("geography", "postgis", True),
        ("extensions.geometry", "postgis", True),
        ("st_dwithin", "postgis", True),
        ("geography", "timescaledb", False),
        ("mood", "postgis", False),
        ("orders", "never_heard_of", False),
    ],
)
def test_is_of_extension(name: str, extension: str, of_it: bool) -> None:
    assert is_of_extension(name, extension) is of_it


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("CREATE TABLE public.orders (id int REFERENCES users (id))", {"orders"}),
        ("ALTER TABLE orders ADD COLUMN total int", {"orders"}),
        ("ALTER TABLE orders DISABLE TRIGGER touched", set[str]()),
        ("CREATE VIEW app.seen AS SELECT * FROM orders", {"app.seen"}),
        ("CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM orders'", {"app.f"}),
        ("ALTER FUNCTION app.f() SET search_path = ''", {"app.f"}),
        ("CREATE POLICY own ON orders USING (id IN (SELECT order_id FROM parts))", {"orders"}),
        ("ALTER POLICY own ON orders TO authenticated", {"orders"}),
        ("DROP POLICY own ON app.orders", {"app.orders"}),
        ("DROP TABLE orders, app.parts", {"orders", "app.parts"}),
        ("DROP FUNCTION app.f(int)", {"app.f"}),
        ("CREATE TRIGGER touched BEFORE UPDATE ON orders EXECUTE FUNCTION touch()", {"orders"}),
        ("CREATE INDEX ON orders (note)", {"orders"}),
        ("ALTER TABLE orders RENAME TO parts", {"orders"}),
        ("GRANT SELECT ON orders TO authenticated", {"orders"}),
        ("INSERT INTO orders SELECT * FROM parts", set[str]()),
        ("UPDATE orders SET note = ''", set[str]()),
        ("SELECT * FROM orders", set[str]()),
        ("COMMENT ON TABLE orders IS 'x'", set[str]()),
        ("DO $$ BEGIN PERFORM 1 FROM orders; END $$", set[str]()),
    ],
)
def test_names_changed(sql: str, names: set[str]) -> None:
    assert names_changed(one(sql)) == names


def causes(sql: str, refused: dict[int, str]) -> dict[int, int | None]:
    """For each refused statement (by number, with the answer of Postgres) the one that explains it."""
    found, _ = refusals(sql, refused)
    return {failure.statement.number: failure.cause for failure in found}


def refusals(sql: str, refused: dict[int, str]) -> tuple[list[Failure], Migration]:
    """The refused statements of a text, explained, and the text as a migration."""
    statements, _ = split_statements(sql, "0001.sql")
    failures = [
        Failure(
            statement=statements[number],
            kind="error",
            sqlstate="42P01",
            message=message,
            hint=None,
            missing=missing_name("42P01", message),
            touches=names_touched(statements[number]),
        )
        for number, message in refused.items()
    ]
    migration = Migration(path="0001.sql", statements=tuple(statements))
    return list(explained(failures, (migration,))), migration


def test_what_a_refused_statement_would_have_made_explains_later_failures() -> None:
    sql = "CREATE TABLE a (m mood); CREATE INDEX a_m ON a (m); COMMENT ON INDEX a_m IS 'x';"
    missing = 'relation "{}" does not exist'
    found = causes(sql, {0: 'type "mood" does not exist', 1: missing.format("a"), 2: missing.format("a_m")})
    assert found == {0: None, 1: 0, 2: 0}


def test_the_same_missing_object_is_one_cause() -> None:
    missing = 'relation "a" does not exist'
    assert causes("SELECT 1 FROM a; SELECT 2 FROM a;", {0: missing, 1: missing}) == {0: None, 1: 0}


def test_what_was_made_after_all_explains_nothing() -> None:
    missing = 'relation "a" does not exist'
    sql = "SELECT 1 FROM a; CREATE TABLE a (id int); ALTER TABLE a RENAME TO b; SELECT 2 FROM a;"
    assert causes(sql, {0: missing, 3: missing}) == {0: None, 3: None}


def test_a_column_is_explained_by_the_statement_that_would_have_added_it() -> None:
    sql = "ALTER TABLE a ADD COLUMN m mood; CREATE INDEX ON a (m);"
    found = causes(sql, {0: 'type "mood" does not exist', 1: 'column "m" does not exist'})
    assert found == {0: None, 1: 0}


def test_an_extension_that_is_not_there_explains_what_is_known_to_be_of_it() -> None:
    sql = "CREATE EXTENSION postgis; CREATE TABLE a (g geography); CREATE TABLE b (m mood);"
    found = causes(
        sql,
        {
            0: 'extension "postgis" is not available',
            1: 'type "geography" does not exist',
            2: 'type "mood" does not exist',
        },
    )
    assert found == {0: None, 1: 0, 2: None}


def test_independent_failures_stay_apart() -> None:
    sql = "SELECT 1 FROM a; SELECT 1 FROM b;"
    found = causes(sql, {0: 'relation "a" does not exist', 1: 'relation "b" does not exist'})
    assert found == {0: None, 1: None}


def test_who_would_have_made_it_explains_more_than_who_missed_it_first() -> None:
    sql = (
        "CREATE EXTENSION postgis; SELECT 1 FROM a; CREATE TABLE a (g geography); ALTER TABLE a ADD b int;"
        "CREATE INDEX ON a (b);"
    )
    missing = 'relation "a" does not exist'
    found = causes(
        sql,
        {
            0: 'extension "postgis" is not available',
            1: missing,
            2: 'type "geography" does not exist',
            3: missing,
            4: missing,
        },
    )
    assert found == {0: None, 1: None, 2: 0, 3: 0, 4: 0}


def test_the_schema_of_an_extension_falls_with_it() -> None:
    sql = "CREATE EXTENSION maps WITH SCHEMA atlas; SELECT atlas.draw(); SELECT other.draw();"
    found = causes(
        sql,
        {
            0: 'extension "maps" is not available',
            1: "function atlas.draw() does not exist",
            2: "function other.draw() does not exist",
        },
    )
    assert found == {0: None, 1: 0, 2: None}


def test_what_fell_with_an_extension_is_unseen() -> None:
    sql = (
        "CREATE EXTENSION postgis; CREATE TABLE a (g geography); CREATE INDEX ON a (g);"
        "CREATE TABLE b (g geography); CREATE TABLE b (g text); CREATE TABLE c (m mood);"
    )
    failures, migration = refusals(
        sql,
        {
            0: 'extension "postgis" is not available',
            1: 'type "geography" does not exist',
            2: 'relation "a" does not exist',
            3: 'type "geography" does not exist',
            5: 'type "mood" does not exist',
        },
    )
    why = "extension postgis is not available on this server"
    assert unseen(failures, (migration,)) == [("4 of 6 statements, 1 table (a)", why, "0001.sql:1:1")]
    assert unseen(failures) == [("4 statements, 2 tables (a, b)", why, "0001.sql:1:1")]
    assert unseen([failure for failure in failures if failure.statement.number == 5]) == []


def test_targets_are_what_would_have_been_changed() -> None:
    sql = "CREATE POLICY own ON a USING (x IN (SELECT x FROM b)); INSERT INTO c SELECT 1 FROM a;"
    failures, _ = refusals(sql, {0: 'relation "b" does not exist', 1: 'relation "c" does not exist'})
    assert [failure.targets for failure in failures] == [{"a"}, set()]
