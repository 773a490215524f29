"""One Postgres process in a run folder: boxed in, started, watched for its end, and always stopped."""

from __future__ import annotations

import atexit
import os
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from pgassay.errors import ServerError
from pgassay.postgres import logins
from pgassay.postgres.box import ENVIRONMENT, Box, limited, no_network
from pgassay.postgres.fence import Fence
from pgassay.postgres.install import Install
from pgassay.postgres.logins import MIGRATOR, SUPERUSER
from pgassay.postgres.os_user import OsUser
from pgassay.postgres.run_folder import RunFolder

# Durability is off because the data is thrown away; whatever could reach another machine, start a
# process or fill a disk is off because the SQL that runs here can be a stranger's.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "ssl": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "port": "5432",
    "dynamic_shared_memory_type": "mmap",  # in the data directory, so that it goes with it
    "io_method": "sync",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_replication_slots": "0",
    "max_worker_processes": "0",
    "max_parallel_workers": "0",
    "max_logical_replication_workers": "0",
    "max_prepared_transactions": "0",
    "max_connections": "12",
    "max_locks_per_transaction": "1024",
    "max_notify_queue_pages": "64",
    "max_wal_size": "64MB",
    "shared_buffers": "32MB",
    "huge_pages": "off",
    "temp_file_limit": "128MB",
    "scram_iterations": "1",  # the one password is 32 random bytes: stretching it only costs time
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "restart_after_crash": "off",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
}

# No role but these two gets in, so a role that a migration creates opens no second connection, and
# dblink with the superuser's name needs a password that exists in our memory only.
_CLOSED = f"""\
local all            {SUPERUSER} scram-sha-256
local {MIGRATOR}       {MIGRATOR} trust
local /^trial_[0-9]+$ {MIGRATOR} trust
local all            all           reject
"""
_OPEN = f"local all {SUPERUSER} trust\nlocal all all reject\n"

_NETWORK = "the server shares this machine's network: no network namespace could be made for it"
_START_SECONDS = 60.0
_QUIT_SECONDS = 6.0  # the postmaster itself gives its children five


