"""Reads files that came with a project: regular ones of a bearable size, and none that lies elsewhere."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pgassay.errors import MigrationError, NotText

#: Larger files hold data, not a schema; parsing one would take a hundred times its size in memory.
LARGEST_BYTES = 32 * 1024 * 1024
_BLOCK = 1 << 16


def content_of(path: Path) -> bytes:
    """What a file holds.

    Raises MigrationError when it cannot be read, is larger than LARGEST_BYTES, or is no file: what a link
    leads to can wait for a writer, or never end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            seen = os.fstat(handle)
            if not stat.S_ISREG(seen.st_mode):
                raise MigrationError(f"{path} is no file")
            return bounded(partial(os.read, handle), str(path), seen.st_size)
        finally:
            os.close(handle)
    except OSError as error:
        raise MigrationError(f"{path} cannot be read: {error.strerror or error}") from error


def bounded(read: Callable[[int], bytes], name: str, size: int = 0) -> bytes:
    """All that `read` gives, which is about `size` bytes.

    Raises MigrationError when it is more than LARGEST_BYTES.
    """
    parts: list[bytes] = []
    # To ask for all that is borne takes longer than to read a small file. What the system makes up as it is
    # read has no size, and a file can grow meanwhile.
    wanted, length = size + 1, 0
    while max(size, length) <= LARGEST_BYTES and (part := read(wanted)):
        parts.append(part)
        wanted, length = _BLOCK, length + len(part)
    if max(size, length) > LARGEST_BYTES:
        raise MigrationError(
            f"{name} is {max(size, length) // 1_000_000} MB; pgassay reads files up to "
            f"{LARGEST_BYTES // 2**20} MiB: keep bulk data out of the migrations"
        )
    return parts[0] if len(parts) == 1 else b"".join(parts)


def text_of(content: bytes, file: str) -> str:
    """What a file holds, as text. Raises NotText when it is none."""
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(0)) + 1
        wide = " (it looks like UTF-16)" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ""
        raise NotText(file, line, f"is not text: there is a zero byte{wide}; save the file as UTF-8")
    try:
        # What Python calls utf-8-sig says the same, slowly.
        return content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise NotText(file, line, f"is not UTF-8 (byte {error.start}); save the file as UTF-8") from error


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, without what ends them."""
    lines = text.split("\n")
    return tuple(line.removesuffix("\r") for line in lines) if "\r" in text else tuple(lines)
