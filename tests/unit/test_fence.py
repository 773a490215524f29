"""The fence around the server: it holds one who became superuser. Linux keeps it, where it can."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

import psycopg
import pytest

from pgassay.postgres import fence
from pgassay.postgres.connect import run
from pgassay.postgres.server import Server


def fenced(server: Server) -> bool:
    """Whether the fence is around it."""
    return bool(server._host._cluster.fenced)  # pyright: ignore


def test_a_superuser_finds_no_file_and_no_program(server: Server, tmp_path: Path) -> None:
    if not fenced(server):
        pytest.skip("no Landlock on this system")
    secret = tmp_path / "secret"
    secret.write_text("words")
    for path in (secret, *secret.parents[:2]):
        path.chmod(0o777)
    with server._host.admin("postgres", writing=True) as boss:  # pyright: ignore
        assert run(boss, "SHOW is_superuser").fetchone() == ("on",)
        for attempt in (
            f"SELECT pg_catalog.pg_read_file('{secret}')",
            f"SELECT pg_catalog.pg_ls_dir('{tmp_path}')",
            f"SELECT pg_catalog.pg_read_file('/proc/{os.getpid()}/environ')",
            f"COPY (SELECT 1) TO '{tmp_path}/written'",
            f"COPY (SELECT 1) TO PROGRAM '/bin/touch {tmp_path}/written'",
        ):
            with pytest.raises(psycopg.Error):
                run(boss, attempt)
        assert run(boss, "SELECT count(*) > 0 FROM pg_catalog.pg_ls_dir('.')").fetchone() == (True,)
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("missing", ["kernel", "libraries"])
def test_a_server_starts_without_it(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    if missing == "kernel":  # as one without Landlock answers, or one where it is switched off

        def refused(*_: object) -> int:
            ctypes.set_errno(errno.ENOSYS)
            return -1

        monkeypatch.setattr(fence, "_syscall", refused)
    else:  # a fence that shuts the server itself out: its libraries lie elsewhere
        monkeypatch.setattr(fence, "_LIBRARIES", ())
    with Server.start(platform="plain") as running, running.migrator() as migrator:
        assert run(migrator, "SELECT 1").fetchone() == (1,)
        assert not fenced(running)
