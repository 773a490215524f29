"""Input that cannot be reviewed, through the real command: a clear message, the right exit code, nothing left
running.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW = "CREATE TABLE t (id int PRIMARY KEY);\nSELECT pg_catalog.pg_sleep(30);\n"


def review(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`pgassay review` in `folder`."""
    command = [sys.executable, "-m", "pgassay", "review", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def written(folder: Path, content: bytes, name: str = "0001_first.sql") -> Path:
    """A migrations folder with one file."""
    migrations = folder / "migrations"
    migrations.mkdir()
    (migrations / name).write_bytes(content)
    return migrations


def refused(done: subprocess.CompletedProcess[str], *says: str) -> None:
    """The command could not run: exit code 2, and standard error says why."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for word in says:
        assert word in done.stderr


def test_missing_folder(tmp_path: Path) -> None:
    refused(review(tmp_path, "nowhere"), "nowhere", "does not exist")


def test_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    refused(review(tmp_path, "migrations"), "migrations", "no .sql file")


def test_not_utf8(tmp_path: Path) -> None:
    written(tmp_path, "SELECT 1;\nSELECT 'é';\n".encode("latin-1"))
    refused(review(tmp_path, "migrations"), "0001_first.sql:2", "not UTF-8")


def test_not_utf8_beside_what_is(tmp_path: Path) -> None:
    """The file is a finding with its place, and the others are reviewed."""
    migrations = written(tmp_path, b"CREATE TABLE notes (id int);")
    (migrations / "0002_second.sql").write_bytes("CREATE TABLE more (id int);".encode("utf-16"))
    (migrations / "0003_third.sql").write_text("GRANT SELECT ON notes TO PUBLIC;")
    done = review(tmp_path, "migrations", "--format", "concise", "--select", "syntax-error")
    assert done.returncode == 1
    assert "0002_second.sql:1" in done.stdout and "not text" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("static", [(), ("--static",)])
def test_nothing_is_no_pass(tmp_path: Path, static: tuple[str, ...]) -> None:
    """What has no statement is most often what a failed program has left."""
    migrations = written(tmp_path, b"")
    command = [sys.executable, "-m", "pgassay", "review", "-", *static]
    for piped in (b"", b" \n"):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, input=piped)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"<stdin> is empty" in done.stderr
    refused(review(tmp_path, "migrations", *static), "0001_first.sql is empty")
    (migrations / "0001_first.sql").write_text("-- nothing yet\n/* nor here */;\n")
    refused(review(tmp_path, "migrations", *static), "0001_first.sql", "at most comments")
    (migrations / "0002_second.sql").write_text("")
    refused(review(tmp_path, "migrations", *static), "2 files", "no statement")
    (migrations / "0003_third.sql").write_text("CREATE TABLE t (id int PRIMARY KEY);")
    assert review(tmp_path, "migrations", *static).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("review", ".", "--static"), ("rules",), ("--help",), ("--version",)])
def test_output_that_is_full(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE t (id int);")
    command = [sys.executable, "-m", "pgassay", *arguments]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True)
    said = "pgassay: standard output cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_output_that_nobody_reads(tmp_path: Path) -> None:
    """A reader that leaves is no fault: the exit code is the review's."""
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE t (id int);")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "pgassay", "review", ".", "--static"]
    with open(writing, "w") as closed:
        done = subprocess.run(command, cwd=tmp_path, stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_binary(tmp_path: Path) -> None:
    written(tmp_path, b"SQLite format 3\0\x10\0")
    refused(review(tmp_path, "migrations"), "0001_first.sql", "not text")


def test_large_file(tmp_path: Path) -> None:
    written(tmp_path, b"INSERT INTO t VALUES (1);\n" * 2_000_000)
    refused(review(tmp_path, "migrations"), "0001_first.sql", "52 MB")


def test_broken_configuration(tmp_path: Path) -> None:
    written(tmp_path, b"SELECT 1;")
    (tmp_path / "pgassay.toml").write_text('[tenancy]\ncolum = ["x"]\n')
    refused(review(tmp_path, "migrations"), "pgassay.toml", "colum", "column")


def test_unknown_rule(tmp_path: Path) -> None:
    written(tmp_path, b"SELECT 1;")
    refused(review(tmp_path, "migrations", "--select", "rls-disable"), "rls-disable", "rls-disabled")


def test_syntax_error_is_a_finding(tmp_path: Path) -> None:
    written(
        tmp_path,
        b"CREATE TABLE one (id int PRIMARY KEY);\nCREATE TABEL two ();\nCREATE TABLE one (id int);\n",
    )
    done = review(tmp_path, "migrations", "--format", "concise")
    assert done.returncode == 1
    assert "0001_first.sql:2:8: critical syntax-error" in done.stdout
    assert "0001_first.sql:3:1: critical migration-fails" in done.stdout
    assert "Traceback" not in done.stderr


def test_unknown_extension_is_said(tmp_path: Path) -> None:
    written(tmp_path, b"CREATE EXTENSION no_such_thing;\n")
    done = review(tmp_path, "migrations", "--format", "concise")
    assert "no_such_thing" in done.stdout
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


def test_clean_folder(tmp_path: Path) -> None:
    written(
        tmp_path,
        b"CREATE TABLE countries (code text PRIMARY KEY, name text NOT NULL CHECK (name <> ''));\n"
        b"REVOKE ALL ON countries FROM PUBLIC;\n",
    )
    (tmp_path / "pgassay.toml").write_text('platform = "plain"\nclient_roles = ["nobody_yet"]\n')
    done = review(tmp_path, "migrations")
    assert done.returncode == 0
    assert "no findings" in done.stdout.lower()
    assert done.stderr == ""


def _children(pid: int) -> list[int]:
    """The process ids of a process's descendants."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == pid:
                found += [int(entry.name), *_children(int(entry.name))]
    return found


def _started(folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """A review of a slow migration, and the server's processes once it is under way."""
    written(folder, SLOW.encode())
    command = [sys.executable, "-m", "pgassay", "review", "migrations"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        children = _children(process.pid)
        names = [
            Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children if Path(f"/proc/{pid}").exists()
        ]
        if any(b"SELECT" in name and b"postgres" in name for name in names):
            return process, children
        time.sleep(0.1)
    process.kill()
    raise AssertionError("the review did not get under way")


def _gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_server_killed_in_the_middle(tmp_path: Path) -> None:
    """The review goes on with another server, without the statement that the first one went down with."""
    process, servers = _started(tmp_path)
    os.kill(servers[0], signal.SIGKILL)
    shown, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "0001_first.sql:2" in shown and "the server had to be stopped when it ran" in shown
    assert "Traceback" not in errors
    assert _gone(servers)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_cut_off(tmp_path: Path, signal_number: signal.Signals) -> None:
    process, servers = _started(tmp_path)
    process.send_signal(signal_number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert _gone(servers)
