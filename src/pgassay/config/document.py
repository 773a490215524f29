"""A TOML file that can say on which line a key of it stands."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from pgassay.errors import ConfigError

#: A place in a document: keys, and the number of an entry (from 0) in a list of tables.
Place = tuple[str | int, ...]
Table = dict[str, object]

_LARGEST_BYTES = 1_000_000
_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = rf"\s*(\[\[?)\s*({_DOTTED})\s*\]"
_ENTRY = rf"\s*({_DOTTED})\s*="


def spelled(place: Place) -> str:
    """A place as a user would write it: `tenancy.relations."public.notes".column`."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f" number {part + 1}"
        else:
            text += ("." if text else "") + (part if re.fullmatch(r"[\w-]+", part) else f'"{part}"')
    return text


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The table that a file gives pgassay, its text, and the keys that lead to the table."""

    file: Path
    text: str
    table: Table
    root: Place = ()

    def fault(self, place: Place, message: str) -> ConfigError:
        """The error for a place: file, line where it is found, place, message."""
        line = self.line(place)
        where = f"{self.file}:{line}" if line else str(self.file)
        return ConfigError(f"{where}: {spelled(place)}: {message}" if place else f"{where}: {message}")

    def line(self, place: Place) -> int | None:
        """The line that states a place, or the longest leading part of it that is found; else None."""
        return _line(self.text, (*self.root, *place))

    def section(self, value: object, place: Place) -> Table:
        """`value` as a table. Raises ConfigError when it is something else."""
        if isinstance(value, dict):
            return {str(key): item for key, item in value.items()}
        raise self.fault(place, "expected a table")


def read(file: Path) -> str:
    """The text of a file. Raises ConfigError when it cannot be read or is not UTF-8."""
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise ConfigError(f"{file}: is larger than {_LARGEST_BYTES:,} bytes")
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8 text (byte {error.start})") from error


def parse(file: Path, text: str) -> Document | None:
    """The document in a file's text; None for a pyproject.toml without [tool.pgassay].

    Raises ConfigError with line and column when the text is not TOML.
    """
    import tomllib

    try:
        table: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_toml_fault(file, text, str(error))) from error
    except RecursionError as error:
        raise ConfigError(f"{file}: is nested too deeply") from error
    document = Document(file=file, text=text, table=table)
    if file.name != "pyproject.toml":
        return document
    tool = document.section(table.get("tool", {}), ("tool",))
    if "pgassay" not in tool:
        return None
    section = document.section(tool["pgassay"], ("tool", "pgassay"))
    return Document(file=file, text=text, table=section, root=("tool", "pgassay"))


def _toml_fault(file: Path, text: str, message: str) -> str:
    place = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if place is None:
        return f"{file}: is not TOML: {message}"
    line, column = (place[1], place[2]) if place[1] else (max(1, len(text.splitlines())), 1)
    return f"{file}:{line}:{column}: is not TOML: {message[: place.start()]}"


def _line(text: str, place: Place) -> int | None:
    """The line that states the longest leading part of a place; None when none of it is found."""
    best, found = 0, None
    header: Place = ()
    entries: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(_HEADER, line):
            header = _keys(match[2])
            if match[1] == "[[":
                entries[header] = entries.get(header, -1) + 1
                header = (*header, entries[header])
            path = header
        elif match := re.match(_ENTRY, line):
            path = (*header, *_keys(match[1]))
        else:
            continue
        if len(path) > best and path == place[: len(path)]:
            best, found = len(path), number
    return found


def _keys(dotted: str) -> Place:
    keys: list[str] = re.findall(_KEY, dotted)
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in keys)
