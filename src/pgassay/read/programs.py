"""Migrations that are programs: they stand among the SQL files, with a version, and are not run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

_PROGRAM = re.compile(r"^(?:V|v)?\d{3,}\w*\.(?:go|ts|js|mjs|cjs|py|rb|php|java|kt|cs|ex|exs)$")


def programs_beside(files: Iterable[str]) -> tuple[str, ...]:
    """The names of the programs with a version that stand in the folders of some files, in order."""
    folders = sorted({os.path.dirname(file) for file in files})
    found: set[str] = set()
    for folder in folders:
        try:
            found.update(name for name in os.listdir(folder or ".") if _PROGRAM.match(name))
        except OSError:
            continue
    return tuple(sorted(found))
