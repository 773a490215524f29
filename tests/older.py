"""A Postgres 15 of the system's, where there is one: the oldest version that the catalog is read from."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")

installed = (PROGRAMS / "initdb").exists()


@contextmanager
def postgres_15() -> Iterator[str]:
    """The URL of an empty cluster's superuser; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp())
    # Postgres refuses to run as root; 65534 is nobody.
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        os.chown(folder, 65534, 65534)
    place = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, **user}
    options = ["-D", str(folder / "data")]
    try:
        initdb = [str(PROGRAMS / "initdb"), *options, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8"]
        subprocess.run(initdb, check=True, capture_output=True, **place)
        serve = [str(PROGRAMS / "postgres"), *options, "-k", str(folder), "-c", "listen_addresses=", "-F"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(serve, stderr=log, **place)
        try:
            _wait(folder / "data" / "postmaster.pid")
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(10)
    finally:
        shutil.rmtree(folder)


def _wait(pid_file: Path) -> None:
    end = time.monotonic() + 10
    while not (pid_file.exists() and "ready" in pid_file.read_text()):
        assert time.monotonic() < end, "Postgres 15 did not start"
        time.sleep(0.02)