class Cluster:
    """The process over an initialised data directory; `password` is the superuser's, new at each start.

    Start it in a thread that outlives it: on Linux the kernel stops the server when that thread ends.
    """

    def __init__(self, install: Install, folder: RunFolder, box: Box) -> None:
        self._install = install
        self._folder = folder
        self.box = box
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Lock()
        self._owner_pid = os.getpid()
        self.password = secrets.token_urlsafe(32)
        self.notes: tuple[str, ...] = ()
        self.fenced = False

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Return when the server accepts connections.

        Raises ServerError, with the last lines the server wrote, if it does not.
        """
        user = self._folder.user
        self._folder.socket.mkdir(mode=0o700)
        if user is not None:
            os.chown(self._folder.socket, user.uid, user.gid)
        self._write_access(_OPEN)
        atexit.register(self._stop_at_exit)
        self._boot(user)
        try:
            self._close_the_door()
        except psycopg.Error as error:
            raise ServerError(f"the server started and then refused its superuser\n  {error}") from error

    def _boot(self, user: OsUser | None) -> None:
        """Start it with as much around it as this machine can give."""
        wrapper = no_network(user)
        for words in dict.fromkeys((wrapper, ())):
            fence = self._fence(words)
            for around in dict.fromkeys((fence, None)):
                if self._launched(words, None if words else user, around) and self._ready():
                    self.fenced = around is not None
                    self.notes = () if words else (_NETWORK,)
                    return
                if around is None and not (words and self._wrapper_failed(words)):
                    raise self._refused()

    def _launched(self, wrapper: Sequence[str], user: OsUser | None, fence: Fence | None) -> bool:
        """False where a fence is in the way of the very program that it is put around."""
        try:
            self._launch(wrapper, user, fence)
        except (PermissionError, subprocess.SubprocessError):
            if fence is None:
                raise
            return False
        finally:
            if fence is not None:
                fence.close()
        return True

    def _fence(self, wrapper: Sequence[str]) -> Fence | None:
        programs = [self._install.program("postgres"), *(word for word in wrapper if word.startswith("/"))]
        try:
            return Fence(own=self._folder.path, read=self._install.parts, execute=programs)
        except OSError:
            return None

    def interrupt(self, pid: int, sign: signal.Signals) -> None:
        """Send a signal to the process of one session; nothing happens if it is none of this server's."""
        process = self._process
        with suppress(OSError):
            if process is not None and str(pid) in _children(process.pid):
                os.kill(pid, sign)

    def stop(self) -> None:
        """End the process at once (the data is throwaway); safe to call twice and from any thread."""
        with self._stopping:
            process = self._process
            if process is None:
                return
            try:
                if process.poll() is None:
                    process.send_signal(signal.SIGQUIT)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(_QUIT_SECONDS)
            finally:
                _kill(process)
                self._process = None
                atexit.unregister(self._stop_at_exit)

    def shut_down(self) -> None:
        """End the process with a checkpoint, so that the data directory can be copied.

        Raises ServerError if it takes over a minute.
        """
        process = self._process
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_START_SECONDS)
        except subprocess.TimeoutExpired:
            raise ServerError("the server did not shut down within a minute") from None
        finally:
            self.stop()

    def _stop_at_exit(self) -> None:
        if os.getpid() == self._owner_pid:  # a forked child inherits the exit handlers, not the server
            self.stop()
            self._folder.remove()

    def _close_the_door(self) -> None:
        """Give the superuser its password and ask for it from now on.

        Until here its socket let the superuser in without one; only the server's user and root can
        reach that socket, and no SQL but ours has run.
        """
        with logins.superuser(self._folder.socket, "", "template1", writing=True) as connection:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(SUPERUSER), self.password)
            )
        self._write_access(_CLOSED)
        if self._process is not None:
            self._process.send_signal(signal.SIGHUP)
        # The postmaster reads the file when it gets to it; once it turned us away, it turns all away.
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            try:
                logins.superuser(self._folder.socket, "", "template1").close()
            except psycopg.OperationalError:
                return
            time.sleep(0.001)
        raise ServerError("the server went on letting its superuser in without a password")

    def _write_access(self, lines: str) -> None:
        access = self._folder.data / "pg_hba.conf"
        access.write_text(lines, encoding="ascii")
        if self._folder.user is not None:
            os.chown(access, self._folder.user.uid, self._folder.user.gid)

    def _launch(self, wrapper: Sequence[str], user: OsUser | None, fence: Fence | None) -> None:
        settings = {
            **_SETTINGS,
            "unix_socket_directories": str(self._folder.socket),
            "extension_control_path": f"{self._folder.stand_ins}:$system",
        }
        command = [self._install.program("postgres"), "-D", str(self._folder.data), *_options(settings)]
        with self._folder.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*wrapper, *command],
                user=None if user is None else user.uid,
                group=None if user is None else user.gid,
                extra_groups=None if user is None else (),
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                umask=0o077,
                start_new_session=True,  # Ctrl-C at the terminal is ours to handle, not the server's
                preexec_fn=limited(self.box, fence),
            )

    def _ready(self) -> bool:
        pid_file = self._folder.data / "postmaster.pid"
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            with suppress(OSError):
                lines = pid_file.read_text().split("\n")
                if len(lines) > 7 and lines[7].strip() == "ready":
                    return True
            if not self.alive:
                return False
            time.sleep(0.002)
        return False

    def _wrapper_failed(self, wrapper: Sequence[str]) -> bool:
        # They sign what they say with their name or their path.
        programs = [word for word in wrapper if word.startswith("/")]
        names = tuple(f"{name}:" for word in programs for name in (word, Path(word).name))
        return not self.alive and self._folder.log.read_text(errors="replace").startswith(names)

    def _refused(self) -> ServerError:
        lines = self._folder.log.read_text(errors="replace").strip().splitlines()[-12:]
        self.stop()
        return ServerError("the server did not start\n" + "\n".join(f"  {line}" for line in lines))


def _options(settings: dict[str, str]) -> list[str]:
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _children(pid: int) -> list[str]:
    """The process numbers of a process's children; none where the system does not say."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return []


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Make an end of a postmaster that ignored SIGQUIT, and of its children in their own sessions."""
    if process.poll() is not None:
        return
    children = _children(process.pid)
    process.kill()
    for child in children:
        with suppress(OSError):
            os.kill(int(child), signal.SIGKILL)
    process.wait()
