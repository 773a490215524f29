"""DO blocks by their text alone: what is foretold of them is what the server is seen to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Servers
from pgassay.config import Config
from pgassay.read.foretell import foretell
from pgassay.read.migrations import read_migrations
from pgassay.verbs.examine import examine
from pgassay.verbs.static import review_static

BASE = """
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE orders (id bigint PRIMARY KEY, total int, CONSTRAINT positive CHECK (total > 0));
CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE INDEX orders_total ON orders (total);
CREATE POLICY own ON orders USING (true);
"""

COLUMN = "SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'orders'"

#: What runs is told.
TOLD = [
    "ALTER TABLE orders ADD COLUMN at timestamptz DEFAULT clock_timestamp();",
    "EXECUTE 'CREATE INDEX orders_id ON orders (id)';",
    "EXECUTE 'ALTER TABLE orders ' || 'ALTER COLUMN total TYPE bigint';",
    f"IF NOT EXISTS ({COLUMN} AND column_name = 'tip') THEN ALTER TABLE orders ADD COLUMN tip int; END IF;",
    f"IF NOT EXISTS ({COLUMN} AND column_name = 'total') THEN ALTER TABLE orders ADD total int; END IF;",
    f"IF EXISTS ({COLUMN} AND column_name = 'total') THEN ALTER TABLE orders DROP COLUMN total; END IF;",
    f"IF EXISTS ({COLUMN} AND column_name = 'x') THEN ALTER TABLE orders DROP COLUMN x; "
    "ELSIF true THEN LOCK TABLE notes; ELSE TRUNCATE orders; END IF;",
    f"IF NOT EXISTS ({COLUMN} AND column_name = 'total') OR EXISTS ({COLUMN} AND column_name = 'y') THEN "
    "TRUNCATE orders; ELSE TRUNCATE notes; END IF;",
    "IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'small') THEN "
    "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9); END IF;",
    "IF NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = 'positive' "
    "AND c.conrelid = 'public.orders'::regclass) THEN "
    "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0); END IF;",
    "IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'orders_total') THEN "
    "CREATE INDEX orders_total ON orders (total); END IF;",
    "IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'orders' AND policyname = 'own') THEN "
    "CREATE POLICY own ON orders USING (false); END IF;",
    "IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'notes' AND policyname = 'own') THEN "
    "CREATE POLICY own ON notes USING (false); END IF;",
    "IF to_regclass('public.orders') IS NOT NULL THEN ALTER TABLE orders ADD COLUMN tip int; END IF;",
    "IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM (); END IF;",
    "BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END;",
    "BEGIN ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9); "
    "EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there'; END;",
    "BEGIN ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 1); "
    "EXCEPTION WHEN duplicate_object THEN NULL; END;",
    "BEGIN TRUNCATE notes; ALTER TABLE orders ADD COLUMN total int; "
    "EXCEPTION WHEN duplicate_column THEN NULL; END;",
    "IF (SELECT count(*) FROM pg_stat_activity) < 0 THEN RAISE EXCEPTION 'no'; END IF; TRUNCATE notes;",
    "TRUNCATE notes; RETURN; TRUNCATE orders;",
    "UPDATE orders SET total = 1;",
]

#: What is not known to run is not told, and that is said.
UNTOLD = [
    "EXECUTE format('ALTER TABLE %I ADD COLUMN x int', 'orders');",
    "IF current_setting('server_version_num')::int > 1 THEN TRUNCATE orders; END IF;",
    "IF EXISTS (SELECT 1 FROM pg_class JOIN pg_namespace ON true WHERE relname = 'orders') THEN "
    "TRUNCATE orders; END IF;",
    "IF EXISTS (SELECT 1 FROM elsewhere) THEN RETURN; END IF; TRUNCATE orders;",
    f"IF NOT EXISTS ({COLUMN} AND data_type = 'text' AND column_name = 'tip') THEN TRUNCATE orders; END IF;",
    "FOR i IN 1..2 LOOP EXECUTE 'TRUNCATE orders'; END LOOP;",
    "CASE WHEN random() > 2 THEN TRUNCATE orders; ELSE NULL; END CASE;",
    "BEGIN ALTER TABLE elsewhere ADD COLUMN a int; EXCEPTION WHEN duplicate_column THEN NULL; END;",
    "BEGIN DROP TABLE orders; EXCEPTION WHEN undefined_table THEN NULL; END;",
    "BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN others THEN TRUNCATE orders; END;",
    "TRUNCATE orders; RAISE EXCEPTION 'no';",
    "PERFORM tidy();",
]


def block(body: str) -> str:
    """A DO block of that body."""
    return f"DO $$ BEGIN {body} END $$;"


def written(folder: Path, body: str) -> list[Path]:
    """The files of a base and of a block behind it."""
    files = [folder / "1.sql", folder / "2.sql"]
    for file, text in zip(files, (BASE, block(body)), strict=True):
        file.write_text(text, "utf-8")
    return files


@pytest.mark.parametrize("body", TOLD)
def test_what_runs_is_told_as_it_is_seen(body: str, tmp_path: Path, servers: Servers) -> None:
    source = read_migrations(written(tmp_path, body))
    told = foretell(source.migrations, {1})
    server = servers("plain")
    with server.database() as database:
        context, _ = examine(server, source, Config(), server.platform, database=database)
    assert context.replay.failures == ()
    (seen,) = context.watched.observations
    strong = {effect.relation: effect.mode for effect in seen.effects if effect.mode != "ACCESS SHARE"}
    found = {effect.relation: effect.mode for one in told.observations for effect in one.effects}
    assert found == strong
    files = {effect.relation for effect in seen.effects if effect.files}
    assert {e.relation for one in told.observations for e in one.effects if e.files} == files
    assert told.untold == ()


@pytest.mark.parametrize("body", UNTOLD)
def test_what_is_not_sure_to_run_is_not_told(body: str, tmp_path: Path) -> None:
    source = read_migrations(written(tmp_path, body))
    told = foretell(source.migrations, {1})
    assert [one.kind for one in told.untold] == ["DoStmt"]
    assert {e.relation for one in told.observations for e in one.effects if e.blocks} == set()


def test_findings_stand_at_the_block(tmp_path: Path) -> None:
    files = written(tmp_path, "\n\nALTER TABLE orders ADD CONSTRAINT small CHECK (total < 9);")
    (found,) = [one for one in review_static(files).findings if one.rule == "constraint-not-not-valid"]
    assert found.location is not None and found.location.line == 1
