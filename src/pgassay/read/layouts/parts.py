"""What a layout says of a folder and of a file's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from pgassay.errors import MigrationError
from pgassay.read.files import content_of

#: Words in a file's name that say that it undoes another one.
_UNDOES = re.compile(
    r"^(?:rollback|down|undo|revert)[_.\-]|[_.\-](?:rollback|down|undo|revert)(?=\.sql$)", re.I
)
#: What folders of such files are called.
_FOR_UNDOING = re.compile(r"rollbacks?|down|undo|reverts?", re.I)
_VERSION = re.compile(r"^[A-Za-z]?(\d+)")


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The files that a tool runs, in order; those it leaves, with the reason; and the pairs of a file and
    the one that undoes it.
    """

    files: Sequence[Path]
    left: Sequence[tuple[Path, str]] = ()
    undone_by: Sequence[tuple[Path, Path]] = ()


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What of a file's text is run forward, and what takes it back (None where nothing is stated).

    Each has the text's own length and lines, what is not its own blanked out, so that places stay right.
    `in_transaction` is false for a file that the tool runs outside a transaction, None where that is not
    known.
    """

    forward: str
    back: str | None = None
    in_transaction: bool | None = None


def whole(text: str) -> Parts:
    """All of the text is run forward."""
    return Parts(forward=text)


def wrapped(text: str) -> Parts:
    """All of the text is run forward, in one transaction."""
    return Parts(forward=text, in_transaction=True)


def sections(text: str, marker: re.Pattern[str]) -> dict[str, str]:
    """The sections of a text by the word in their marker's first group, in lower case; the rest blank."""
    marks = list(marker.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    # One section a word, however often it is written: each is as long as the text.
    places = (
        {mark[1].lower(): (mark.end(), end) for mark, end in zip(marks, ends, strict=True)} if marks else {}
    )
    return {
        word: blanked(text[:start]) + text[start:end] + blanked(text[end:])
        for word, (start, end) in places.items()
    }


def marked(folder: Path, marker: re.Pattern[str]) -> bool:
    """True when the first file of a folder holds a tool's marks."""
    first = min((path.name for path in folder.glob("*.sql")), default=None)
    if first is None:
        return False
    try:
        return bool(marker.search(content_of(folder / first)[:16_384].decode("utf-8", errors="replace")))
    except MigrationError:
        # Whoever reads the file for good says what is wrong with it.
        return False


def blanked(text: str) -> str:
    """The text with everything but its line ends made a space."""
    return re.sub(r"[^\r\n]", " ", text)


def below(folder: Path) -> list[tuple[Path, str]]:
    """The folders in a folder that hold `.sql` files themselves, for tools that do not look into them."""
    found: list[tuple[Path, str]] = []
    for path in sorted(folder.iterdir()):
        count = sum(1 for _ in path.glob("*.sql")) if path.is_dir() and not path.is_symlink() else 0
        if count:
            files = f"its {count} .sql files are" if count > 1 else "its .sql file is"
            undo = _FOR_UNDOING.fullmatch(path.name)
            why = "its name says that it undoes others" if undo else f"{files} below the folder that is run"
            found.append((path, why if undo else f"{why}: name it to review it"))
    return found


def undoing_below(folder: Path) -> list[Path]:
    """The files of a folder's own folder for what undoes others, such as rollback/."""
    inside = (path for path in sorted(folder.iterdir()) if _FOR_UNDOING.fullmatch(path.name))
    return [file for path in inside if path.is_dir() for file in sorted(path.glob("*.sql"))]


def undoing(files: Iterable[Path], left: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Pairs of a forward file and the one of `left` that undoes it, by name or by version."""
    forward = list(files)
    found: list[tuple[Path, Path]] = []
    for path in left:
        if not (_UNDOES.search(path.name) or _FOR_UNDOING.fullmatch(path.parent.name)):
            continue
        name = _UNDOES.sub("", path.name)
        same = next((one for one in forward if one.name == name), None)
        version = _VERSION.match(name)
        numbered = [
            one for one in forward if version and (own := _VERSION.match(one.name)) and own[1] == version[1]
        ]
        pair = same or (numbered[0] if len(numbered) == 1 else None)
        if pair is not None:
            found.append((pair, path))
    return found
