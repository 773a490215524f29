"""Alembic: revisions are programs; the SQL that it prints of them offline is what is read."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken

_REVISION = re.compile(r"^-- Running upgrade\b[^\n]*?->\s*(?P<name>\w+)", re.M)
#: What runs between two transactions.
_BETWEEN = re.compile(r"^COMMIT;(.*?)^BEGIN;", re.M | re.S)
#: What Alembic opens and closes its transactions with.
_CONTROL = re.compile(r"^(?:BEGIN|COMMIT);[^\S\n]*$", re.M)

ADVICE = (
    "it is a project of Alembic, whose revisions are programs: --layout alembic runs them and the project's "
    "env.py; or pipe what Alembic prints: alembic upgrade head --sql | pgassay review -"
)


def is_project(folder: Path) -> bool:
    """True for a folder that Alembic keeps its revisions or its settings in."""
    return (folder / "alembic.ini").is_file() or (
        (folder / "env.py").is_file() and (folder / "versions").is_dir()
    )


def take(_: Path) -> Taken:
    """No file: what is run is what Alembic prints."""
    return Taken(files=())


def parts(text: str) -> Parts:
    """A revision is run in one transaction, but for what it puts outside."""
    between = any(match[1].strip() for match in _BETWEEN.finditer(text))
    return Parts(forward=_CONTROL.sub("", text), in_transaction=None if between else True)


def printed(text: str) -> list[tuple[str, str]]:
    """The revisions in what `alembic upgrade --sql` prints, each with its part of the text; none in any other
    text. What stands before the first goes with it.
    """
    marks = list(_REVISION.finditer(text))
    starts = [0, *(mark.start() for mark in marks[1:])]
    ends = [*starts[1:], len(text)]
    return [(mark["name"], text[start:end]) for mark, start, end in zip(marks, starts, ends, strict=False)]


def revisions(text: str) -> list[tuple[str, Parts]]:
    """The same with what of each is run, on the lines that it has in `text`."""
    found: list[tuple[str, Parts]] = []
    lines = 0
    for name, part in printed(text):
        own = parts(part)
        forward = "\n" * lines + own.forward
        found.append((name, Parts(forward=forward, in_transaction=own.in_transaction)))
        lines += part.count("\n")
    return found
