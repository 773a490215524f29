"""golang-migrate and sqlx: `<number>_name.up.sql` with `<number>_name.down.sql`."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken
from pgassay.read.layouts.plain import natural

_ALONE = re.compile(r"\A\s*--\s*no-transaction\b", re.I)


def fits(folder: Path) -> bool:
    """True for a folder with files that end in .up.sql."""
    return next(folder.glob("*.up.sql"), None) is not None


def take(folder: Path) -> Taken:
    """The .up.sql files by their number."""
    files = sorted(folder.glob("*.up.sql"), key=natural)
    pairs = [(path, folder / f"{path.name.removesuffix('.up.sql')}.down.sql") for path in files]
    pairs = [(path, back) for path, back in pairs if back.is_file()]
    undoes = {back: path for path, back in pairs}
    left = [
        (path, f"it undoes {undoes[path].name}" if path in undoes else "its name does not end in .up.sql")
        for path in sorted(set(folder.glob("*.sql")) - set(files))
    ]
    return Taken(files=files, left=left, undone_by=pairs)


def parts(text: str) -> Parts:
    """A file is sent in one go, which Postgres runs as one transaction; sqlx has a mark against that."""
    return Parts(forward=text, in_transaction=not _ALONE.search(text))
