"""A folder, a project or single files to migrations."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.config.places import lies_in, project_of
from pgassay.errors import MigrationError, NotText
from pgassay.model.source import Location, Migration, SyntaxFault
from pgassay.postgres.parse import Room, split_statements
from pgassay.read.files import bounded, content_of
from pgassay.read.ignores import attach_ignores
from pgassay.read.layouts import Layout, alembic, layout_of
from pgassay.read.layouts.parts import Parts, Taken, whole
from pgassay.read.layouts.plain import is_numbered

#: What looks at rows, changes or measures them, and makes no object.
QUERIES = frozenset(
    {
        *("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "ExplainStmt", "VacuumStmt"),
        *("RefreshMatViewStmt", "TransactionStmt", "VariableSetStmt", "VariableShowStmt"),
    }
)

_OUTSIDE = "it is a link that leads out of the project"

#: Where a project keeps its migrations, looked for below a folder that holds no .sql file itself.
_HOMES = (
    "supabase/migrations",
    "prisma/migrations",
    "drizzle",
    "migrations",
    "db/migrations",
    "database/migrations",
    "src/main/resources/db/migration",
    "sql",
)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What was found under the paths: the files to run in order, those left out with the reason, and their
    layout. `undo` holds, by the path of a migration, what takes it back; its statements are not numbered on.
    `baseline` makes the schema that was there before the first migration, whose statements follow its own.
    """

    migrations: tuple[Migration, ...]
    left_out: tuple[tuple[str, str], ...]
    layout: str
    roots: tuple[Path, ...]
    undo: Mapping[str, Migration] = msgspec.field(default_factory=dict[str, Migration])
    baseline: Migration | None = None

    @property
    def all(self) -> tuple[Migration, ...]:
        """What is to be run, in order: the baseline, where there is one, and the migrations."""
        return (self.baseline, *self.migrations) if self.baseline is not None else self.migrations

    @property
    def statements(self) -> int:
        """How many statements there are in all files."""
        return sum(len(migration.statements) for migration in self.migrations)


def read_migrations(paths: Sequence[str | Path], layout: str = "auto") -> Source:
    """The migrations under `paths`: folders, project roots, `.sql` files, or "-" for standard input.

    `layout` names the tool that made the folders; "auto" finds it out. Raises MigrationError, naming the
    path, when one is missing or unreadable, or when none is text; of several that are, one that is not has a
    fault and no statements.
    """
    found = [(path, *_files_of(Path(path), layout)) for path in paths if str(path) != "-"]
    reading = _Reading()
    if len(found) < len(paths):
        reading.piped(bounded(sys.stdin.buffer, "<stdin>"))
    kinds = [kind for _, kind, _, _ in found]
    files = [file for _, _, taken, _ in found for file in taken.files]
    queries = _beside_numbered(files, paths) if kinds and kinds[0].name == "plain" else set[Path]()
    for _, kind, taken, _ in found:
        backs = dict(taken.undone_by)
        for file in taken.files:
            reading.file(file, kind.parts, backs.get(file), may_be_query=file in queries)
        reading.left += taken.left
    if reading.no_text and len(reading.no_text) == len(reading.migrations):
        raise reading.no_text[0]
    return Source(
        migrations=tuple(reading.migrations),
        left_out=tuple((shown(path), why) for path, why in reading.left),
        layout=kinds[0].name if kinds else "plain",
        roots=tuple(root for _, _, _, root in found),
        undo=reading.undo,
    )


def shown(path: Path) -> str:
    """A path as reports show it: relative to the working directory where it lies below it."""
    absolute, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else str(path)


def _files_of(path: Path, name: str) -> tuple[Layout, Taken, Path]:
    if not path.exists():
        raise MigrationError(f"{path} does not exist; name a migrations folder, a project or a .sql file")
    if path.is_file():
        return layout_of(path.parent, name), Taken(files=[path]), path.parent
    project = project_of(path)
    folder = _home(path, project)
    layout = layout_of(folder, name)
    taken = _within(layout.take(folder), project)
    if not taken.files:
        left = taken.left
        reason = f"; {len(left)} were left out, {left[0][0].name}: {left[0][1]}" if left else ""
        if alembic.is_project(path) or alembic.is_project(folder):
            reason = f"; {alembic.ADVICE}"
        raise MigrationError(f"{path} holds no .sql file to review{reason}")
    return layout, taken, folder


def _within(taken: Taken, project: Path) -> Taken:
    """What was taken, without what a link or a list leads to outside the project."""
    folders = {folder: lies_in(folder, project) for folder in {file.parent for file in taken.files}}
    # A file that is no link lies where its folder does; to follow each takes as long as to read it.
    inside = dict.fromkeys(
        file
        for file in taken.files
        if (folders[file.parent] and not file.is_symlink()) or lies_in(file, project)
    )
    backs = [(file, back) for file, back in taken.undone_by if file in inside and lies_in(back, project)]
    outside = [(file, _OUTSIDE) for file in taken.files if file not in inside]
    return Taken(files=list(inside), left=[*taken.left, *outside], undone_by=backs)


