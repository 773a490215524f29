"""--layout alembic: its revisions are run where somebody says so, and nothing of them is left running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.errors import MigrationError
from pgassay.read.layouts import alembic_run
from pgassay.read.migrations import read_migrations
from pgassay.verbs.review import review

PROJECT = Path(__file__).parents[1] / "alembic_project"

needs_alembic = pytest.mark.skipif(find_spec("alembic") is None, reason="alembic is not installed here")

PRINTED = "-- Running upgrade  -> 1a2b3c\\n\\nCREATE TABLE parcels (id int);\\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to be changed."""
    return shutil.copytree(PROJECT, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))


def with_alembic(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Puts a program of that name on the path, alone."""
    program = folder / "bin" / "alembic"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport os, subprocess, sys, time\n{body}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def is_gone(pid: int) -> bool:
    """True once no process has that number, or it only waits to be collected."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@needs_alembic
def test_each_revision_stands_at_its_program() -> None:
    source = read_migrations([PROJECT], layout="alembic")
    assert source.layout == "alembic"
    assert [Path(one.path).name for one in source.migrations] == ["1a2b3c_parcels.py", "4d5e6f_places.py"]
    first, second = source.migrations
    assert (first.in_transaction, second.in_transaction) == (True, None)
    assert {(one.location.line, one.location.column) for one in second.statements} == {(10, 1)}
    assert [one.location.nth for one in second.statements] == [1, 2, 3, 4]
    assert (second.statements[0].location.text or "").startswith("ALTER TABLE parcels ADD COLUMN place")
    assert not list(PROJECT.rglob("__pycache__"))


@needs_alembic
def test_what_is_found_shows_the_sql(project: Path) -> None:
    (project / ".git").mkdir()
    report = review([project / "migrations"], layout="alembic", config=Config(platform="plain"))
    (found,) = [one for one in report.findings if one.rule == "index-not-concurrent"]
    assert found.location is not None
    assert (Path(found.location.file).name, found.location.line) == ("4d5e6f_places.py", 10)
    assert (report.source_line(found.location) or "").startswith("CREATE INDEX parcels_weight")
    assert report.target.failed_statements == 0


@needs_alembic
def test_several_heads_are_all_run(project: Path) -> None:
    versions = project / "migrations" / "versions"
    text = (versions / "4d5e6f_places.py").read_text("utf-8")
    other = text.replace("4d5e6f", "7a8b9c").replace("parcels_", "others_").replace('"place"', '"other"')
    (versions / "7a8b9c_others.py").write_text(other, "utf-8")
    names = {Path(one.path).name for one in read_migrations([project], layout="alembic").migrations}
    assert names == {"1a2b3c_parcels.py", "4d5e6f_places.py", "7a8b9c_others.py"}


@needs_alembic
def test_what_a_program_raises_is_told(project: Path) -> None:
    (project / "migrations" / "env.py").write_text("raise RuntimeError('no settings here')\n", "utf-8")
    with pytest.raises(MigrationError, match=r"failed \(1\): .*RuntimeError: no settings here$"):
        read_migrations([project], layout="alembic")


@needs_alembic
def test_sql_that_does_not_parse_stands_at_its_program(project: Path) -> None:
    place = project / "migrations" / "versions" / "4d5e6f_places.py"
    text = place.read_text("utf-8").replace('op.create_index("parcels_weight", "parcels", ["weight"])', "X")
    place.write_text(text.replace("X", 'op.execute("CREAT INDEX")'), "utf-8")
    (fault,) = read_migrations([project], layout="alembic").migrations[1].faults
    assert (Path(fault.location.file).name, fault.location.line) == ("4d5e6f_places.py", 10)


@needs_alembic
def test_settings_can_stand_in_pyproject(project: Path) -> None:
    (project / "alembic.ini").unlink()
    (project / "pyproject.toml").write_text('[tool.alembic]\nscript_location = "migrations"\n', "utf-8")
    source = read_migrations([project / "migrations"], layout="alembic")
    assert [Path(one.path).name for one in source.migrations] == ["1a2b3c_parcels.py", "4d5e6f_places.py"]


def test_nothing_is_run_that_nobody_asked_for(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_alembic(project, monkeypatch, "open('was_run', 'w')")
    for path in (project, project / "migrations"):
        with pytest.raises(MigrationError, match=r"--layout alembic runs them .* \| pgassay review -"):
            read_migrations([path])
    assert not (project / "was_run").exists()


def test_there_has_to_be_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    monkeypatch.setattr(alembic_run, "find_spec", lambda _: None)
    with pytest.raises(MigrationError, match=r"there is no alembic: .* \| pgassay review -"):
        read_migrations([project], layout="alembic")
    (project / "alembic.ini").unlink()
    with pytest.raises(MigrationError, match="is no project of Alembic"):
        read_migrations([project], layout="alembic")
    with pytest.raises(MigrationError, match="does not exist"):
        read_migrations([project / "nowhere"], layout="alembic")


def test_the_environment_of_the_project_has_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_alembic(project, monkeypatch, "")
    (project / ".venv").mkdir()
    (project / "bin").rename(project / ".venv" / "bin")
    python = project / ".venv" / "bin" / "python"
    python.write_text(f"#!/bin/sh\nprintf '%b' '{PRINTED}'\n", "utf-8")
    python.chmod(0o755)
    (one,) = read_migrations([project / "migrations"], layout="alembic").migrations
    assert [statement.kind for statement in one.statements] == ["CreateStmt"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("print('nothing')", "prints no revision"),
        ("sys.exit('one\\ntwo\\nthree\\nlast')", r"failed \(1\): two / three / last$"),
        ("while True: print('x' * 100_000)", "was stopped: it prints more than 1 MiB"),
        ("os.kill(os.getpid(), 9)", r"failed \(-9\)$"),
    ],
)
def test_what_does_not_print_revisions_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, body: str, says: str
) -> None:
    monkeypatch.setattr(alembic_run, "LARGEST_BYTES", 1 << 20)
    with_alembic(project, monkeypatch, body)
    with pytest.raises(MigrationError, match=says):
        read_migrations([project], layout="alembic")


