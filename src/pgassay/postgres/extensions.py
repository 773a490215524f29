"""What a migration can create with CREATE EXTENSION besides what Postgres itself lets everybody create."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from pgassay.postgres.os_user import OsUser

_TRUSTED = re.compile(rb"^\s*trusted\s*=\s*'?(?:true|on|yes|1)\b", re.MULTILINE | re.IGNORECASE)
_DEFAULT = re.compile(rb"^\s*default_version\s*=\s*'([^']+)'", re.MULTILINE)

#: A version that can be part of a file's name. Two hyphens in one would make it two versions.
_VERSION = re.compile(r"[0-9A-Za-z._]{1,40}")


def stand_ins(folder: Traversable) -> dict[str, bytes]:
    """The control files and scripts of our own substitutes, by file name."""
    return {
        file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith((".control", ".sql"))
    }


def names_listed(file: Traversable) -> tuple[str, ...]:
    """The extensions that a list names, one a line."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def offered(ours: dict[str, bytes], trusted: Iterable[str], shipped: Path) -> dict[str, bytes]:
    """What lies in the server's own extension folder `shipped` decides about: files by name.

    A stand-in is left out where the server ships the extension and the extension's authors trust it to any
    user. Those of `trusted` that the server ships are its own files, marked as trusted.
    """
    real = {
        control.stem
        for control in shipped.glob("*.control")
        if control.name in ours and _TRUSTED.search(control.read_bytes())
    }
    kept = {name: content for name, content in ours.items() if _extension_of(name) not in real}
    for name in trusted:
        control = shipped / f"{name}.control"
        if control.is_file():
            kept[control.name] = control.read_bytes() + b"\ntrusted = true\n"
            kept |= {script.name: script.read_bytes() for script in _scripts(control)}
    return kept


def other_versions(files: dict[str, bytes], wanted: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The scripts, by file name, with which extensions of `files` go by the versions that a migration names:
    there is one state of each here, whatever it is called.
    """
    made: dict[str, bytes] = {}
    for name, version in wanted:
        default = _DEFAULT.search(files.get(f"{name}.control", b""))
        if default is None or not _VERSION.fullmatch(version) or version == default[1].decode():
            continue
        for way in ((default[1].decode(), version), (version, default[1].decode())):
            script = f"{name}--{way[0]}--{way[1]}.sql"
            if script not in files:
                made[script] = b"-- Nothing: both names are names of the same.\n"
    return made


def write_files(folder: Path, files: dict[str, bytes], user: OsUser | None) -> None:
    """Put files where the server, which runs as `user`, can read them."""
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        if user is not None:
            os.chown(path, user.uid, user.gid)


def _extension_of(file_name: str) -> str:
    return file_name.removesuffix(".control").partition("--")[0]


def _scripts(control: Path) -> Iterator[Path]:
    """The script of the default version, or all where that is made of several."""
    default = _DEFAULT.search(control.read_bytes())
    whole = control.parent / f"{control.stem}--{default[1].decode() if default else ''}.sql"
    yield from [whole] if whole.is_file() else control.parent.glob(f"{control.stem}--*.sql")
