"""A folder of `.sql` files, in natural order: 2 before 10."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Taken, below, undoing, undoing_below

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)*)")
_NUMBERED = re.compile(r"^[vV]?\d+")
_NOT_FORWARD = re.compile(
    r"^(rollback|down|undo|revert|apply|verify|seed)[_.\-]|[_.\-](down|rollback|undo)\.sql$", re.I
)


def fits(folder: Path) -> bool:
    """True for every folder."""
    return folder.is_dir()


def take(folder: Path) -> Taken:
    """The forward files in natural order; beside numbered ones those that undo, check or seed stay out."""
    files = sorted(folder.glob("*.sql"), key=natural)
    numbered = any(is_numbered(path) for path in files)
    taken: list[Path] = []
    left: list[tuple[Path, str]] = []
    for path in files:
        if numbered and _NOT_FORWARD.search(path.name):
            left.append((path, "its name says that it undoes, checks, wraps or seeds"))
        else:
            taken.append(path)
    backs = undoing(taken, [*(path for path, _ in left), *undoing_below(folder)])
    return Taken(files=taken, left=[*left, *below(folder)], undone_by=backs)


def is_numbered(path: Path) -> bool:
    """True for a file whose name starts with a version."""
    return bool(_NUMBERED.match(path.name))


def natural(path: Path) -> tuple[tuple[int, tuple[int, ...], str], ...]:
    """A sort key that reads digits as numbers, and 1.10 as a version; digits come before letters."""
    parts = (part for part in _NUMBER.split(path.name) if part)
    return tuple(
        (0, tuple(int(number) for number in part.split(".")), "")
        if _NUMBER.match(part)
        else (1, (), part.lower())
        for part in parts
    )
