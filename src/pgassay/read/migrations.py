"""A folder, a project or single files to migrations."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pgassay.errors import MigrationError
from pgassay.model.source import Migration
from pgassay.postgres.parse import split_statements
from pgassay.read.ignores import attach_ignores
from pgassay.read.layouts import layout_of
from pgassay.read.layouts.plain import is_numbered

#: Larger files hold data, not a schema; parsing one would take a hundred times its size in memory.
LARGEST_BYTES = 32 * 1024 * 1024

#: What looks at rows, changes or measures them, and makes no object.
_QUERIES = frozenset(
    {
        *("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "ExplainStmt", "VacuumStmt"),
        *("RefreshMatViewStmt", "TransactionStmt", "VariableSetStmt", "VariableShowStmt"),
    }
)

#: Where a project keeps its migrations, looked for below a folder that holds no .sql file itself.
_HOMES = ("supabase/migrations", "migrations", "db/migrations", "database/migrations", "sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What was found under the paths: the files to run in order, those left out with the reason, and their
    layout.
    """

    migrations: tuple[Migration, ...]
    left_out: tuple[tuple[str, str], ...]
    layout: str
    roots: tuple[Path, ...]

    @property
    def statements(self) -> int:
        """How many statements there are in all files."""
        return sum(len(migration.statements) for migration in self.migrations)


def read_migrations(paths: Sequence[str | Path]) -> Source:
    """The migrations under `paths`: folders, project roots, `.sql` files, or "-" for standard input.

    Raises MigrationError, naming the path, when one is missing, unreadable, not text, or holds nothing to
    run.
    """
    files: list[Path] = []
    left: list[tuple[Path, str]] = []
    layouts: list[str] = []
    roots: list[Path] = []
    stdin: list[Migration] = []
    for path in paths:
        if str(path) == "-":
            stdin.append(_parse(sys.stdin.buffer.read(), "<stdin>", sum(len(m.statements) for m in stdin)))
            continue
        taken, passed_over, layout, root = _files_of(Path(path))
        files += taken
        left += passed_over
        layouts.append(layout)
        roots.append(root)
    queries = _beside_numbered(files, paths) if layouts[:1] == ["plain"] else set[Path]()
    read, passed = _read(files, sum(len(migration.statements) for migration in stdin), queries)
    left += passed
    migrations = [*stdin, *read]
    return Source(
        migrations=tuple(migrations),
        left_out=tuple((shown(path), why) for path, why in left),
        layout=layouts[0] if layouts else "plain",
        roots=tuple(roots),
    )


def shown(path: Path) -> str:
    """A path as reports show it: relative to the working directory where it lies below it."""
    absolute, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else str(path)


def _files_of(path: Path) -> tuple[list[Path], list[tuple[Path, str]], str, Path]:
    if not path.exists():
        raise MigrationError(f"{path} does not exist; name a migrations folder, a project or a .sql file")
    if path.is_file():
        return [path], [], layout_of(path.parent).name, path.parent
    folder = _home(path)
    layout = layout_of(folder)
    taken, left = layout.take(folder)
    if not taken:
        reason = f"; {len(left)} were left out, {left[0][0].name}: {left[0][1]}" if left else ""
        raise MigrationError(f"{path} holds no .sql file to review{reason}")
    return taken, left, layout.name, folder


def _home(path: Path) -> Path:
    """The folder itself if it holds .sql files, else the first place below where projects keep migrations."""
    if any(path.glob("*.sql")):
        return path
    homes = (path / home for home in _HOMES)
    return next((home for home in homes if home.is_dir() and any(home.glob("*.sql"))), path)


def _beside_numbered(files: Sequence[Path], named: Sequence[str | Path]) -> set[Path]:
    """The files without a number beside others that have one, and that nobody named."""
    folders = {path.parent for path in files if is_numbered(path)}
    given = {Path(one) for one in named}
    return {p for p in files if p.parent in folders and p not in given and not is_numbered(p)}


def _read(
    files: Iterable[Path], first: int, queries: set[Path]
) -> tuple[list[Migration], list[tuple[Path, str]]]:
    """The migrations of files, numbered on from `first`, and those of `queries` that only hold queries."""
    migrations: list[Migration] = []
    left: list[tuple[Path, str]] = []
    for path in files:
        try:
            size = path.stat().st_size
            if size > LARGEST_BYTES:
                raise MigrationError(
                    f"{path} is {size // 1_000_000} MB; "
                    f"pgassay reads files up to {LARGEST_BYTES // 2**20} MiB: "
                    "keep bulk data out of the migrations"
                )
            content = path.read_bytes()
        except OSError as error:
            raise MigrationError(f"{path} cannot be read: {error.strerror or error}") from error
        migration = _parse(content, shown(path), first)
        if path in queries and migration.statements and _QUERIES.issuperset(_kinds(migration)):
            left.append((path, "it has no number, as the others have, and makes nothing"))
            continue
        first += len(migration.statements)
        migrations.append(migration)
    return migrations, left


def _kinds(migration: Migration) -> set[str]:
    return {statement.kind for statement in migration.statements}


def _parse(content: bytes, file: str, first: int) -> Migration:
    if b"\0" in content:
        raise MigrationError(f"{file} is not text: it holds a zero byte at offset {content.index(0)}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise MigrationError(
            f"{file}:{line} is not UTF-8 (byte {error.start}); save the file as UTF-8"
        ) from error
    statements, faults = split_statements(text, file, first)
    statements, loose = attach_ignores(text, file, statements)
    return Migration(
        path=file,
        statements=tuple(statements),
        faults=tuple(faults),
        loose_ignores=loose,
        lines=tuple(line.removesuffix("\r") for line in text.split("\n")),
    )