def _home(path: Path, project: Path) -> Path:
    """The folder itself if it holds migrations, else the first place below where projects keep them."""
    if _holds(path):
        return path
    homes = (path / home for home in _HOMES)
    return next((home for home in homes if home.is_dir() and lies_in(home, project) and _holds(home)), path)


def _holds(folder: Path) -> bool:
    return any(folder.glob("*.sql")) or layout_of(folder).name != "plain"


def _beside_numbered(files: Sequence[Path], named: Sequence[str | Path]) -> set[Path]:
    """The files without a number beside others that have one, and that nobody named."""
    folders = {path.parent for path in files if is_numbered(path)}
    given = {Path(one) for one in named}
    return {p for p in files if p.parent in folders and p not in given and not is_numbered(p)}


class _Reading(msgspec.Struct):
    """What has been read so far; statements are numbered on from file to file."""

    migrations: list[Migration] = msgspec.field(default_factory=list[Migration])
    undo: dict[str, Migration] = msgspec.field(default_factory=dict[str, Migration])
    left: list[tuple[Path, str]] = msgspec.field(default_factory=list[tuple[Path, str]])
    no_text: list[NotText] = msgspec.field(default_factory=list[NotText])
    number: int = 0
    room: Room = msgspec.field(default_factory=Room)

    def file(
        self, path: Path, parts: Callable[[str], Parts], back: Path | None, *, may_be_query: bool
    ) -> None:
        """Reads a file and the one that undoes it; one of queries alone is left out where it may be."""
        try:
            added = self.add(content_of(path), shown(path), parts)
        except NotText as error:
            self.no_text.append(error)
            place = Location(file=shown(path), line=error.line)
            fault = SyntaxFault(message=error.why, location=place, sql="")
            self.migrations.append(Migration(path=shown(path), statements=(), faults=(fault,)))
            return
        if may_be_query and added.statements and QUERIES.issuperset(_kinds(added)):
            self.left.append((path, "it has no number, as the others have, and makes nothing"))
            self.migrations.pop()
            self.number -= len(added.statements)
            return
        if back is not None:
            self._back(back, added.path)

    def _back(self, path: Path, of: str) -> None:
        try:
            text = text_of(content_of(path), shown(path))
        except NotText as error:
            self.left.append((path, f"it {error.why}"))
            return
        self.undo[of] = parsed_text(text, shown(path), 0, self.room)

    def piped(self, content: bytes) -> None:
        """Reads standard input: one migration, or the revisions that Alembic printed."""
        text = text_of(content, "<stdin>")
        for name, parts in alembic.revisions(text):
            self.add(parts.forward.encode(), f"<stdin>:{name}", lambda _, parts=parts: parts)
            self.migrations[-1] = replace(self.migrations[-1], lines=_lines(text))
        if not self.migrations:
            self.add(content, "<stdin>", whole)

    def add(self, content: bytes, file: str, parts: Callable[[str], Parts]) -> Migration:
        """Reads one text, whose parts a layout tells."""
        text = text_of(content, file)
        found = parts(text)
        migration = replace(
            parsed_text(found.forward, file, self.number, self.room), in_transaction=found.in_transaction
        )
        if found.back is not None:
            self.undo[file] = parsed_text(found.back, file, 0, self.room)
        self.number += len(migration.statements)
        self.migrations.append(replace(migration, lines=_lines(text)))
        return migration


def _kinds(migration: Migration) -> set[str]:
    return {statement.kind for statement in migration.statements}


def text_of(content: bytes, file: str) -> str:
    """What a file holds, as text. Raises NotText when it is none."""
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(0)) + 1
        wide = " (it looks like UTF-16)" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
        raise NotText(file, line, f"is not text: there is a zero byte{wide}; save the file as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotText(file, line, f"is not UTF-8 (byte {error.start}); save the file as UTF-8") from error


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.removesuffix("\r") for line in text.split("\n"))


def parsed_text(text: str, file: str, first: int = 0, room: Room | None = None) -> Migration:
    """The statements of a text, numbered from `first`, with what does not parse and what is to be ignored.

    Raises MigrationError when there is no `room` for what they say.
    """
    statements, faults = split_statements(text, file, first, room)
    statements, loose = attach_ignores(text, file, statements)
    return Migration(
        path=file,
        statements=tuple(statements),
        faults=tuple(faults),
        loose_ignores=loose,
        lines=_lines(text),
    )
