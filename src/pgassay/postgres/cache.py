"""Images of initialised data directories: plain tars in the user's cache, checked when they are read."""

from __future__ import annotations

import io
import mmap
import os
import tarfile
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path

from pgassay.postgres.os_user import OsUser

_BLOCK = 512
_SEAL = b"pgassay crc32 "
_STALE_DRAFT_SECONDS = 3600.0


def read(folder: Path, name: str) -> memoryview | None:
    """The image `name`, whole; None if it is not there. A damaged one is removed and counts as not there."""
    try:
        with (folder / name).open("rb") as file:
            # Images are replaced and never changed: to copy 50 MB would take longer than to check them.
            image = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError:
        return None
    except ValueError:  # an empty file
        image = memoryview(b"")
    body, seal = image[:-_BLOCK], image[-_BLOCK:]
    if len(image) > _BLOCK and bytes(seal) == _seal(body):
        return image
    forget(folder, name)
    return None


def write(folder: Path, name: str, image: bytes) -> None:
    """Keep an image under `name` and remove older ones of the same platform; a full disk is no error."""
    family = name.split("-", 1)[0]
    try:
        handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{family}-")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(image)
        os.replace(draft, folder / name)
    except OSError:
        with suppress(OSError):
            os.unlink(draft)
        return
    for old in folder.glob(f"{family}-*.tar"):
        if old.name != name:
            old.unlink(missing_ok=True)
    for left in folder.glob(".*-*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_DRAFT_SECONDS:
                left.unlink()


def forget(folder: Path, name: str) -> None:
    """Remove an image that turned out to be bad."""
    with suppress(OSError):
        (folder / name).unlink()


def pack(root: Path, parts: tuple[str, ...]) -> bytes:
    """The folders `parts` below `root` as a tar, followed by a checksum."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for part in parts:
            tar.add(root / part, arcname=part, filter=_anonymous)
    body = buffer.getvalue()
    return body + _seal(body)


def unpack(image: bytes | memoryview, root: Path, user: OsUser | None) -> None:
    """Write the folders of an image of ours below `root`, owned by `user`.

    Reads the tar itself: tarfile takes 120 ms for what takes 35 here. Raises OSError (no space left)
    and ValueError if the image is not one of ours.
    """
    view = memoryview(image)
    at = 0
    while view[at] != 0:
        header = bytes(view[at : at + _BLOCK])
        at += _BLOCK
        name = _text(header[:100])
        prefix = _text(header[345:500])
        path = os.path.join(root, prefix, name)
        if ".." in path.split("/") or name.startswith("/"):
            raise ValueError(f"image leaves its folder: {name}")
        mode = int(_text(header[100:108]), 8)
        if header[156:157] == tarfile.DIRTYPE:
            os.mkdir(path, mode)
            if user is not None:
                os.chown(path, user.uid, user.gid)
        elif header[156:157] == tarfile.REGTYPE:
            size = int(_text(header[124:136]), 8)
            _write_file(path, mode, view[at : at + size], user)
            at += -(-size // _BLOCK) * _BLOCK
        else:
            raise ValueError(f"image holds neither file nor folder: {name}")


def _write_file(path: str, mode: int, content: memoryview, user: OsUser | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        if user is not None:
            os.fchown(handle, user.uid, user.gid)
        while content:
            content = content[os.write(handle, content) :]
    finally:
        os.close(handle)


def _text(field: bytes) -> str:
    return field.split(b"\0", 1)[0].decode("ascii").strip()


def _seal(body: bytes | memoryview) -> bytes:
    # tar ends at its zero blocks and ignores what follows. crc32 (12 ms) is there against damage, not
    # against people: whoever can write here is the user.
    return (_SEAL + f"{zlib.crc32(body):08x}\n".encode()).ljust(_BLOCK, b"\0")


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o700 if member.isdir() else 0o600
    return member
