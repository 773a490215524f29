"""Prisma: a folder a migration, each with its migration.sql, in the order of the folders' names."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken, whole, wrapped

_BEGIN = re.compile(r"^\s*(?:BEGIN|START\s+TRANSACTION)\b[^;]*;", re.I | re.M)


def fits(folder: Path) -> bool:
    """True for a folder of folders that hold a migration.sql."""
    return next(folder.glob("*/migration.sql"), None) is not None


def take(folder: Path) -> Taken:
    """Each folder's migration.sql; a down.sql beside it takes it back."""
    files = sorted(folder.glob("*/migration.sql"), key=lambda path: path.parent.name)
    others = sorted(path for path in folder.rglob("*.sql") if path.name != "migration.sql")
    pairs = [(path, path.with_name("down.sql")) for path in files if path.with_name("down.sql").exists()]
    backs = {back for _, back in pairs}
    left = [
        (path, f"it undoes {path.parent.name}" if path in backs else "Prisma runs migration.sql only")
        for path in others
    ]
    return Taken(files=files, left=left, undone_by=pairs)


def parts(text: str) -> Parts:
    """Prisma sends a file in one go, which Postgres runs as one transaction, unless the file states its own:
    a BEGIN in what is sent so makes the rest the file's.
    """
    return whole(text) if _BEGIN.search(text) else wrapped(text)
