"""Limits that SQL cannot lift: a thread of ours keeps the time and looks at the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

Tripped = Literal["time", "disk"] | None

_TICK_SECONDS = 0.05
# A statement can catch its cancellation; nothing in SQL catches the end of its session.
_PATIENCE_SECONDS = 1.0
_DISK_LOOK_SECONDS = 1.0


class Guard:
    """What runs on one connection until a deadline; `tripped` says which limit ended it, if one did."""

    __slots__ = ("_deadline", "_lock", "_over", "_pid", "_stage", "tripped")

    def __init__(self, pid: int, deadline: float) -> None:
        self.tripped: Tripped = None
        self._pid = pid
        self._deadline = deadline
        self._stage = 0
        self._over = False
        self._lock = threading.Lock()

    def finish(self) -> None:
        """End the watch; after this no signal for it is sent."""
        with self._lock:
            self._over = True

    def look(self, now: float, disk_full: bool, stages: tuple[Callable[[int], None], ...]) -> None:
        """Trip if a limit is passed, and go one stage further each time patience runs out."""
        if self.tripped is None and disk_full:
            self.tripped, self._deadline = "disk", now
        if now < self._deadline or self._stage >= len(stages):
            return
        # Held while the signal is sent: it must not reach the statement after the guarded one.
        with self._lock:
            if self._over:
                return
            self.tripped = self.tripped or "time"
            stage = stages[self._stage]
            self._stage += 1
            self._deadline = now + _PATIENCE_SECONDS
            with suppress(Exception):  # a stage that fails is what the next stage is for
                stage(self._pid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The bytes a server has taken, the bytes free on its disk, and how many it is allowed."""

    used_bytes: Callable[[], int]
    free_bytes: Callable[[], int]
    limit_bytes: int


class Watchdog:
    """One thread for a server's life; a guard costs two list operations and no wake-up."""

    def __init__(self, stages: tuple[Callable[[int], None], ...], disk: Disk | None) -> None:
        self._stages = stages
        self._disk = disk
        self._guards: list[Guard] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._used = 0
        self._free = 0
        self._looked_at = float("-inf")
        self._thread = threading.Thread(target=self._watch, name="pgassay-watchdog", daemon=True)
        self._thread.start()

    def add(self, pid: int, seconds: float) -> Guard:
        """Watch the session `pid` until `remove`; its time is up in `seconds`."""
        guard = Guard(pid, time.monotonic() + seconds)
        with self._lock:
            self._guards.append(guard)
        return guard

    def remove(self, guard: Guard) -> None:
        """Stop watching."""
        guard.finish()
        with self._lock:
            self._guards.remove(guard)

    def end(self) -> None:
        """Stop the thread; safe to call twice."""
        self._ended.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5.0)

    def _watch(self) -> None:
        while not self._ended.wait(_TICK_SECONDS):
            with self._lock:
                guards = list(self._guards)
            if guards:
                now = time.monotonic()
                full = self._disk_full(now)
                for guard in guards:
                    guard.look(now, full, self._stages)

    def _disk_full(self, now: float) -> bool:
        disk = self._disk
        if disk is None:
            return False
        # Walking the folder takes 7 ms; asking the file system how much went takes none, and the
        # folder cannot have grown by more than that. The rest of the machine can hide growth by
        # deleting meanwhile, hence the walk once a second.
        free = disk.free_bytes()
        grown = max(0, self._free - free)
        if now - self._looked_at < _DISK_LOOK_SECONDS and self._used + grown < disk.limit_bytes:
            return False
        self._used, self._free, self._looked_at = disk.used_bytes(), free, now
        return self._used >= disk.limit_bytes
