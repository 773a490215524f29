"""Alembic: revisions are programs; the SQL that it prints of them offline is read from standard input."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts

_REVISION = re.compile(r"^-- Running upgrade\b[^\n]*?->\s*(?P<name>\w+)", re.M)
#: What runs between two transactions.
_BETWEEN = re.compile(r"^COMMIT;(.*?)^BEGIN;", re.M | re.S)
#: What Alembic opens and closes its transactions with.
_CONTROL = re.compile(r"^(?:BEGIN|COMMIT);[^\S\n]*$", re.M)

ADVICE = (
    "Alembic's revisions are programs, which are not run here: alembic upgrade head --sql | pgassay review -"
)


def is_project(folder: Path) -> bool:
    """True for a folder that Alembic keeps its revisions or its settings in."""
    return (folder / "alembic.ini").is_file() or (
        (folder / "env.py").is_file() and (folder / "versions").is_dir()
    )


def revisions(text: str) -> list[tuple[str, Parts]]:
    """The revisions in what `alembic upgrade --sql` prints: the name of each, and its SQL on the lines that
    it has in `text`; none in any other text.

    Each is run in one transaction, but for what it puts outside; what stands before the first goes with it.
    """
    marks = list(_REVISION.finditer(text))
    starts = [0, *(mark.start() for mark in marks[1:])]
    ends = [*starts[1:], len(text)]
    found: list[tuple[str, Parts]] = []
    lines = 0
    for mark, start, end in zip(marks, starts, ends, strict=False):
        part = text[start:end]
        between = any(match[1].strip() for match in _BETWEEN.finditer(part))
        forward = "\n" * lines + _CONTROL.sub("", part)
        found.append((mark["name"], Parts(forward=forward, in_transaction=None if between else True)))
        lines += part.count("\n")
    return found
