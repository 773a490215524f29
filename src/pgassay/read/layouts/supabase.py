"""Supabase: `<digits>_name.sql` in `supabase/migrations`, in plain sort order."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Taken, below, undoing, undoing_below

_MIGRATION = re.compile(r"^\d+_.*\.sql$")


def fits(folder: Path) -> bool:
    """True for a folder called migrations under supabase, or beside a Supabase config.toml."""
    if folder.name != "migrations":
        return False
    return folder.parent.name == "supabase" or (folder.parent / "config.toml").is_file()


def take(folder: Path) -> Taken:
    """The files that the Supabase CLI runs, in its order, and those it passes over."""
    files = sorted((path for path in folder.glob("*.sql")), key=lambda path: path.name)
    taken = [path for path in files if _MIGRATION.match(path.name)]
    left = [
        (path, "its name does not start with a version") for path in files if not _MIGRATION.match(path.name)
    ]
    backs = undoing(taken, [*(path for path, _ in left), *undoing_below(folder)])
    return Taken(files=taken, left=[*left, *below(folder)], undone_by=backs)
