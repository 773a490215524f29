"""sqitch: the changes of sqitch.plan in its order, each a script in deploy/."""

from __future__ import annotations

import re
from pathlib import Path

from pgassay.errors import MigrationError
from pgassay.read.layouts.parts import Parts, Taken

_CHANGE = re.compile(r"^([^\s#%@\[][^\s\[]*)")


def fits(folder: Path) -> bool:
    """True for a folder with a plan."""
    return (folder / "sqitch.plan").is_file()


def take(folder: Path) -> Taken:
    """The deploy scripts of the plan's changes; a reworked change has its earlier script under a tag.

    Raises MigrationError when the plan names a change without a script.
    """
    plan = (folder / "sqitch.plan").read_text("utf-8", errors="replace")
    changes: list[str] = []
    tags_after: list[list[str]] = []
    for line in plan.splitlines():
        if line.startswith("@") and tags_after:
            tags_after[-1].append(line.split()[0])
        elif (match := _CHANGE.match(line)) and not line.startswith("%"):
            changes.append(match[1])
            tags_after.append([])
    names = [_script(changes, tags_after, place) for place in range(len(changes))]
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


def _script(changes: list[str], tags_after: list[list[str]], place: int) -> str:
    """The script of a change: one that comes again later has its own under the first tag between the two."""
    name = changes[place]
    if name not in changes[place + 1 :]:
        return name
    again = changes.index(name, place + 1)
    tags = [tag for tags in tags_after[place:again] for tag in tags]
    return f"{name}{tags[0]}" if tags else name
