"""Interleaved timing, so that a machine that slows down slows both sides down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds of one side's runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"median {self.median * 1000:8.1f} ms, minimum {min(self.seconds) * 1000:8.1f} ms"


def interleaved(sides: dict[str, Callable[[], object]], runs: int) -> dict[str, Times]:
    """Each side run once uncounted, then `runs` times in turn."""
    for side in sides.values():
        side()
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(runs):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            taken[name].append(time.perf_counter() - start)
    return {name: Times(seconds=tuple(seconds)) for name, seconds in taken.items()}
