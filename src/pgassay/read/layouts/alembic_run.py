"""Alembic, run: the SQL that it prints of a project's revisions. This runs the project's own code."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from configparser import ConfigParser, Error
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import msgspec

from pgassay.config.places import lies_in, project_of
from pgassay.errors import MigrationError
from pgassay.read.files import LARGEST_BYTES, content_of
from pgassay.read.layouts.alembic import printed

_SECONDS = 120.0
_MOST_ERRORS = 64 * 1024
#: So many lines of what Alembic says before it gives up are told.
_LAST_LINES = 3
_ENVIRONMENTS = (".venv", "venv")
_REVISION = re.compile(r"^revision\s*(?::[^=\n]+)?=\s*['\"](?P<name>\w+)['\"]", re.M)
_UPGRADE = re.compile(r"^def\s+upgrade\b", re.M)


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """The SQL of one revision, and the line of the program `path` that makes it; None where no file, or more
    than one, says that it is this revision.
    """

    name: str
    sql: str
    path: Path | None = None
    line: int = 1


def run_alembic(path: Path) -> tuple[Path, list[Revision]]:
    """The folder of the settings of the project that `path` lies in, and its revisions in their order, as
    `alembic upgrade heads --sql` prints them.

    Runs the project's env.py and its revisions. Raises MigrationError where there is no Alembic, where it
    fails, takes too long, prints too much, or prints no revision.
    """
    folder, settings = _settings(path)
    named = ["-c", settings.name] if settings.suffix == ".ini" else []
    text = _printed([*_program(folder), *named, "upgrade", "heads", "--sql"], folder)
    parts = printed(text)
    if not parts:
        raise MigrationError(f"{settings}: alembic upgrade heads --sql prints no revision")
    programs = _programs(folder, settings)
    return folder, [
        Revision(name=name, sql=sql, path=place[0], line=place[1])
        for name, sql in parts
        for place in [programs.get(name) or (None, 1)]
    ]


def _settings(path: Path) -> tuple[Path, Path]:
    """The nearest settings of Alembic at or above a path, and their folder."""
    start = path.absolute()
    if path.is_file():
        if path.suffix == ".ini":
            return start.parent, start
        start = start.parent
    # Where no repository says how far the project goes, its scripts lie beside its settings.
    for folder in dict.fromkeys((*_upwards(start), start.parent)):
        if (folder / "alembic.ini").is_file():
            return folder, folder / "alembic.ini"
        shared = folder / "pyproject.toml"
        if shared.is_file() and b"[tool.alembic" in content_of(shared):
            return folder, shared
    raise MigrationError(f"{path} is no project of Alembic: there is no alembic.ini in it or above it")


def _upwards(start: Path) -> Iterator[Path]:
    """A folder and those above it, up to where its project begins."""
    project = project_of(start)
    for folder in (start, *start.parents):
        yield folder
        if folder.resolve() == project:
            return


def _program(folder: Path) -> list[str]:
    """What runs Alembic: the one on the path, that of the project's own environment, or of this Python."""
    found = shutil.which("alembic")
    if found is not None:
        return [found]
    for place in _upwards(folder):
        for name in _ENVIRONMENTS:
            if (place / name / "bin" / "alembic").is_file():
                return [str(place / name / "bin" / "python"), "-m", "alembic"]
    if find_spec("alembic") is not None:
        return [sys.executable, "-m", "alembic"]
    raise MigrationError(
        "there is no alembic: not on the path, not in .venv or venv of the project, and not beside pgassay; "
        "run it where it is, and pipe what it prints: alembic upgrade head --sql | pgassay review -"
    )


def _printed(command: Sequence[str], folder: Path) -> str:
    """What the command prints. It has a process group of its own, which ends with this call."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise MigrationError(f"alembic cannot be run: {error}") from error
    reader = _Reader(process)
    try:
        reason = reader.wait()
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.end()
    if reason is not None:
        raise MigrationError(f"alembic upgrade heads --sql was stopped: {reason}{reader.last_words()}")
    if process.returncode != 0:
        raise MigrationError(
            f"alembic upgrade heads --sql failed ({process.returncode}){reader.last_words()}"
        )
    return reader.out.decode("utf-8", errors="replace")


class _Reader:
    """Reads what a process prints and says, up to what is borne."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.out = bytearray()
        self.said = bytearray()
        self.full = threading.Event()
        self._process = process
        pairs = ((process.stdout, self.out, False), (process.stderr, self.said, True))
        self._threads = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in pairs]

    def wait(self) -> str | None:
        """Waits for the end; why it is not waited for any longer, or None."""
        for thread in self._threads:
            thread.start()
        end = time.monotonic() + _SECONDS
        while self._process.poll() is None:
            if self.full.is_set():
                return f"it prints more than {LARGEST_BYTES // 2**20} MiB"
            if time.monotonic() > end:
                return f"it takes longer than {_SECONDS:.0f} s"
            time.sleep(0.01)
        self.end()
        return f"it prints more than {LARGEST_BYTES // 2**20} MiB" if self.full.is_set() else None

    def end(self) -> None:
        """Waits until all is read; not for ever, for what has left the group can hold the pipes open."""
        for thread in self._threads:
            thread.join(1.0)

    def last_words(self) -> str:
        """The end of what it said, as it follows a sentence."""
        lines = [line.strip() for line in self.said.decode("utf-8", errors="replace").splitlines()]
        told = [line for line in lines if line][-_LAST_LINES:]
        return f": {' / '.join(told)}" if told else ""

    def _read(self, pipe: IO[bytes], into: bytearray, only_end: bool) -> None:
        with pipe:
            while block := os.read(pipe.fileno(), 1 << 16):
                into += block
                if only_end:
                    del into[:-_MOST_ERRORS]
                elif len(into) > LARGEST_BYTES:
                    self.full.set()
                    return


def _programs(folder: Path, settings: Path) -> dict[str, tuple[Path, int]]:
    """The program of each revision, and the line of its upgrade; none that two files claim to be."""
    found: dict[str, tuple[Path, int] | None] = {}
    project = project_of(folder)
    for place in _places(folder, settings):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else ():
            if not lies_in(path, project):
                continue
            with suppress(MigrationError):
                text = content_of(path).decode("utf-8", errors="replace")
                match = _REVISION.search(text)
                if match is not None:
                    at = _UPGRADE.search(text) or match
                    known = match["name"] in found
                    found[match["name"]] = None if known else (path, text.count("\n", 0, at.start()) + 1)
    return {name: place for name, place in found.items() if place is not None}


def _places(folder: Path, settings: Path) -> Iterator[Path]:
    """The folders that revisions lie in, by the settings."""
    if settings.suffix == ".ini":
        stated = ConfigParser({"here": str(folder)})
        try:
            stated.read(settings, encoding="utf-8")
            section = stated["alembic"]
            script = section.get("script_location", "alembic")
            versions = section.get("version_locations", "")
        except (Error, KeyError, UnicodeDecodeError):
            return
    else:
        import tomllib

        try:
            table = tomllib.loads(settings.read_text("utf-8"))["tool"]["alembic"]
        except (KeyError, ValueError):
            return
        script = str(table.get("script_location", "alembic")).replace("%(here)s", str(folder))
        versions = " ".join(table.get("version_locations", [])).replace("%(here)s", str(folder))
    listed = [word for word in re.split(r"[\s,:;]+", versions) if word]
    yield from dict.fromkeys(folder / word for word in (*listed, f"{script}/versions"))
