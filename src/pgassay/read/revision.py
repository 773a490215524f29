"""Which migrations are new: added since a revision of the project's git repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pgassay.errors import MigrationError
from pgassay.model.source import Migration

_SECONDS = 20.0

#: What would make git look elsewhere than where it is told to.
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY")

#: Whatever a repository's configuration says: no repository that is none, no fetching, no programs.
_QUIETLY = tuple(
    word
    for setting in ("safe.bareRepository=explicit", "protocol.allow=never", "core.fsmonitor=false")
    for word in ("-c", setting)
)

#: The indexes of the migrations that are new, and how that is known.
New = tuple[frozenset[int], str]


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """The commit that migrations are new since, and the folder of its repository."""

    top: Path
    commit: str


#: What a main branch is called, here and on the remote.
_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


def new_since(migrations: Sequence[Migration], roots: Sequence[Path], since: str | None = None) -> New:
    """Which migrations are new: see `base_of` and `new_migrations`."""
    one = len(migrations) < 2 and since is None
    return new_migrations(migrations, None if one else base_of(roots, since), since)


def base_of(roots: Sequence[Path], since: str | None = None) -> Base | None:
    """The commit at `since`, or, where nothing is stated, the merge base with the main branch; None where
    there is no git.

    Raises MigrationError when `since` is stated and git does not know it.
    """
    root = (roots[0] if roots else Path.cwd()).resolve()
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
    if top is None:
        if since is not None:
            raise MigrationError(f"--since {since}: git knows no such revision: {root} is in no repository")
        return None
    commit = _commit(top, since)
    return Base(top=top, commit=commit) if commit is not None and roots else None


def new_migrations(migrations: Sequence[Migration], base: Base | None, since: str | None = None) -> New:
    """Which migrations are new: the files that git does not find at `base`; where all are there, or there is
    no base, the last one. `since` is what the base was stated as.
    """
    last = frozenset(range(len(migrations))[-1:])
    if len(migrations) < 2 and since is None:
        return last, "the only file"
    if base is None:
        return last, "the last file"
    listed = _git(base.top, "ls-tree", "-r", "--name-only", "--full-tree", "-z", base.commit) or ""
    old = {base.top / path for path in listed.split("\0")}
    new = frozenset(index for index, one in enumerate(migrations) if Path(one.path).resolve() not in old)
    if new or since is not None:
        return new, f"files added since {since or 'the main branch'}"
    return last, "the last file"


def _commit(top: Path, since: str | None) -> str | None:
    if since is not None:
        found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}")
        if found is None:
            raise MigrationError(f"--since {since}: git knows no such revision of {top}")
        return found.strip()
    for branch in _MAIN:
        base = _git(top, "merge-base", "HEAD", branch)
        if base:
            return base.strip()
    return None


def _git(top: Path, *words: str) -> str | None:
    """What git answers about the repository whose `.git` lies in `top`; None when it refuses.

    Never asked in a folder below: git would take files of a stranger's there for a repository without a work
    tree, and run what its configuration names.
    """
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(
            ["git", "-C", str(top), *_QUIETLY, *words],
            env={**environment, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"},
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
