"""A fence around a server's process that Linux keeps (Landlock): the files it reads, writes and executes.

It is the second wall. The first is that no migration becomes a superuser; behind this one even a superuser
finds no file of the user's, no program to run, and nobody to call or signal.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
# Before the third version a file could not be cut short, which Postgres does.
_OLDEST = 3

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG, _MAKE_SOCK = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 9
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_ALL_FILES = (1 << 15) - 1
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

_READ = _READ_FILE | _READ_DIR
_CHANGE = _WRITE_FILE | _TRUNCATE | _REFER | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SOCK
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

#: Where programs find their libraries, and what they ask about the machine.
_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
_FACTS = (
    *("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf"),
    *("/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom"),
)


# Found before any fork, and called with what needs no memory.
_syscall = ctypes.CDLL(None, use_errno=True).syscall
_syscall.restype = ctypes.c_long


class Fence:
    """What a process may touch, ready to be put around it between fork and exec."""

    def __init__(self, *, own: Path, read: Iterable[Path], execute: Iterable[str]) -> None:
        """Only `own` is written, `read` and the system's libraries are read, `execute` is executed.

        Raises OSError where the system has no such fence, or one of the paths is not there.
        """
        version = _call(_CREATE_RULESET, None, 0, _VERSION) if sys.platform == "linux" else 0
        if version < _OLDEST:
            raise OSError("this system has no Landlock of version 3")
        attributes = struct.pack("<Q", _ALL_FILES)
        attributes += struct.pack("<Q", _BIND_AND_CONNECT_TCP) if version >= 4 else b""
        attributes += struct.pack("<Q", _ABSTRACT_SOCKETS_AND_SIGNALS) if version >= 6 else b""
        self._handle = _call(_CREATE_RULESET, attributes, len(attributes), 0)
        try:
            self._allow(own, _READ | _CHANGE)
            for path in (*read, *map(Path, (*_LIBRARIES, *_FACTS))):
                self._allow(path, _READ)
            # A process that takes its network away writes in /proc who it is afterwards.
            for path in (Path("/proc"), Path("/dev/null")):
                self._allow(path, _READ | _WRITE_FILE)
            for program in (*execute, *_loaders()):
                self._allow(Path(program), _READ | _EXECUTE)
        except OSError:
            self.close()
            raise

    def enter(self) -> None:
        """Put the calling process behind it, for good. Raises OSError where that fails."""
        _call(_RESTRICT_SELF, self._handle, 0)

    def close(self) -> None:
        """Give back the handle."""
        os.close(self._handle)

    def _allow(self, path: Path, rights: int) -> None:
        try:
            handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            rights &= _ALL_FILES if path.is_dir() else _OF_A_FILE
            _call(_ADD_RULE, self._handle, _PATH_BENEATH, struct.pack("<Qi", rights, handle), 0)
        finally:
            os.close(handle)


def _loaders() -> list[str]:
    """The programs that load libraries: executing anything that needs some executes one of them."""
    return [str(path) for folder in _LIBRARIES[:3] for path in Path(folder).glob("ld-*.so*")]


def _call(*arguments: object) -> int:
    """A system call that the C library has no name for. Raises OSError."""
    found: int = _syscall(*arguments)
    if found < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return found
