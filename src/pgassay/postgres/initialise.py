"""Makes a data directory with a platform in it: initdb, the platform's SQL, the recorder, a template."""

from __future__ import annotations

import hashlib
import os
import platform as machine
from importlib.resources import files
from pathlib import Path

import msgspec
import psycopg
from msgspec.structs import replace
from psycopg import sql

from pgassay.errors import ServerError
from pgassay.postgres import cache
from pgassay.postgres.box import Box, run_as
from pgassay.postgres.cluster import Cluster
from pgassay.postgres.connect import run
from pgassay.postgres.extensions import names_listed, offered, stand_ins, write_files
from pgassay.postgres.install import Install
from pgassay.postgres.logins import MIGRATOR, SUPERUSER, superuser
from pgassay.postgres.os_user import OsUser, named_user
from pgassay.postgres.run_folder import RunFolder

TEMPLATE = "platform"

# Counts the ways in which this file has made images; a new number makes every cached one stale.
_RECIPE = "1"
_INITDB = (
    f"--username={SUPERUSER}",
    "--auth=reject",
    "--encoding=UTF8",
    # The same upper, lower and ordering everywhere, whatever locales the machine has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--wal-segsize=1",  # 15 MB less to copy at each start
    "--no-data-checksums",
    "--no-sync",
    "--no-instructions",
)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into an image besides Postgres: the platform's SQL and the recorder by what they are called
    in messages, in the order in which they run, and stand-ins by file name.

    `trusted` are extensions of the server's own that a migration is to be able to create.
    """

    platform: str
    scripts: dict[str, str]
    stand_ins: dict[str, bytes]
    trusted: tuple[str, ...] = ()

    def beside(self, install: Install) -> Source:
        """The same, with the stand-ins and the extensions that are to lie beside this Postgres."""
        return replace(self, stand_ins=offered(self.stand_ins, self.trusted, install.extension_scripts))

    def image_name(self, install: Install) -> str:
        """The file name of the image that this source makes with this Postgres on this machine."""
        digest = hashlib.sha256()
        for part in (_RECIPE, install.wheel_version, machine.system(), machine.machine(), *_INITDB):
            digest.update(part.encode() + b"\0")
        for script in self.scripts.values():
            digest.update(hashlib.sha256(script.encode()).digest())
        for name, content in sorted(self.stand_ins.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return f"{self.platform}-{digest.hexdigest()[:32]}.tar"


def source(platform: str) -> Source:
    """The files of the package that make up `platform`.

    Raises ServerError if there is no such platform.
    """
    here = files("pgassay.postgres")
    folder = here / "platforms" / platform
    if not platform.isidentifier() or not folder.is_dir():
        known = sorted(one.name for one in (here / "platforms").iterdir())
        raise ServerError(f"{platform!r} is no platform: choose {' or '.join(known)}")
    parts = {f"platforms/{platform}/{part.name}": part for part in folder.iterdir()}
    first = {name: here / name for name in ("keepers.sql", "collations.sql")}
    parts = {**first, **dict(sorted(parts.items())), "recorder.sql": here / "recorder.sql"}
    scripts = {name: part.read_text(encoding="utf-8") for name, part in parts.items()}
    return Source(
        platform=platform,
        scripts=scripts,
        stand_ins=stand_ins(here / "stand_ins" / "extension"),
        trusted=names_listed(here / "stand_ins" / "trusted.txt"),
    )


def make_image(given: Source, install: Install, box: Box) -> bytes:
    """An image of a data directory with the platform in the databases `postgres` and `platform`; two seconds.

    The superuser has no password in it. Raises ServerError if Postgres or one of the scripts fails.
    """
    folder = RunFolder(user=named_user())
    try:
        _initdb(install, folder)
        _write_stand_ins(given, folder.stand_ins, folder.user)
        cluster = Cluster(install, folder, box)
        try:
            cluster.start()
            _load(cluster, folder, given)
            cluster.shut_down()
        finally:
            cluster.stop()
        return cache.pack(folder.path, ("data", "stand_ins"))
    finally:
        folder.remove()


def _initdb(install: Install, folder: RunFolder) -> None:
    run = run_as(folder.user, [install.program("initdb"), "-D", str(folder.data), *_INITDB])
    if b"could not look up effective user ID" in run.stderr:
        raise ServerError(
            f"user number {os.geteuid()} has no entry in /etc/passwd, and initdb wants one: add the entry, "
            "or run pgassay as a user that has one"
        )
    if run.returncode != 0:
        raise ServerError("initdb failed\n" + (run.stderr or run.stdout).decode(errors="replace")[-2000:])


def _load(cluster: Cluster, folder: RunFolder, given: Source) -> None:
    for label, script in given.scripts.items():
        with superuser(folder.socket, cluster.password, MIGRATOR, writing=True) as connection:
            try:
                run(connection, script)
            except psycopg.Error as error:
                raise ServerError(f"{label} was refused by Postgres\n  {error}") from error
    with superuser(folder.socket, cluster.password, "template1", writing=True) as connection:
        # Owned by the superuser, so that no migration can drop or alter what trials are made from.
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} IS_TEMPLATE true").format(
                sql.Identifier(TEMPLATE), sql.Identifier(MIGRATOR)
            )
        )
        copy_database_settings(connection, MIGRATOR, TEMPLATE)
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD NULL").format(sql.Identifier(SUPERUSER)))


def copy_database_settings(connection: psycopg.Connection, origin: str, target: str) -> None:
    """Give a database the privileges and settings of its template: CREATE DATABASE leaves them out."""
    for name in ("copy_database_settings.sql", "copy_database_privileges.sql"):
        text = (files("pgassay.postgres") / "queries" / name).read_text(encoding="utf-8")
        run(connection, text, {"origin": origin, "target": target})


def _write_stand_ins(given: Source, target: Path, user: OsUser | None) -> None:
    shelf = target / "extension"
    shelf.mkdir(mode=0o700, parents=True)
    if user is not None:
        for path in (target, shelf):
            os.chown(path, user.uid, user.gid)
    write_files(shelf, given.stand_ins, user)
