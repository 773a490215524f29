"""How large the tables are in production, from a file that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from pgassay.config.document import read
from pgassay.config.settings import Config
from pgassay.errors import ConfigError
from pgassay.model.sizes import TableSize, TableSizes


def sizes_of(config: Config, stated: str | Path | None) -> TableSizes:
    """The sizes in a file that is stated, or in the one that the configuration names; none without either.

    Raises ConfigError.
    """
    file = stated or config.sizes_path()
    return read_sizes(file) if file is not None else TableSizes()


def read_sizes(file: str | Path) -> TableSizes:
    """The sizes in a CSV file (a head line with table, rows and, if it is there, bytes) or in a JSON file (a
    list of objects with these keys, or one object of rows by table). Names without a schema are in public.

    Raises ConfigError.
    """
    path = Path(file)
    text = read(path)
    entries = _json(path, text) if text.lstrip()[:1] in ("[", "{") else _csv(path, text)
    return TableSizes(file=path.name, tables=dict(entries))


def _csv(path: Path, text: str) -> Iterator[tuple[str, TableSize]]:
    lines = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    if not {"table", "rows"} <= set(lines.fieldnames or ()):
        raise ConfigError(f"{path}:1: the head line must name the columns table and rows")
    for line in lines:
        yield _entry(f"{path}:{lines.line_num}", line)


def _json(path: Path, text: str) -> Iterator[tuple[str, TableSize]]:
    try:
        known = msgspec.json.decode(text, type=dict[str, int] | list[dict[str, str | int | None]])
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path}: is no list of tables with rows, and no rows by table: {error}") from error
    found: Iterable[Mapping[str, str | int | None]] = known if isinstance(known, list) else ()
    if isinstance(known, dict):
        found = [{"table": table, "rows": rows} for table, rows in known.items()]
    for number, one in enumerate(found, start=1):
        yield _entry(f"{path}: number {number}", one)


def _entry(place: str, fields: Mapping[str, str | int | None]) -> tuple[str, TableSize]:
    table = str(fields.get("table") or "").strip()
    if not table:
        raise ConfigError(f"{place}: names no table")
    rows = _number(place, "rows", fields.get("rows"))
    if rows is None:
        raise ConfigError(f"{place}: {table} has no rows stated")
    name = table if "." in table else f"public.{table}"
    return name, TableSize(rows=rows, bytes=_number(place, "bytes", fields.get("bytes")))


def _number(place: str, what: str, value: str | int | None) -> int | None:
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    if not text.isdecimal():
        raise ConfigError(f"{place}: {what} is {text!r}, and not a whole number")
    return int(text)
