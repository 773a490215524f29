"""How our own connections are opened, so that neither the caller's environment nor a migration bends them."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import psycopg

from pgassay.postgres.connect import run

SUPERUSER = "pgassay_admin"
MIGRATOR = "postgres"

# ALTER DATABASE … SET in a migration is inherited by every later connection, the superuser's too; what
# a connection asks for in its first packet wins over it. These are the settings that would change what
# a catalog query returns, as whom it runs, or whether it ends.
_PINNED = {
    "search_path": "pg_catalog,pg_temp",
    "role": "none",
    "statement_timeout": "0",
    "transaction_timeout": "0",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "default_transaction_isolation": "read\\ committed",
    "default_transaction_deferrable": "off",
    "session_replication_role": "origin",
    "row_security": "on",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "transform_null_equals": "off",
    "bytea_output": "hex",
    "xmlbinary": "base64",
    "extra_float_digits": "1",
    "DateStyle": "ISO,MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "client_min_messages": "warning",
    "check_function_bodies": "on",
    "default_tablespace": "",
    "default_table_access_method": "heap",
    # A library that is not there would turn away whoever connects.
    "local_preload_libraries": "",
}
# What a migration role's connection of ours keeps for itself: the rest is as migrations left it.
_OURS = (
    "role",
    "statement_timeout",
    "transaction_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "default_transaction_isolation",
    "default_transaction_deferrable",
    "check_function_bodies",
    "standard_conforming_strings",
    "local_preload_libraries",
)
# What libpq would take from the caller's environment and no argument can override.
_MISLEADING = ("PGHOSTADDR", "PGSERVICE", "PGREQUIREAUTH", "PGREQUIRESSL", "PGREQUIREPEER")
_environment = threading.Lock()


def pinned_options(*, writing: bool, version: int = 180000, superuser: bool = True) -> str:
    """The `options` of a connection that reads catalogs or, `writing`, prepares databases."""
    settings = {**_PINNED, "default_transaction_read_only": "off" if writing else "on"}
    if version < 170000:
        del settings["transaction_timeout"]
    if not superuser:
        del settings["session_replication_role"]  # not theirs to set, so nobody set it for them either
    return _options(settings)


def unbent_options(version: int = 180000) -> str:
    """The `options` of a connection of the migration role that works for us and not for a migration."""
    settings = {name: _PINNED[name] for name in _OURS if name != "transaction_timeout" or version >= 170000}
    return _options({**settings, "default_transaction_read_only": "off", "client_encoding": "UTF8"})


def forget_settings(connection: psycopg.Connection) -> None:
    """Undo, for a session, what ALTER DATABASE and ALTER ROLE … SET gave it; its search path stays."""
    text = (files("pgassay.postgres") / "queries" / "forget_settings.sql").read_text(encoding="utf-8")
    run(connection, text)
    if not connection.autocommit:
        connection.commit()


def _options(settings: Mapping[str, str]) -> str:
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def superuser(
    socket: Path, password: str, database: str, *, writing: bool = False, timeout_seconds: int = 10
) -> psycopg.Connection:
    """A superuser's connection, autocommit, every setting that matters pinned; it reads unless `writing`."""
    connection = _connect(
        socket,
        user=SUPERUSER,
        password=password,
        dbname=database,
        autocommit=True,
        options=pinned_options(writing=writing),
        connect_timeout=timeout_seconds,
    )
    forget_settings(connection)
    return connection


def migration_role(socket: Path, database: str, *, unbent: bool = False) -> psycopg.Connection:
    """A connection of the role that migrations run as: no superuser, and, unless `unbent`, nothing pinned."""
    options = unbent_options() if unbent else "-c client_encoding=UTF8 -c standard_conforming_strings=on"
    connection = _connect(socket, user=MIGRATOR, dbname=database, options=options, connect_timeout=10)
    if unbent:
        forget_settings(connection)
    return connection


def _connect(socket: Path, **arguments: Any) -> psycopg.Connection:  # Any: psycopg's own signature
    with without_misleading_environment():
        return psycopg.connect(
            host=str(socket),
            port=5432,
            application_name="pgassay",
            client_encoding="UTF8",
            sslmode="disable",
            gssencmode="disable",
            channel_binding="disable",
            target_session_attrs="any",
            passfile=str(socket / "none"),
            **arguments,
        )


@contextmanager
def without_misleading_environment() -> Generator[None]:
    """Hide what would send libpq elsewhere while a connection is opened; usually there is nothing to hide."""
    if not any(name in os.environ for name in _MISLEADING):
        yield
        return
    with _environment:
        hidden = {name: os.environ.pop(name) for name in _MISLEADING if name in os.environ}
        try:
            yield
        finally:
            os.environ.update(hidden)
