"""What a configuration file states, key by key, and on which line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pgassay.config.document import Document, Place, parse, read


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
