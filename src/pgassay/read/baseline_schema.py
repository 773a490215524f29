"""A dump of the schema that was there before the first migration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.errors import MigrationError
from pgassay.model.source import Migration, Statement
from pgassay.postgres.pieces import without_rows
from pgassay.read.failures import Failure
from pgassay.read.files import content_of, text_of
from pgassay.read.find import shown
from pgassay.read.migrations import Source, parsed_text
from pgassay.read.replay import Replay

#: A command of psql on a line of its own, as pg_dump writes them.
_COMMAND = re.compile(r"^\\[a-z!?].*$", re.M)
#: What a dump in pg_dump's own format begins with.
_CUSTOM = b"PGDMP"
#: SQLSTATEs of what is there already: the platform brings it, or Postgres does.
_THERE = ("42P06", "42P07", "42710", "42723", "42701")


def on_baseline(source: Source, path: str | Path) -> Source:
    """The same migrations behind the schema that a plain SQL dump at `path` makes.

    Raises MigrationError when the dump is missing, unreadable, or in a format that is not SQL.
    """
    content = content_of(Path(path))
    if content.startswith(_CUSTOM):
        raise MigrationError(f"{path} is in pg_dump's own format: make SQL of it with pg_restore -s -f FILE")
    text = without_rows(text_of(content, str(path)))
    baseline = parsed_text(_COMMAND.sub(lambda found: " " * len(found[0]), text), shown(Path(path)))
    first = len(baseline.statements)
    migrations = tuple(_numbered_on(migration, first) for migration in source.migrations)
    return replace(source, migrations=migrations, baseline=baseline)


def _numbered_on(migration: Migration, first: int) -> Migration:
    later = tuple(replace(one, number=one.number + first) for one in migration.statements)
    return replace(migration, statements=later)


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a dump: what Postgres refused of it here, and how many statements of migrations fail
    because of that; the owners that it names and that are not here; whether it holds rows.
    """

    refused: tuple[Failure, ...] = ()
    resting: int = 0
    owners: int = 0
    rows: bool = False


def apart(replayed: Replay, baseline: Migration) -> tuple[Replay, Loaded]:
    """A replay of a dump and of migrations as that of the migrations alone, and what came of the dump."""
    numbers = frozenset(statement.number for statement in baseline.statements)
    failures = [one for one in replayed.failures if one.statement.number in numbers]
    # What is made after all, or by the platform, leaves nothing out.
    refused = [one for one in failures if one.sqlstate not in _THERE and not _gives_away(one.statement)]
    roots = {one.statement.number for one in refused}
    later = [one for one in replayed.failures if one.statement.number not in numbers]
    loaded = Loaded(
        refused=tuple(refused),
        resting=sum(one.cause in roots for one in later),
        owners=sum(_gives_away(one.statement) for one in failures),
        rows=any(statement.kind == "CopyStmt" for statement in baseline.statements),
    )
    return (
        replace(
            replayed,
            failures=tuple(later),
            skipped=tuple(one for one in replayed.skipped if one[0].number not in numbers),
            unrun=_without(replayed.unrun, numbers),
        ),
        loaded,
    )


def _without(statements: Sequence[Statement], numbers: frozenset[int]) -> tuple[Statement, ...]:
    return tuple(one for one in statements if one.number not in numbers)


def _gives_away(statement: Statement) -> bool:
    """True for ALTER … OWNER TO, which needs the owner's role: without it nothing is lost."""
    if statement.kind == "AlterOwnerStmt":
        return True
    commands = [command["AlterTableCmd"] for command in statement.tree.get("cmds", [])]
    return statement.kind == "AlterTableStmt" and {c.get("subtype") for c in commands} == {"AT_ChangeOwner"}
