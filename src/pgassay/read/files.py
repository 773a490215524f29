"""Reads files that came with a project: regular ones of a bearable size, and none that lies elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from pgassay.errors import MigrationError

#: Larger files hold data, not a schema; parsing one would take a hundred times its size in memory.
LARGEST_BYTES = 32 * 1024 * 1024


def content_of(path: Path) -> bytes:
    """What a file holds.

    Raises MigrationError when it cannot be read, is larger than LARGEST_BYTES, or is no file: what a link
    leads to can wait for a writer, or never end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            seen = os.fstat(handle)
            if not stat.S_ISREG(seen.st_mode):
                raise MigrationError(f"{path} is no file")
            return bounded(file, str(path), seen.st_size)
    except OSError as error:
        raise MigrationError(f"{path} cannot be read: {error.strerror or error}") from error


def bounded(file: BinaryIO, name: str, size: int = 0) -> bytes:
    """What is left to read of an open file. Raises MigrationError when that is more than LARGEST_BYTES."""
    # What the system makes up as it is read has no size.
    content = b"" if size > LARGEST_BYTES else file.read(LARGEST_BYTES + 1)
    if max(size, len(content)) > LARGEST_BYTES:
        raise MigrationError(
            f"{name} is {max(size, len(content)) // 1_000_000} MB; pgassay reads files up to "
            f"{LARGEST_BYTES // 2**20} MiB: keep bulk data out of the migrations"
        )
    return content
