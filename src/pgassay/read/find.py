"""A folder, a project or single files to the files of migrations, each with what it holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pgassay.config.places import lies_in, project_of
from pgassay.errors import MigrationError
from pgassay.read.files import bounded, content_of
from pgassay.read.layouts import Layout, layout_of
from pgassay.read.layouts.parts import Taken
from pgassay.read.layouts.plain import is_numbered

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


class FoundFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to run: its name as reports show it, what it holds, and the file that takes it back, if any.

    One that `may_be_query` lies beside numbered files without having a number. `at` is the line of a program
    that makes what it holds.
    """

    path: Path
    name: str
    content: bytes
    layout: Layout
    back: tuple[Path, bytes] | None = None
    may_be_query: bool = False
    at: int | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What lies under the paths: the files in the order they are run in, those left out with the reason, the
    tool whose layout it is, the folders, and what came on standard input.
    """

    files: tuple[FoundFile, ...]
    left_out: tuple[tuple[Path, str], ...]
    layout: str
    roots: tuple[Path, ...]
    piped: bytes | None = None


def find_files(paths: Sequence[str | Path], layout: str = "auto") -> Found:
    """The files of migrations under `paths`, read: folders, project roots, `.sql` files, or "-" for standard
    input. `layout` names the tool that made the folders; "auto" finds it out.

    Raises MigrationError, naming the path, when one is missing or unreadable.
    """
    if layout == "alembic" and "-" not in map(str, paths):
        return _printed(paths)
    found = [_files_of(Path(path), layout) for path in paths if str(path) != "-"]
    piped = bounded(sys.stdin.buffer.read, "<stdin>") if len(found) < len(paths) else None
    taken = [file for _, one, _ in found for file in one.files]
    queries = _beside_numbered(taken, paths) if found and found[0][0].name == "plain" else set[Path]()
    names = _Names()
    files: list[FoundFile] = []
    for kind, one, _ in found:
        backs = dict(one.undone_by)
        for path in one.files:
            back = backs.get(path)
            file = FoundFile(
                path=path,
                name=names.of(path),
                content=content_of(path),
                layout=kind,
                back=(back, content_of(back)) if back is not None else None,
                may_be_query=bool(queries) and path in queries,
            )
            files.append(file)
    return Found(
        files=tuple(files),
        left_out=tuple(left for _, one, _ in found for left in one.left),
        layout=found[0][0].name if found else "plain",
        roots=tuple(root for _, _, root in found),
        piped=piped,
    )


def _printed(paths: Sequence[str | Path]) -> Found:
    """What Alembic prints of the projects under `paths`; this runs their code."""
    from pgassay.read.layouts import ALEMBIC
    from pgassay.read.layouts.alembic_run import run_alembic

    files: list[FoundFile] = []
    roots: list[Path] = []
    for path in dict.fromkeys(Path(one) for one in paths):
        if not path.exists():
            raise MigrationError(f"{path} does not exist; name a project of Alembic")
        folder, revisions = run_alembic(path)
        roots.append(folder)
        for one in revisions:
            file = FoundFile(
                path=one.path or folder,
                name=shown(one.path) if one.path is not None else f"<alembic>:{one.name}",
                content=one.sql.encode(),
                layout=ALEMBIC,
                at=one.line if one.path is not None else None,
            )
            files.append(file)
    return Found(files=tuple(files), left_out=(), layout="alembic", roots=tuple(roots))


class _Names:
    """Files as reports show them; worked out once for a folder, for that takes as long as to read a file."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: Path) -> str:
        """`shown` of a file."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = shown(path)[: -len(name)]
        return self._folders[folder] + name


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
        from pgassay.read.layouts import alembic

        if alembic.is_project(path) or alembic.is_project(folder):
            reason = f"; {alembic.ADVICE}"
        raise MigrationError(f"{path} holds no .sql file to review{reason}")
    return layout, taken, folder


def _within(taken: Taken, project: Path) -> Taken:
    """What was taken, without what a link or a list leads to outside the project."""
    folders: dict[str, bool] = {}
    inside: list[Path] = []
    outside: list[Path] = []
    for file in taken.files:
        folder = os.path.dirname(file)
        if folder not in folders:
            folders[folder] = lies_in(file.parent, project)
        # A file that is no link lies where its folder does; to follow each takes as long as to read it.
        lies = (folders[folder] and not os.path.islink(file)) or lies_in(file, project)
        (inside if lies else outside).append(file)
    backs = [(file, back) for file, back in taken.undone_by if file not in outside and lies_in(back, project)]
    left = [*taken.left, *((file, _OUTSIDE) for file in outside)]
    return Taken(files=inside, left=left, undone_by=backs)


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
    folders = {os.path.dirname(path) for path in files if is_numbered(path)}
    given = {Path(one) for one in named}
    others = (path for path in files if not is_numbered(path))
    return {path for path in others if os.path.dirname(path) in folders and path not in given}
