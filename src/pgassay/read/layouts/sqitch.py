"""sqitch: the changes of sqitch.plan in its order, each a script in deploy/."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.errors import MigrationError
from pgassay.read.files import content_of
from pgassay.read.layouts.parts import Parts, Taken

_CHANGE = re.compile(r"^([^\s#%@\[][^\s\[]*)")


def fits(folder: Path) -> bool:
    """True for a folder with a plan."""
    return (folder / "sqitch.plan").is_file()


def take(folder: Path) -> Taken:
    """The deploy scripts of the plan's changes; a reworked change has its earlier script under a tag.

    Raises MigrationError when the plan names a change without a script.
    """
    plan = content_of(folder / "sqitch.plan").decode("utf-8", errors="replace")
    changes: list[str] = []
    tags_after: list[list[str]] = []
    for line in plan.splitlines():
        if line.startswith("@") and tags_after:
            tags_after[-1].append(line.split()[0])
        elif (match := _CHANGE.match(line)) and not line.startswith("%"):
            changes.append(match[1])
            tags_after.append([])
    names = _scripts(changes, tags_after)
    files = [folder / "deploy" / f"{name}.sql" for name in names]
    for path in files:
        if not path.is_file():
            raise MigrationError(f"{path} does not exist, though sqitch.plan names the change")
    backs = [(path, folder / "revert" / path.name) for path in files]
    others = sorted(set((folder / "deploy").glob("*.sql")) - set(files))
    return Taken(
        files=files,
        left=[(path, "the plan does not name it") for path in others],
        undone_by=[(path, back) for path, back in backs if back.is_file()],
    )


def parts(text: str) -> Parts:
    """A script opens its transaction itself."""
    return Parts(forward=text, in_transaction=False)


def _scripts(changes: list[str], tags_after: list[list[str]]) -> list[str]:
    """The script of each change: one that comes again has its own under the first tag between the two."""
    names = list(changes)
    again: dict[str, int] = {}
    # From the end: where each change comes next, and the first tag from each place on.
    following: list[tuple[int, str] | None] = [None] * (len(changes) + 1)
    for place in range(len(changes) - 1, -1, -1):
        tags = tags_after[place]
        following[place] = (place, tags[0]) if tags else following[place + 1]
        first, name = following[place], changes[place]
        if name in again and first is not None and first[0] < again[name]:
            names[place] = f"{name}{first[1]}"
        again[name] = place
    return names
