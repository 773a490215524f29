"""goose: numbered files with an Up and a Down part."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken, marked, sections
from pgassay.read.layouts.plain import is_numbered, natural

_MARK = re.compile(r"^[^\S\n]*--[^\S\n]*\+goose[^\S\n]+(Up|Down)\b.*$", re.M | re.I)
_ALONE = re.compile(r"^[^\S\n]*--[^\S\n]*\+goose[^\S\n]+NO[^\S\n]+TRANSACTION\b", re.M | re.I)


def fits(folder: Path) -> bool:
    """True for a folder whose first file has goose's marks."""
    return marked(folder, _MARK)


def take(folder: Path) -> Taken:
    """The numbered files by their number."""
    files = sorted(folder.glob("*.sql"), key=natural)
    left = [(path, "its name does not start with a number") for path in files if not is_numbered(path)]
    written = (path for path in sorted(folder.glob("*.go")) if is_numbered(path))
    left += [(path, "a migration written in Go is not run") for path in written]
    return Taken(files=[path for path in files if is_numbered(path)], left=left)


def parts(text: str) -> Parts:
    """The Up part is run, in a transaction unless it says otherwise; the Down part takes it back."""
    found = sections(text, _MARK)
    return Parts(
        forward=found.get("up", text), back=found.get("down"), in_transaction=not _ALONE.search(text)
    )
