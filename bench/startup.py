"""How long a server takes to be ready, a database to be made, and `pgassay --version` to answer."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from pgassay.postgres.server import Server
from timing import interleaved


def start_and_stop() -> None:
    """One server, ready and gone."""
    with Server.start(platform="supabase"):
        pass


def main() -> None:
    """Prints medians beside their limits."""
    ready: list[float] = []
    for _ in range(8):
        begun = time.perf_counter()
        with Server.start(platform="supabase"):
            ready.append(time.perf_counter() - begun)
    with Server.start(platform="supabase") as server:

        def database() -> None:
            with server.database():
                pass

        made = interleaved({"database": database}, 10)["database"]
    script = Path(sys.executable).parent / "pgassay"
    version = interleaved(
        {
            "version": lambda: subprocess.run([script, "--version"], check=True, capture_output=True),
            "bare": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
        },
        10,
    )
    print(f"server ready, warm: median {sorted(ready)[4] * 1000:.0f} ms (limit 250)")
    print(f"database from the template, made and dropped: {made} (limit 40)")
    print(f"pgassay --version: {version['version']} (limit 60); bare interpreter: {version['bare']}")


if __name__ == "__main__":
    main()
