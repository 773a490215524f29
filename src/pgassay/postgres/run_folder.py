"""The private folder of one server: on a RAM disk where there is one, swept when its owner is dead."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from pgassay.errors import ServerError
from pgassay.postgres.os_user import OsUser, give_away, reachable

_PREFIX = "pgassay-run-"
_OWNER = "owner.pid"
_RAM_DISK = Path("/dev/shm")
_RAM_DISK_FREE_BYTES = 1 << 30
# A socket's path holds 103 bytes on macOS (107 on Linux); what comes after the base takes 45.
_LONGEST_BASE = 58
_ABANDONED_SECONDS = 86400.0
# An empty file takes room too, of another kind: a disk holds only so many.
_LEAST_FILE_BYTES = 8192


class RunFolder:
    """A folder only the server's user can enter; the owner's process holds a lock in it while it lives."""

    def __init__(self, user: OsUser | None = None) -> None:
        """Make the folder for `user`; without one, for the caller or, when that is root, a made-up user."""
        base = _base()
        _sweep(base)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        self._lock: int | None = None
        try:
            self._lock = _lock(self.path)
            self.user: OsUser | None = give_away(self.path, user)
        except BaseException:
            self.remove()
            raise

    @property
    def data(self) -> Path:
        """Where the data directory goes."""
        return self.path / "data"

    @property
    def socket(self) -> Path:
        """Where the server listens; nobody but the server's user and root can enter."""
        return self.path / "socket"

    @property
    def stand_ins(self) -> Path:
        """What `extension_control_path` names."""
        return self.path / "stand_ins"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.path / "server.log"

    def free_bytes(self) -> int:
        """Bytes that fit on the folder's disk."""
        disk = os.statvfs(self.path)
        return disk.f_bavail * disk.f_frsize

    def used_bytes(self) -> int:
        """Bytes that the folder takes on its disk; 7 ms for a fresh data directory."""
        return _used_bytes(str(self.path))

    def clear(self) -> None:
        """Empty the folder for a second try; the lock stays."""
        for part in (self.data, self.socket, self.stand_ins):
            shutil.rmtree(part, ignore_errors=True)

    def remove(self) -> None:
        """Delete the folder; safe to call twice."""
        _remove(self.path)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _used_bytes(folder: str) -> int:
    total = 0
    with suppress(OSError), os.scandir(folder) as entries:  # files come and go under our feet
        for entry in entries:
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    total += _used_bytes(entry.path)
                else:
                    blocks = entry.stat(follow_symlinks=False).st_blocks
                    total += max(blocks * 512, _LEAST_FILE_BYTES)
    return total


def _base() -> Path:
    candidates = [Path(tempfile.gettempdir()), Path("/tmp")]
    if sys.platform == "linux" and _RAM_DISK.is_dir():
        disk = os.statvfs(_RAM_DISK)
        if disk.f_bavail * disk.f_frsize >= _RAM_DISK_FREE_BYTES:
            candidates.insert(0, _RAM_DISK)
    for base in candidates:
        others_too = os.geteuid() != 0 or reachable(base)
        if others_too and os.access(base, os.W_OK | os.X_OK) and len(os.fsencode(base)) <= _LONGEST_BASE:
            return base
    raise ServerError(
        f"{tempfile.gettempdir()} is no place for a server (not writable, too long a path, or closed to the "
        "user that runs it): set TMPDIR to a short path that others can enter"
    )


def _lock(folder: Path) -> int | None:
    # Locked first, named after: whoever sees the name finds it locked. A lock, because a process id
    # says little to another container and is given out again; the kernel drops it however we die.
    draft = folder / "owner.new"
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.write(handle, f"{os.getpid()}\n".encode())
        draft.rename(folder / _OWNER)
    except OSError:  # a disk without locks: the folder is swept by its age
        os.close(handle)
        draft.unlink(missing_ok=True)
        return None
    return handle


def _sweep(base: Path) -> None:
    """Remove folders whose owner is dead, with the server in them, should it have survived."""
    with suppress(OSError), os.scandir(base) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    _sweep_one(Path(entry.path), entry.stat(follow_symlinks=False))


def _sweep_one(folder: Path, seen: os.stat_result) -> None:
    try:
        handle = os.open(folder / _OWNER, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        if seen.st_uid == os.geteuid() and time.time() - seen.st_mtime > _ABANDONED_SECONDS:
            _remove(folder)
        return
    try:
        mark = os.fstat(handle)
        if mark.st_uid != os.geteuid() or not stat.S_ISREG(mark.st_mode):
            return
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError, an OSError: it lives
        _end_server(folder)
        _remove(folder)
    finally:
        os.close(handle)


def _end_server(folder: Path) -> None:
    try:
        pid = int((folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    for sign in (signal.SIGQUIT, signal.SIGKILL):
        # The number says nothing by itself: it can belong to anybody by now.
        if str(folder) not in _command_line(pid):
            return
        os.kill(pid, sign)
        until = time.monotonic() + 3.0
        while time.monotonic() < until and str(folder) in _command_line(pid):
            time.sleep(0.01)


def _command_line(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    if sys.platform == "linux":
        return ""
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout


def _remove(folder: Path) -> None:
    for _ in range(3):  # a dying server still writes
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.02)
