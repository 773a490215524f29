"""Drizzle: the files that meta/_journal.json lists, in its order."""

from __future__ import annotations

from pathlib import Path

from pgassay.errors import MigrationError
from pgassay.read.files import content_of
from pgassay.read.layouts.parts import Parts, Taken, wrapped


def fits(folder: Path) -> bool:
    """True for a folder with a journal."""
    return (folder / "meta" / "_journal.json").is_file()


def take(folder: Path) -> Taken:
    """The journal's files.

    Raises MigrationError when the journal cannot be read, or names a file that is not there.
    """
    import json

    journal = folder / "meta" / "_journal.json"
    try:
        entries = json.loads(content_of(journal))["entries"]
        tags = [str(entry["tag"]) for entry in sorted(entries, key=lambda entry: int(entry["idx"]))]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise MigrationError(f"{journal} cannot be read: {error}") from error
    files = [folder / f"{tag}.sql" for tag in tags]
    for path in files:
        if not path.is_file():
            raise MigrationError(
                f"{path} does not exist, though {journal} lists it: bring it back, or take the folder's "
                "files by their names with --layout plain"
            )
    others = sorted(set(folder.glob("*.sql")) - set(files))
    return Taken(files=files, left=[(path, "the journal does not list it") for path in others])


def parts(text: str) -> Parts:
    """Drizzle runs all of its files in one transaction."""
    return wrapped(text)
