"""Prisma: a folder a migration, each with its migration.sql, in the order of the folders' names."""

from __future__ import annotations

from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken, wrapped


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
    """Prisma sends a file in one go, which Postgres runs as one transaction."""
    return wrapped(text)
