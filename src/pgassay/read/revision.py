"""Which migrations are new: added since a revision of the project's git repository."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from pgassay.errors import MigrationError
from pgassay.model.source import Migration

_SECONDS = 20.0

#: The indexes of the migrations that are new, and how that is known.
New = tuple[frozenset[int], str]

#: What a main branch is called, here and on the remote.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def new_migrations(migrations: Sequence[Migration], roots: Sequence[Path], since: str | None = None) -> New:
    """Which migrations are new.

    New are the files that git does not find at `since`, or, where nothing is stated, at the merge base with
    the main branch. Where none is new there, or there is no git, the last file is.

    Raises MigrationError when `since` is stated and git does not know it.
    """
    last = frozenset(range(len(migrations))[-1:])
    if len(migrations) < 2 and since is None:
        return last, "the only file"
    root = roots[0] if roots else Path.cwd()
    top = _git(root, "rev-parse", "--show-toplevel")
    base = _base(root, since)
    if base is None or top is None:
        return last, "the last file"
    listed = _git(root, "ls-tree", "-r", "--name-only", "--full-tree", "-z", base) or ""
    old = {Path(top.strip(), path) for path in listed.split("\0")}
    new = frozenset(index for index, one in enumerate(migrations) if Path(one.path).resolve() not in old)
    if new or since is not None:
        return new, f"files added since {since or 'the main branch'}"
    return last, "the last file"


def _base(root: Path, since: str | None) -> str | None:
    if since is not None:
        found = _git(root, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}")
        if found is None:
            raise MigrationError(f"--since {since}: git knows no such revision of {root}")
        return found.strip()
    for branch in _MAIN:
        base = _git(root, "merge-base", "HEAD", branch)
        if base:
            return base.strip()
    return None


def _git(root: Path, *words: str) -> str | None:
    """What git answers; None when there is none, or it refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words],
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            text=True,
            errors="surrogateescape",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
