"""Migrations of a stranger's that attack: each is refused or contained, named, and the review goes on."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

import attacking
from pgassay.postgres.server import Server

_SOURCE = Path(__file__).parents[1] / "src"

Wrong = Callable[[Path], list[str]]


def _alone(case: Path) -> list[str]:
    with attacking.surroundings() as around:
        return attacking.run_alone(case, around)


@pytest.fixture(scope="module")
def wrong(request: pytest.FixtureRequest) -> Iterator[Wrong]:
    """What is wrong with a case.

    Those with a server of their own mostly wait for a limit, so they run beside the others, which share one.
    """
    items = [item for item in request.session.items if item.path == request.path]
    asked = {item.callspec.params["case"] for item in items if hasattr(item, "callspec")}  # pyright: ignore
    with ThreadPoolExecutor(max_workers=3) as aside, ExitStack() as stack:
        around = stack.enter_context(attacking.surroundings())
        servers: dict[str, Server] = {}
        started: dict[Path, Future[list[str]]] = {}
        for case in sorted(asked):
            if attacking.limits_of(case) is not None:
                started[case] = aside.submit(_alone, case)

        def found(case: Path) -> list[str]:
            if case in started:
                return started[case].result()
            platform = attacking.platform_of(case)
            if platform not in servers:
                start = Server.start(platform=platform, limits=attacking.SHORT)
                servers[platform] = stack.enter_context(start)
            return attacking.run_in_turn(servers[platform], case, around)

        yield found


def _order(case: Path) -> tuple[bool, str]:
    return attacking.limits_of(case) is not None, case.name


@pytest.mark.parametrize("case", sorted(attacking.cases(), key=_order), ids=lambda case: case.name)
def test_contained(case: Path, wrong: Wrong) -> None:
    assert wrong(case) == []


#: Rights, trojans and reach: what an ordinary user's server has to hold by Postgres's own means.
_REACHING = (
    "copy_files",
    "copy_program",
    "dblink_outwards",
    "killed_sessions",
    "libraries",
    "predefined_roles",
    "role_chains",
    "superuser_outright",
    "trojan_cast",
    "trojan_types",
)
_AS_NOBODY = """
import os, pwd, sys
import attacking
# The interpreter can lie under root's private home: everything is loaded first.
names = sys.argv[2:]
with open(os.devnull, "w") as sys.stdout:
    sys.argv[2:] = ["trojan_types", "session_settings"]
    home = sys.argv.pop(1)
    attacking.main()
sys.stdout = sys.__stdout__
sys.argv[1:] = names
user = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(user.pw_gid); os.setuid(user.pw_uid)
os.environ["XDG_CACHE_HOME"] = home
sys.exit(attacking.main())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone can become another user")
def test_contained_for_an_ordinary_user() -> None:
    """The server then runs as its caller: it must not become the caller's hand. `make hostile` tries all."""
    everything = os.environ.get("PGASSAY_HOSTILE") == "all"
    names = [case.name for case in attacking.cases()] if everything else list(_REACHING)
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o777)
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _AS_NOBODY, home, *names],
            env={**os.environ, "PYTHONPATH": f"{_SOURCE}:{Path(__file__).parent}"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert len(run.stdout.splitlines()) == len(names)


_ATTACK = """
COPY (SELECT 1) TO PROGRAM 'sleep 1000';
ALTER DATABASE postgres SET local_preload_libraries = 'evil';
ALTER ROLE postgres SET statement_timeout = 1;
CREATE DATABASE left_behind;
CREATE ROLE left_behind LOGIN;
SELECT pg_catalog.pg_advisory_lock(1);
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid);
SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());
"""


def test_nothing_is_left_and_the_next_run_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "1.sql").write_text(_ATTACK)
    shown: list[str] = []
    images: list[dict[str, bytes]] = []
    before = _traces()
    for _ in range(2):
        command = [sys.executable, "-m", "pgassay", "review", "migrations", "--format", "json"]
        run = subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(_SOURCE), "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode in (0, 1), run.stderr
        shown.append(run.stdout)
        images.append({path.name: path.read_bytes() for path in (tmp_path / "cache" / "pgassay").iterdir()})
    assert shown[0] == shown[1]
    assert images[0] == images[1] and len(images[0]) == 1
    assert _traces() - before == set()


def _traces() -> set[str]:
    """Folders of servers, and processes, that belong to no run that goes on: tests run beside each other."""
    bases = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    found = {str(path) for base in bases for path in base.glob("pgassay-run-*") if not _in_use(path)}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().decode(errors="replace")
            folder = re.search(r"[^\0=]*/pgassay-run-\w+", words)
            if "sleep\0001000" in words or (folder and not _in_use(Path(folder.group()))):
                found.add(f"{process.name} {words}")
    return found


def _in_use(folder: Path) -> bool:
    """Whether somebody's run holds the folder, or is about to."""
    try:
        handle = os.open(folder / "owner.pid", os.O_RDWR)
    except OSError:
        return folder.exists() and time.time() - folder.stat().st_mtime < 5
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
