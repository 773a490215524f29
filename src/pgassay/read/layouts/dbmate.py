"""dbmate: files with a migrate:up and a migrate:down part, in the order of their names."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.read.layouts.parts import Parts, Taken, marked, sections
from pgassay.read.layouts.plain import is_numbered

_MARK = re.compile(r"^[^\S\n]*--[^\S\n]*migrate:(up|down)\b.*$", re.M)
_ALONE = re.compile(r"^[^\S\n]*--[^\S\n]*migrate:up\b.*\btransaction:[^\S\n]*false\b", re.M)


def fits(folder: Path) -> bool:
    """True for a folder whose first file has dbmate's marks."""
    return marked(folder, _MARK)


def take(folder: Path) -> Taken:
    """The numbered files in the order of their names."""
    files = sorted(folder.glob("*.sql"), key=lambda path: path.name)
    left = [(path, "its name does not start with a number") for path in files if not is_numbered(path)]
    return Taken(files=[path for path in files if is_numbered(path)], left=left)


def parts(text: str) -> Parts:
    """The up part is run, in a transaction unless its mark says otherwise; the down part takes it back."""
    found = sections(text, _MARK)
    return Parts(
        forward=found.get("up", text), back=found.get("down"), in_transaction=not _ALONE.search(text)
    )
