"""What Alembic prints of its revisions, read from standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pgassay.errors import MigrationError
from pgassay.read.migrations import Source, read_migrations

PRINTED = """\
BEGIN;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);

-- Running upgrade  -> 1a2b, orders

CREATE TABLE orders (id BIGINT NOT NULL);

-- Running upgrade 1a2b -> 3c4d

COMMIT;

CREATE INDEX CONCURRENTLY orders_id ON orders (id);

BEGIN;

UPDATE alembic_version SET version_num='3c4d' WHERE alembic_version.version_num = '1a2b';

COMMIT;
"""


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> Source:
    """What is read when a text is piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return read_migrations(["-"])


def test_each_revision_is_a_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    source = piped(monkeypatch, PRINTED)
    assert [one.path for one in source.migrations] == ["<stdin>:1a2b", "<stdin>:3c4d"]
    places = [(one.number, one.location.line, one.kind) for m in source.migrations for one in m.statements]
    assert places == [(0, 3, "CreateStmt"), (1, 7, "CreateStmt"), (2, 13, "IndexStmt"), (3, 17, "UpdateStmt")]
    assert [one.in_transaction for one in source.migrations] == [True, None]
    assert source.migrations[1].lines[12].startswith("CREATE INDEX")


def test_any_other_text_is_one_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    source = piped(monkeypatch, "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n")
    assert [(one.path, len(one.statements)) for one in source.migrations] == [("<stdin>", 3)]


@pytest.mark.parametrize("files", [["alembic.ini"], ["env.py", "versions/1a2b_orders.py"]])
def test_a_project_of_it_is_told_what_to_run(tmp_path: Path, files: list[str]) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    with pytest.raises(MigrationError, match=r"alembic upgrade head --sql \| pgassay review -"):
        read_migrations([tmp_path])
