"""Reports that were given before, of files that were asked about before, kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.config import Config
from pgassay.config.user_cache import cache_folder
from pgassay.errors import NotText
from pgassay.model.report import Report
from pgassay.read.files import content_of, lines_of, text_of
from pgassay.read.find import Found
from pgassay.read.revision import Base
from pgassay.version import VERSION

#: Older reports are removed as new ones are kept.
_MOST = 64
_LARGEST_BYTES = 8_000_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a review without a server goes by: the files, the settings, and the options of `review`."""

    paths: tuple[str, ...]
    found: Found
    config: Config
    platform: str
    base: Base | None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    since: str | None = None
    baseline_schema: str | None = None
    table_sizes: str | None = None


def key_of(asked: Asked) -> str:
    """What tells a review from every other: all that it reads, and the program that reads it.

    Raises MigrationError when a file that is stated cannot be read.
    """
    digest = hashlib.blake2b(digest_size=20)

    def add(said: object, content: bytes = b"") -> None:
        digest.update(f"{said!r} {len(content)}\n".encode())
        digest.update(content)

    found = asked.found
    add((VERSION, sys.version, tuple(_program()), os.getcwd()))
    add((asked.paths, asked.config, asked.platform, asked.base, asked.select, asked.ignore, asked.since))
    # Which files git knows is asked by where they really lie.
    add((found.layout, found.roots, [root.resolve() for root in found.roots], found.left_out))
    for stated in (asked.baseline_schema, asked.table_sizes):
        add(stated, content_of(Path(stated)) if stated is not None else b"")
    add("piped" if found.piped is not None else "", found.piped or b"")
    for file in found.files:
        add((file.name, file.layout.name, file.may_be_query, file.at), file.content)
        if file.back is not None:
            add(file.back[0], file.back[1])
    return digest.hexdigest()


def recall(key: str, found: Found) -> Report | None:
    """The report that was kept under a key of these files, or None."""
    folder = _folder()
    if folder is None:
        return None
    try:
        report = msgspec.msgpack.Decoder(Report).decode((folder / key).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
    texts = {file.name: file.content for file in found.files}
    piped = found.piped or b""
    return replace(report, sources={name: _lines(texts.get(name, piped), name) for name in report.sources})


def keep(key: str, report: Report) -> None:
    """Keeps a report in which nothing went wrong; where it cannot be written, nothing is lost."""
    folder = _folder()
    if folder is None or report.errors:
        return
    content = msgspec.msgpack.encode(replace(report, sources=dict.fromkeys(report.sources, ())))
    if len(content) > _LARGEST_BYTES:
        return
    draft = folder / f".{key}-{os.getpid()}"
    with suppress(OSError):
        draft.write_bytes(content)
        os.replace(draft, folder / key)
    with suppress(OSError):
        for old in sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)[:-_MOST]:
            old.unlink(missing_ok=True)


def _folder() -> Path | None:
    cache = cache_folder()
    if cache is None:
        return None
    folder = cache / "reports"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return folder


def _lines(content: bytes, file: str) -> tuple[str, ...]:
    try:
        return lines_of(text_of(content, file))
    except NotText:
        return ()


def _program() -> Iterator[tuple[str, int, int]]:
    """The files of this package and the parser's, by size and time: a working copy changes without a new
    version.
    """
    folders = [os.path.dirname(os.path.dirname(__file__))]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                    continue
                seen = entry.stat()
                yield entry.path, seen.st_size, seen.st_mtime_ns
    parser = find_spec("pglast")
    if parser is not None and parser.origin is not None:
        seen = os.stat(parser.origin)
        yield parser.origin, seen.st_size, seen.st_mtime_ns
