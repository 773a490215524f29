"""The box around a server's process: its user, its environment, its network and its limits."""

from __future__ import annotations

import ctypes
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from pgassay.postgres.fence import Fence
from pgassay.postgres.os_user import OsUser

# Nothing of the caller's environment reaches the server: it holds tokens, and hostile SQL runs there.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """Limits the kernel keeps: bytes of address space per process, bytes of one file."""

    address_space_bytes: int
    file_bytes: int


def run_as(user: OsUser | None, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    """Run a program of the wheel to its end as `user` (None: the caller), without our environment."""
    return subprocess.run(
        command,
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        extra_groups=None if user is None else (),
        env=ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        umask=0o077,
        start_new_session=True,
    )


def no_network(user: OsUser | None) -> tuple[str, ...]:
    """The commands that take the network away; empty where the machine lacks them.

    setpriv comes last and asks for the death signal again, because a change of user forgets it.
    """
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    if sys.platform != "linux" or unshare is None or setpriv is None:
        return ()
    inside = (setpriv, "--no-new-privs", "--pdeathsig", "QUIT")
    if user is None:
        return (unshare, "-U", "-n", "-c", "--", *inside, "--")
    switch = ("--reuid", str(user.uid), "--regid", str(user.gid), "--clear-groups")
    return (unshare, "-n", "--", *inside, *switch, "--")


def limited(box: Box, fence: Fence | None) -> Callable[[], None]:
    """What the child does between fork and exec; everything it needs is looked up before the fork."""
    limits = [
        (kind, _lowered(kind, wanted))
        for kind, wanted in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, box.file_bytes),
            (resource.RLIMIT_AS, box.address_space_bytes),
        )
    ]
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def enter() -> None:
        for kind, pair in limits:
            with suppress(ValueError, OSError):  # macOS knows no limit of address space
                resource.setrlimit(kind, pair)
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, int(signal.SIGQUIT), 0, 0, 0)
            prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if fence is not None:
            fence.enter()

    return enter


def _lowered(kind: int, wanted: int) -> tuple[int, int]:
    _, hard = resource.getrlimit(kind)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    return value, value
