"""What a server of pgassay's stands on: the limits it keeps, and where its databases are."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from typing import Protocol

import msgspec
import psycopg

from pgassay.postgres.on_behalf import Deed
from pgassay.postgres.watchdog import Disk


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What SQL can use up: bytes per process, bytes of all files, bytes of one file, seconds a statement,
    seconds of all statements together, and objects that statements make or change.
    """

    address_space_bytes: int = 1 << 30
    data_bytes: int = 4 << 30
    file_bytes: int = 512 << 20
    statement_seconds: float = 30.0
    all_seconds: float = 600.0
    changes: int = 500_000


class Host(Protocol):
    """Where the databases are: an embedded cluster, or somebody's disposable server."""

    kind: str
    main: str
    template: str
    migrator_role: str
    trial_prefix: str
    disk: Disk | None

    @property
    def alive(self) -> bool: ...
    def admin(
        self, database: str, *, writing: bool = False, timeout_seconds: int = 10
    ) -> psycopg.Connection: ...
    def migrator(self, database: str, *, unbent: bool = False) -> psycopg.Connection: ...
    def finish_trial(self, keeper: psycopg.Connection, database: str) -> None: ...
    def offer_versions(self, wanted: Iterable[tuple[str, str]]) -> None: ...
    def act(self, database: str, deed: Deed) -> bool: ...
    def interrupt(self, pid: int, sign: signal.Signals) -> None: ...
    def stop(self) -> None: ...
    def notes(self, keeper: psycopg.Connection) -> tuple[str, ...]: ...
