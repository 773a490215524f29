"""What is advised where Postgres refuses a statement."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pgassay.config import Config
from pgassay.facts.behaviour.cures import failure_advice
from pgassay.facts.behaviour.refusals import subject_of
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server
from pgassay.read.failures import Failure
from pgassay.read.migrations import read_migrations
from pgassay.verbs.examine import examine

SQL = """\
CREATE TABLE orders (id bigint PRIMARY KEY, note text, CONSTRAINT one_note UNIQUE (note));
CREATE TABLE orders (id bigint);
CREATE TABLE bills (id bigint, note text, CONSTRAINT one_note UNIQUE (note));
SELECT 1 FROM auth.guests;
SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');
SELECT 1 FROM late;
CREATE TABLE late (id int);
ALTER TABLE orders RENAME TO receipts;
SELECT 1 FROM orders;
CREATE FUNCTION whose(p uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql AS $$ SELECT p $$;
CREATE FUNCTION whose() RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$;
SELECT whose();
SELECT r.tip FROM receipts r;
SELECT tip FROM bills;
SELECT tip FROM receipts;
ALTER TABLE receipts ADD COLUMN tip numeric;
COMMENT ON FUNCTION whose IS 'the owner';
CREATE OR REPLACE FUNCTION whose(p uuid) RETURNS uuid LANGUAGE sql AS $$ SELECT p $$;
CREATE VIEW mine AS SELECT whose(id) FROM (VALUES (NULL::uuid)) AS here (id);
CREATE OR REPLACE FUNCTION whose(p uuid) RETURNS uuid LANGUAGE sql AS $$ SELECT p $$;
CREATE TABLE guests (id int, host_kind text);
UPDATE guests SET host_kind = 'x' WHERE host_kin IS NULL AND host_kind IS NULL;
SELECT host_kin FROM guests;
"""


def test_each_refusal_says_what_to_do(server: Server, database: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "0001.sql"
        path.write_text(SQL, "utf-8")
        source = read_migrations([path])
        context, _ = examine(server, source, Config(), server.platform, database=database)
    advice = {
        failure.statement.location.line: failure_advice(failure, context.origins.makers, context.catalog)
        for failure in context.replay.failures
    }
    both = "public.whose() and public.whose(pg_catalog.uuid)"
    needed = (
        "public.mine needs whose(uuid), so that Postgres refuses to drop it: keep the default in this "
        "definition"
    )
    assert advice == {
        2: "It was made at 0001.sql:1: drop it before, or leave this statement out",
        3: "Another index, constraint or table has the name one_note: choose another here",
        4: "No migration makes auth.guests: add the one that does, before this statement",
        5: "cron comes with extension pg_cron: CREATE EXTENSION pg_cron before this statement",
        6: "0001.sql:7 creates late: move it before this statement",
        9: "0001.sql:8 renamed orders to receipts: use that name",
        12: f"A call of it fits {both}: drop the one that is not needed",
        13: "0001.sql:16 creates receipts.tip: move it before this statement",
        14: None,
        15: "0001.sql:16 creates receipts.tip: move it before this statement",
        17: f"There are {both}: drop what nobody calls any more, or give the arguments",
        18: needed,
        20: needed,
        22: "No migration gives guests a column host_kin: add it before, or name one that is there",
        23: 'Perhaps you meant to reference the column "guests.host_kind".',
    }


def subject(sql: str) -> str:
    (statement,), _ = split_statements(sql, "0001.sql")
    return subject_of(
        Failure(
            statement=statement,
            kind="error",
            sqlstate="42P01",
            message="",
            hint=None,
            missing=None,
            touches=frozenset(),
        )
    )


def test_a_statement_is_called_by_its_name() -> None:
    assert subject('CREATE POLICY "a (b) c" ON app.orders FOR ALL USING (true)') == (
        'CREATE POLICY "a (b) c" ON app.orders'
    )
    assert subject("CREATE OR REPLACE TRIGGER t BEFORE UPDATE ON orders EXECUTE FUNCTION f()") == (
        "CREATE TRIGGER t ON orders"
    )
    assert subject("CREATE TABLE IF NOT EXISTS orders (id int)") == "CREATE TABLE orders"
    assert subject('ALTER TABLE "my orders" ADD note text') == 'ALTER TABLE "my orders" ADD note text'
