"""The embedded server: the wheel's Postgres over a private copy of a cached data directory."""

from __future__ import annotations

import errno
import signal
from collections.abc import Generator, Iterable
from contextlib import contextmanager

import psycopg

from pgassay.config.user_cache import cache_folder
from pgassay.errors import ServerError
from pgassay.postgres import cache, logins
from pgassay.postgres.box import Box
from pgassay.postgres.cluster import Cluster
from pgassay.postgres.extensions import other_versions, write_files
from pgassay.postgres.initialise import TEMPLATE, Source, copy_database_settings, make_image, source
from pgassay.postgres.install import Install, for_user, installed
from pgassay.postgres.logins import MIGRATOR
from pgassay.postgres.on_behalf import Deed, act
from pgassay.postgres.run_folder import RunFolder
from pgassay.postgres.watchdog import Disk


class Embedded:
    """A running cluster of ours, as `Server` needs it."""

    kind = "embedded"
    main = MIGRATOR
    template = TEMPLATE
    migrator_role = MIGRATOR
    trial_prefix = "trial_"

    def __init__(self, cluster: Cluster, folder: RunFolder, given: Source, data_bytes: int) -> None:
        self._cluster = cluster
        self._folder = folder
        self._given = given
        # A RAM disk is the machine's memory: never more than half of what is left of it.
        limit = min(data_bytes, folder.used_bytes() + folder.free_bytes() // 2)
        self.disk: Disk | None = Disk(
            used_bytes=folder.used_bytes, free_bytes=folder.free_bytes, limit_bytes=limit
        )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._cluster.alive

    def admin(self, database: str, *, writing: bool = False, timeout_seconds: int = 10) -> psycopg.Connection:
        """A connection of the superuser."""
        return logins.superuser(
            self._folder.socket,
            self._cluster.password,
            database,
            writing=writing,
            timeout_seconds=timeout_seconds,
        )

    def migrator(self, database: str, *, unbent: bool = False) -> psycopg.Connection:
        """A connection of the migration role."""
        return logins.migration_role(self._folder.socket, database, unbent=unbent)

    def finish_trial(self, keeper: psycopg.Connection, database: str) -> None:
        """Give a new database what its template's row in pg_database held."""
        copy_database_settings(keeper, TEMPLATE, database)

    def offer_versions(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Let extensions be created under the versions that migrations name."""
        scripts = other_versions(self._given.stand_ins, wanted)
        write_files(self._folder.stand_ins / "extension", scripts, self._folder.user)

    def act(self, database: str, deed: Deed) -> bool:
        """Do for a migration what a hosted platform does for it."""
        with self.admin(database, writing=True) as admin:
            return act(admin, self.migrator_role, deed)

    def interrupt(self, pid: int, sign: signal.Signals) -> None:
        """Signal a session from outside, where the server itself cannot be asked to."""
        self._cluster.interrupt(pid, sign)

    def stop(self) -> None:
        """End the process; its folder stays until the server is left."""
        self._cluster.stop()

    def notes(self, keeper: psycopg.Connection) -> tuple[str, ...]:
        """What of the box or of the stand-ins is not as it should be."""
        expected = sorted(
            name.removesuffix(".control") for name in self._given.stand_ins if name.endswith(".control")
        )
        rows = keeper.execute("SELECT name FROM pg_catalog.pg_available_extensions ORDER BY name").fetchall()
        missing = sorted(set(expected) - {row[0] for row in rows})
        if not missing:
            return self._cluster.notes
        return (*self._cluster.notes, f"the server does not see these stand-ins: {', '.join(missing)}")


@contextmanager
def embedded(*, platform: str, box: Box, data_bytes: int) -> Generator[Embedded]:
    """Start a server with `platform` in it; stopped and removed at the end.

    An image that Postgres cannot start from is thrown away and made again, once. Raises ServerError.
    """
    given = source(platform)
    folder = _folder()
    try:
        install = for_user(installed(), folder.user)
        given = given.beside(install)
        cluster = Cluster(install, folder, box)
        try:
            _start(cluster, folder, given, install)
            yield Embedded(cluster, folder, given, data_bytes)
        finally:
            cluster.stop()
    finally:
        folder.remove()


def _start(cluster: Cluster, folder: RunFolder, given: Source, install: Install) -> None:
    try:
        image, cached = _image(given, install, cluster.box)
        try:
            _unpack_and_start(cluster, folder, image)
        except (ServerError, ValueError):
            if not cached:
                raise
            cluster.stop()
            folder.clear()
            image, _ = _image(given, install, cluster.box, fresh=True)
            _unpack_and_start(cluster, folder, image)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise ServerError(f"the server's data directory could not be made: {error}") from error
        raise ServerError(
            f"{error.filename or folder.path}: no space left for the server's data directory (40 MB): free "
            "some, or set TMPDIR to a folder on another disk"
        ) from error


def _unpack_and_start(cluster: Cluster, folder: RunFolder, image: memoryview) -> None:
    cache.unpack(image, folder.path, folder.user)
    cluster.start()


def _folder() -> RunFolder:
    try:
        return RunFolder()
    except OSError as error:
        raise ServerError(f"no folder for the server could be made: {error}") from error


def _image(given: Source, install: Install, box: Box, *, fresh: bool = False) -> tuple[memoryview, bool]:
    """The image, and whether it comes from the cache."""
    name = given.image_name(install)
    folder = cache_folder()
    if folder is not None and not fresh:
        kept = cache.read(folder, name)
        if kept is not None:
            return kept, True
    image = make_image(given, install, box)
    if folder is not None:
        cache.write(folder, name, image)
    return memoryview(image), False