def test_a_revision_that_two_files_claim_stands_in_none(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_alembic(project, monkeypatch, f"print('{PRINTED}')")
    versions = project / "migrations" / "versions"
    shutil.copy(versions / "1a2b3c_parcels.py", versions / "copy.py")
    (one,) = read_migrations([project], layout="alembic").migrations
    assert (one.path, one.statements[0].location.line) == ("<alembic>:1a2b3c", 3)


HANGING = """
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def test_what_takes_too_long_is_stopped_with_all_that_it_started(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alembic_run, "_SECONDS", 1.0)
    with_alembic(project, monkeypatch, HANGING)
    with pytest.raises(MigrationError, match="was stopped: it takes longer than 1 s"):
        read_migrations([project], layout="alembic")
    assert all(is_gone(int(pid)) for pid in (project / "pids").read_text("utf-8").split())


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_whoever_stops_pgassay_stops_it_too(
    project: Path, monkeypatch: pytest.MonkeyPatch, sent: signal.Signals, code: int
) -> None:
    with_alembic(project, monkeypatch, HANGING)
    command = [sys.executable, "-m", "pgassay", "review", "--layout", "alembic", str(project)]
    process = subprocess.Popen(command, env={**os.environ}, stderr=subprocess.PIPE)
    pids = project / "pids"
    for _ in range(500):
        if pids.exists() and len(pids.read_text("utf-8").split()) == 2:
            break
        time.sleep(0.02)
    process.send_signal(sent)
    process.communicate(timeout=20)
    assert process.returncode == code
    assert all(is_gone(int(pid)) for pid in pids.read_text("utf-8").split())
