"""The operating-system user that runs the server: never root, and never a user with files of its own."""

from __future__ import annotations

import os
import pwd
import secrets
import stat
import sys
from pathlib import Path

import msgspec

from pgassay.errors import ServerError

# systemd keeps this range for users that exist only while a service runs; 65534 is below its end, so
# a container that maps the usual 65,536 ids can hold them.
_TRANSIENT_UIDS = range(61184, 65520)


class OsUser(msgspec.Struct, frozen=True, kw_only=True):
    """A user and group by number; the user needs no entry in the password file to run the server."""

    uid: int
    gid: int


def named_user() -> OsUser | None:
    """The unprivileged user for `initdb`, which wants a password entry; None when the caller is not root.

    Raises ServerError if the caller is root and the machine knows no other user.
    """
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        others = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
        if not others:
            raise ServerError(
                "Postgres does not run as root, and this machine has no other user: add one, or run as one"
            ) from None
        nobody = others[-1]
    return OsUser(uid=nobody.pw_uid, gid=nobody.pw_gid)


def give_away(folder: Path, user: OsUser | None = None) -> OsUser | None:
    """Hand `folder` to `user`, or to one made up for its server, and say to whom; None: the caller keeps it.

    Each run gets a number that no other process has, so that two servers cannot signal or read each
    other; where the container does not know such a number, it is the user of `initdb`.
    """
    fallback = named_user()
    if fallback is None:
        return None
    if user is None and sys.platform == "linux":
        uid = secrets.choice(_TRANSIENT_UIDS)
        try:
            os.chown(folder, uid, uid)
        except OSError:
            pass
        else:
            return OsUser(uid=uid, gid=uid)
    os.chown(folder, fallback.uid, fallback.gid)
    return fallback


def reachable(path: Path) -> bool:
    """Whether a user without rights of its own can walk to `path`, as written and resolved, and read it."""
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
        needed = stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        above = {*path.absolute().parents, *target.parents}
        return mode & needed == needed and all(p.stat().st_mode & stat.S_IXOTH for p in above)
    except OSError:
        return False
