"""Files of migrations to statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.errors import MigrationError, NotText
from pgassay.model.source import Location, Migration, SyntaxFault
from pgassay.postgres.parse import Room, split_statements
from pgassay.read.files import lines_of, text_of
from pgassay.read.find import Found, FoundFile, find_files, shown
from pgassay.read.ignores import attach_ignores
from pgassay.read.layouts import alembic
from pgassay.read.layouts.parts import Parts, whole

#: What looks at rows, changes or measures them, and makes no object.
QUERIES = frozenset(
    {
        *("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "ExplainStmt", "VacuumStmt"),
        *("RefreshMatViewStmt", "TransactionStmt", "VariableSetStmt", "VariableShowStmt"),
    }
)

#: So much of the SQL that a program makes is kept to be shown.
_LONGEST_SHOWN = 2_000


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
    path, when one is missing or unreadable, or when none is text or holds a statement; of several that are
    text, one that is not has a fault and no statements.
    """
    return parsed(find_files(paths, layout))


def parsed(found: Found) -> Source:
    """The migrations in the files that were found.

    Raises MigrationError when none of them is text, or none holds a statement.
    """
    reading = _Reading()
    if found.piped is not None:
        reading.piped(found.piped)
    for file in found.files:
        reading.file(file)
    if reading.no_text and len(reading.no_text) == len(reading.migrations):
        raise reading.no_text[0]
    if reading.migrations and not any(one.statements or one.faults for one in reading.migrations):
        raise MigrationError(_nothing(reading.migrations))
    return Source(
        migrations=tuple(reading.migrations),
        left_out=tuple((shown(path), why) for path, why in (*reading.left, *found.left_out)),
        layout=found.layout,
        roots=found.roots,
        undo=reading.undo,
    )


def _nothing(read: Sequence[Migration]) -> str:
    """That there is nothing to review: mostly what was to write it has failed, and that must be no pass."""
    name = f"{len(read)} files, {read[0].path} and on," if len(read) > 1 else read[0].path
    verbs = ("are", "hold") if len(read) > 1 else ("is", "holds")
    if not any(line.strip() for one in read for line in one.lines):
        return f"{name} {verbs[0]} empty: there is no statement to review; see whether what writes it failed"
    return f"{name} {verbs[1]} no statement to review: at most comments, and ways back"


class _Reading(msgspec.Struct):
    """What has been read so far; statements are numbered on from file to file."""

    migrations: list[Migration] = msgspec.field(default_factory=list[Migration])
    undo: dict[str, Migration] = msgspec.field(default_factory=dict[str, Migration])
    left: list[tuple[Path, str]] = msgspec.field(default_factory=list[tuple[Path, str]])
    no_text: list[NotText] = msgspec.field(default_factory=list[NotText])
    number: int = 0
    room: Room = msgspec.field(default_factory=Room)

    def file(self, file: FoundFile) -> None:
        """Reads a file and the one that undoes it; one of queries alone is left out where it may be."""
        try:
            added = self.add(file.content, file.name, file.layout.parts)
        except NotText as error:
            self.no_text.append(error)
            place = Location(file=file.name, line=error.line)
            fault = SyntaxFault(message=error.why, location=place, sql="")
            self.migrations.append(Migration(path=file.name, statements=(), faults=(fault,)))
            return
        if file.at is not None:
            self.migrations[-1] = added = _of_program(added, file.at)
        if file.may_be_query and added.statements and QUERIES.issuperset(_kinds(added)):
            self.left.append((file.path, "it has no number, as the others have, and makes nothing"))
            self.migrations.pop()
            self.number -= len(added.statements)
            return
        if file.back is not None:
            self._back(*file.back, added.path)

    def _back(self, path: Path, content: bytes, of: str) -> None:
        try:
            text = text_of(content, shown(path))
        except NotText as error:
            self.left.append((path, f"it {error.why}"))
            return
        self.undo[of] = parsed_text(text, shown(path), 0, self.room)

    def piped(self, content: bytes) -> None:
        """Reads standard input: one migration, or the revisions that Alembic printed."""
        text = text_of(content, "<stdin>")
        for name, parts in alembic.revisions(text):
            self.add(parts.forward.encode(), f"<stdin>:{name}", lambda _, parts=parts: parts)
            self.migrations[-1] = replace(self.migrations[-1], lines=lines_of(text))
        if not self.migrations:
            self.add(content, "<stdin>", whole)

    def add(self, content: bytes, file: str, parts: Callable[[str], Parts]) -> Migration:
        """Reads one text, whose parts a layout tells."""
        text = text_of(content, file)
        found = parts(text)
        migration = parsed_text(found.forward, file, self.number, self.room)
        if found.forward is not text or found.in_transaction is not None:
            migration = replace(migration, in_transaction=found.in_transaction, lines=lines_of(text))
        if found.back is not None:
            self.undo[file] = parsed_text(found.back, file, 0, self.room)
        self.number += len(migration.statements)
        self.migrations.append(migration)
        return migration


def _of_program(migration: Migration, line: int) -> Migration:
    """The same, placed at the line of the program that makes it, for its own lines are nowhere."""

    def placed(place: Location, nth: int, sql: str) -> Location:
        return Location(file=place.file, line=line, end_line=line, nth=nth, text=sql[:_LONGEST_SHOWN])

    statements = tuple(
        replace(one, location=placed(one.location, nth, one.sql))
        for nth, one in enumerate(migration.statements, start=1)
    )
    faults = tuple(
        replace(one, location=placed(one.location, len(statements) + nth, one.sql))
        for nth, one in enumerate(migration.faults, start=1)
    )
    return replace(migration, statements=statements, faults=faults)


def _kinds(migration: Migration) -> set[str]:
    return {statement.kind for statement in migration.statements}


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
        lines=lines_of(text),
    )
