"""What a configuration file states, key by key, and on which line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pgassay.config.document import Document, Place, parse, read
from pgassay.errors import ConfigError
from pgassay.model.names import identity


def stated(file: Path) -> tuple[tuple[Place, object, int | None], ...]:
    """Each key of a configuration file as it is written there: its place, value and line.

    Raises ConfigError when the file cannot be read.
    """
    document = parse(file, read(file))
    return tuple(_leaves(document, document.table, ())) if document is not None else ()


def _leaves(document: Document, value: object, place: Place) -> Iterator[tuple[Place, object, int | None]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(document, item, (*place, str(key)))
    elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        for number, item in enumerate(value):
            yield (*place, number), item, document.line((*place, number))
    else:
        yield place, value, document.line(place)


def line_of(file: Path, section: str, relation: str) -> int | None:
    """The first line of a file's section that names a relation, given by its identity, in a key or a list.

    None where there is none, or the file cannot be read any more.
    """
    try:
        found = stated(file)
    except ConfigError:
        return None
    for place, value, line in found:
        names = [*place[1:], *(value if isinstance(value, list) else ())]
        if place[0] == section and any(_is(name, relation) for name in names):
            return line
    return None


def _is(name: object, relation: str) -> bool:
    try:
        return isinstance(name, str) and identity(name) == relation
    except ValueError:
        return False
