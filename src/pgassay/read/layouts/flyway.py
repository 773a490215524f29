"""Flyway: versioned V files by version, then repeatable R files by description; U files undo."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Taken

_NAME = re.compile(r"^([VURB])(\d[\d._]*)?__(.*)\.sql$")

_CALLED = ("migration", "migrations")


def fits(folder: Path) -> bool:
    """True for a folder with a file called V<version>__<description>.sql; where it is called as one of
    migrations is, also with one in a folder of its own.
    """
    patterns = ("V*__*.sql", "*/V*__*.sql") if folder.name in _CALLED else ("V*__*.sql",)
    return any(_NAME.match(path.name) for pattern in patterns for path in folder.glob(pattern))


def take(folder: Path) -> Taken:
    """The versioned files by version, the repeatable ones after them, of the folder and all below it."""
    versioned: list[tuple[tuple[int, ...], Path]] = []
    repeated: list[tuple[str, Path]] = []
    undo: list[tuple[tuple[int, ...], Path]] = []
    left: list[tuple[Path, str]] = []
    for path in sorted(folder.rglob("*.sql")):
        match = _NAME.match(path.name)
        if match is None:
            left.append((path, "its name is none of Flyway's"))
        elif match[1] == "R":
            repeated.append((match[3], path))
        elif match[1] == "B":
            left.append((path, "a baseline stands for the files before it, which are run here"))
        else:
            (versioned if match[1] == "V" else undo).append((_version(match[2]), path))
    forward = dict(versioned)
    pairs = [(forward[version], path) for version, path in undo if version in forward]
    left += [(path, f"it undoes version {'.'.join(map(str, version))}") for version, path in undo]
    files = [path for _, path in sorted(versioned)] + [path for _, path in sorted(repeated)]
    return Taken(files=files, left=left, undone_by=pairs)


def _version(text: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[._]", text or "0") if part)
