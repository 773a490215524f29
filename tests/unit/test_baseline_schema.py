"""A dump of what was there before the first migration: in use, and judged, but no migration."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.errors import MigrationError
from pgassay.model.report import Report
from pgassay.read.baseline_schema import on_baseline
from pgassay.read.migrations import read_migrations
from pgassay.verbs.review import review

#: As pg_dump writes it.
DUMP = r"""
\restrict aBcD

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE SCHEMA public;
CREATE TABLE public.orders (id bigint NOT NULL, note text);
ALTER TABLE public.orders OWNER TO somebody_else;
COPY public.orders (id, note) FROM stdin;
1	it's; here
\.
ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
CREATE TABLE public.drafts (note text);
CREATE TABLE public.places (id int, place public.nowhere);
\unrestrict aBcD
"""


def reviewed(folder: Path, dump: str, migration: str) -> Report:
    """The review of a migration behind a dump."""
    (folder / "schema.sql").write_text(dump, "utf-8")
    files = folder / "migrations"
    files.mkdir()
    (files / "1.sql").write_text(migration, "utf-8")
    return review([files], config=Config(platform="plain"), baseline_schema=folder / "schema.sql")


def test_what_a_dump_makes_is_in_use_and_judged(tmp_path: Path) -> None:
    report = reviewed(tmp_path, DUMP, "CREATE INDEX orders_note ON orders (note);")
    found = {finding.rule: finding for finding in report.findings}
    assert "index-not-concurrent" in found
    place = found["primary-key-missing"].location
    assert place is not None
    assert (Path(place.file).name, place.line) == ("schema.sql", 13)
    assert place.file in report.sources
    assert report.target.files == 1
    assert report.target.statements == 1


def test_what_of_a_dump_is_not_here_is_said_and_no_finding(tmp_path: Path) -> None:
    report = reviewed(tmp_path, DUMP, "ALTER TABLE places ADD COLUMN name text;")
    rules = {finding.rule for finding in report.findings}
    assert rules.isdisjoint({"migration-fails", "object-never-created", "syntax-error"})
    told = {one.what.rpartition("/")[2]: one.why for one in report.not_checked}
    assert told["schema.sql, and 1 of the migrations that fail because of that"] == (
        'Postgres refused the first with 42704: type "public.nowhere" does not exist'
    )
    assert told["who somebody_else is"] == "no migration makes it: a role without rights took its place"
    assert any(one.what.startswith("the rows in") for one in report.not_checked)


def test_the_configuration_names_it_too(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "schema.sql").write_text("CREATE TABLE public.orders (id bigint PRIMARY KEY);", "utf-8")
    (tmp_path / "pgassay.toml").write_text('platform = "plain"\nbaseline_schema = "schema.sql"\n', "utf-8")
    (tmp_path / "1.sql").write_text("ALTER TABLE orders ADD COLUMN note text;", "utf-8")
    report = review([tmp_path / "1.sql"])
    assert "object-never-created" not in {finding.rule for finding in report.findings}
    assert report.target.failed_statements == 0


def test_rollbacks_and_recipes_stand_on_it(tmp_path: Path) -> None:
    report = reviewed(
        tmp_path,
        DUMP,
        "-- migrate:up\nALTER TABLE orders ADD CHECK (note <> '');\n"
        "-- migrate:down\nALTER TABLE orders DROP CONSTRAINT orders_note_check;\n",
    )
    found = {finding.rule: finding for finding in report.findings}
    assert "rollback-incomplete" not in found
    fix = found["constraint-not-not-valid"].fix
    assert fix is not None
    assert fix.tried


@pytest.mark.parametrize(
    ("content", "says"), [(b"PGDMP\x01\x0e", "pg_restore"), (b"CREATE\0", "is not text")]
)
def test_a_dump_that_is_no_sql_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "1.sql").write_text("SELECT 1;", "utf-8")
    (tmp_path / "dump").write_bytes(content)
    with pytest.raises(MigrationError, match=says):
        on_baseline(read_migrations([tmp_path / "1.sql"]), tmp_path / "dump")
