"""Limits that SQL cannot lift: a thread of ours keeps the time and looks at the disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

import msgspec

Tripped = Literal["time", "disk"] | None

_TICK_SECONDS = 0.05
# A statement can catch its cancellation; nothing in SQL catches the end of its session. Some of what
# Postgres does in one go hears of neither until it is done, and only then does the server have to go.
_PATIENCE_SECONDS = (1.0, 5.0, 1.0)
_DISK_LOOK_SECONDS = 1.0
_MOST_STOPPED = 20
# Nobody needs half a minute to know a folder with a statement that never ends: the first one tells.
_AFTER_ONE_SECONDS, _AFTER_TWO_SECONDS = 10.0, 1.0


class Guard:
    """What runs on one connection until a deadline; `tripped` says which limit ended it, if one did."""

    __slots__ = ("_deadline", "_lock", "_over", "_pid", "_slack", "_stage", "tripped")

    def __init__(self, pid: int, deadline: float, slack_bytes: int = 0) -> None:
        self.tripped: Tripped = None
        self._pid = pid
        self._deadline = deadline
        self._slack = slack_bytes
        self._stage = 0
        self._over = False
        self._lock = threading.Lock()

    def finish(self) -> None:
        """End the watch; after this no signal for it is sent."""
        with self._lock:
            self._over = True

    def look(self, now: float, too_many_bytes: int, stages: tuple[Callable[[int], None], ...]) -> None:
        """Trip if a limit is passed, and go one stage further each time patience runs out."""
        if self.tripped is None and too_many_bytes > self._slack:
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
            self._deadline = now + _PATIENCE_SECONDS[self._stage - 1]
            with suppress(Exception):  # a stage that fails is what the next stage is for
                stage(self._pid)


class Allowance:
    """The seconds that statements may still take: each by itself, and all together.

    After one was stopped for the first limit the others get ten seconds each, after two a second, after
    twenty none.
    """

    __slots__ = ("_each", "_left", "_stopped")

    def __init__(self, each_seconds: float, all_seconds: float) -> None:
        self._each = each_seconds
        self._left = all_seconds
        self._stopped = 0

    @property
    def next_seconds(self) -> float:
        """How long the next statement may take."""
        most = (self._each, _AFTER_ONE_SECONDS, _AFTER_TWO_SECONDS)[min(self._stopped, 2)]
        return max(min(most, self._each, self._left), 0.0)

    @property
    def over(self) -> bool:
        """Whether nothing more may run."""
        return self._left <= 0.0 or self._stopped >= _MOST_STOPPED

    def take(self, seconds: float, *, stopped: bool) -> None:
        """Note how long a statement took, and whether it had to be stopped."""
        self._left -= seconds
        self._stopped += stopped


class Disk(msgspec.Struct, frozen=True, kw_only=True):
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

    def add(self, pid: int, seconds: float, slack_bytes: int = 0) -> Guard:
        """Watch the session `pid` until `remove`: `seconds`, and a disk with `slack_bytes` to spare."""
        guard = Guard(pid, time.monotonic() + seconds, slack_bytes)
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
                excess = 0
                with suppress(OSError):  # the folder can be gone already; the time still counts
                    excess = self._excess_bytes(now)
                for guard in guards:
                    guard.look(now, excess, self._stages)

    def disk_is_full_with(self, more_bytes: int) -> bool:
        """Whether the server, with so much more, has taken all that it is allowed."""
        return self._disk is not None and self._disk.used_bytes() + more_bytes >= self._disk.limit_bytes

    def _excess_bytes(self, now: float) -> int:
        """How many bytes more than allowed the server has taken, and one more; 0 if none."""
        disk = self._disk
        if disk is None:
            return 0
        # Walking the folder takes 7 ms; asking the file system how much went takes none, and the
        # folder cannot have grown by more than that. The rest of the machine can hide growth by
        # deleting meanwhile, hence the walk once a second.
        free = disk.free_bytes()
        grown = max(0, self._free - free)
        if now - self._looked_at < _DISK_LOOK_SECONDS and self._used + grown < disk.limit_bytes:
            return 0
        self._used, self._free, self._looked_at = disk.used_bytes(), free, now
        return max(0, self._used - disk.limit_bytes + 1)
