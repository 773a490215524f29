"""The review of a history against the same files sent straight to the same kind of server."""

from __future__ import annotations

import gc
import sys
import tempfile
from pathlib import Path

from history import write_history
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server
from pgassay.verbs.review import review
from timing import interleaved

RUNS = 5


def straight(server: Server, files: list[str]) -> None:
    """Each file in one go, in a fresh database."""
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        for text in files:
            run(connection, text)


def measure(files: int, *, faults: bool) -> None:
    """Prints both medians and whether the review stays within twice plus half a second."""
    with tempfile.TemporaryDirectory() as name, Server.start(platform="supabase") as server:
        folder = Path(name)
        tables = write_history(folder, files, faults=faults)
        texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.sql"))]
        times = interleaved(
            {"straight": lambda: straight(server, texts), "review": lambda: review([folder])}, RUNS
        )
    limit = 2 * times["straight"].median + 0.5
    ratio = times["review"].median / limit
    kind = "one fault a table" if faults else "in order"
    print(f"{files} files, {tables} tables, {kind}")
    for side, taken in times.items():
        print(f"  {side:10} {taken}")
    print(f"  review / (2 x straight + 0.5 s) = {ratio:.2f}")


if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 20)  # as the command line does
    for count in [int(argument) for argument in sys.argv[1:]] or [10, 50, 200]:
        measure(count, faults=False)
        measure(count, faults=True)
