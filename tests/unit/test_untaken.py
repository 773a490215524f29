"""Branches of a DO block that nobody saw run are told, unless their condition asks for names alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.postgres.server import Server
from pgassay.read.migrations import read_migrations
from pgassay.verbs.examine import examine

BASE = """
CREATE TABLE posts (id bigint PRIMARY KEY, n int);
CREATE TABLE comments (id bigint PRIMARY KEY, n int);
"""


def told(server: Server, folder: Path, block: str) -> list[str]:
    """What stands under not checked of a DO block in the last file."""
    (folder / "1_base.sql").write_text(BASE, "utf-8")
    (folder / "2_block.sql").write_text(f"DO $$ {block} $$;", "utf-8")
    with server.database() as database:
        source = read_migrations([folder])
        found = examine(server, source, Config(), "plain", database=database)[1]
    return [one.what for one in found if "in this DO block" in one.what]


@pytest.mark.parametrize(
    ("block", "what"),
    [
        (
            "BEGIN IF (SELECT count(*) FROM posts) > 1000 THEN DROP TABLE comments; END IF; END",
            "DROP TABLE public.comments",
        ),
        (
            "BEGIN IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'prod') THEN "
            "DELETE FROM comments; END IF; END",
            "DELETE public.comments",
        ),
        (
            "DECLARE c bigint; BEGIN SELECT count(*) INTO c FROM posts; IF c > 1000 THEN TRUNCATE posts; "
            "ELSE UPDATE comments SET n = 1; END IF; END",
            "TRUNCATE public.posts",
        ),
        (
            "BEGIN IF current_setting('app.stage', true) = 'live' THEN "
            "ALTER TABLE posts ADD m int; END IF; END",
            "ALTER TABLE public.posts",
        ),
    ],
    ids=["rows", "role", "variable", "setting"],
)
def test_what_was_not_run_is_told(server: Server, tmp_path: Path, block: str, what: str) -> None:
    assert told(server, tmp_path, block) == [f"what {what} in this DO block does to tables in use"]


@pytest.mark.parametrize(
    "block",
    [
        "BEGIN IF (SELECT count(*) FROM posts) < 1000 THEN DROP TABLE comments; END IF; END",
        "BEGIN IF EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'gone') THEN "
        "ALTER TABLE posts DROP CONSTRAINT gone; END IF; END",
        "BEGIN IF to_regclass('nothing') IS NOT NULL THEN ALTER TABLE posts ADD m int; END IF; END",
        "DECLARE b boolean; BEGIN SELECT EXISTS (SELECT 1 FROM information_schema.columns "
        "WHERE column_name = 'gone') INTO b; IF b THEN ALTER TABLE posts DROP gone; END IF; END",
        "BEGIN IF EXISTS (SELECT 1 FROM posts WHERE n < -5) THEN RAISE EXCEPTION 'no'; END IF; END",
        "BEGIN IF EXISTS (SELECT 1 FROM posts WHERE n < -5) THEN CREATE TABLE later (id int); END IF; END",
    ],
    ids=["taken", "constraint", "regclass", "variable", "raise", "nothing in use"],
)
def test_the_rest_is_not(server: Server, tmp_path: Path, block: str) -> None:
    assert told(server, tmp_path, block) == []
