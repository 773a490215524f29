"""An independent description of a database's schema, and the digest of it by which two are told apart.

It shares no SQL with `read`: what the catalog reader overlooks a plan overlooks too, and only another pair of
eyes can see that a patched database is not the intended one. It looks at more kinds of object and at more of
each (storage, comments, owners, rules, operators …), by name: not at OIDs, the order of a table's columns, or
the state of sequences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import psycopg

from pgassay.errors import ServerError
from pgassay.postgres.connect import run, told


def fingerprint(connection: psycopg.Connection[Any]) -> str:
    """The SHA-256 (hexadecimal) of `describe`: equal for two databases that hold the same schema.

    Both have to be on servers of one version, read by the same role. Raises ServerError as `describe` does.
    """
    digest = hashlib.sha256()
    for item, facts in describe(connection).items():
        digest.update(f"{item}\0{facts}\0".encode())
    return digest.hexdigest()


def describe(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """Every object, comment, role and setting by its name, sorted, with what Postgres holds of it as text.

    Inside a running transaction it describes what that transaction has made of the database, and leaves the
    transaction and its settings as they were. Privileges are part of an object's text; comments, default
    privileges, memberships and settings are entries of their own. Left out are Postgres's own objects and
    schema pgassay.

    Raises ServerError when the server went away, cancelled a statement, or another session kept a table
    locked for 10 seconds.
    """
    entries: dict[str, list[str]] = {}
    try:
        with pinned(connection):
            for name in ("fingerprint.sql", "rare_objects.sql"):
                with run(connection, text_of(name)) as cursor:
                    for item, facts in cursor:
                        entries.setdefault(item, []).append(facts)
    except psycopg.Error as error:
        raise ServerError(f"the database's schema could not be described: {told(error)}") from error
    return {item: "\n".join(entries[item]) for item in sorted(entries)}


def difference(intended: dict[str, str], actual: dict[str, str]) -> tuple[str, ...]:
    """Where two descriptions disagree, an object a line: `-` only intended, `+` only actual, `~` both."""
    lines: list[str] = []
    for item in sorted(intended.keys() | actual.keys()):
        if item not in actual:
            lines.append(f"- {item}")
        elif item not in intended:
            lines.append(f"+ {item}")
        elif intended[item] != actual[item]:
            lines.append(f"~ {item}: {intended[item]} -> {actual[item]}")
    return tuple(lines)


@contextmanager
def pinned(connection: psycopg.Connection[Any]) -> Generator[None]:
    """The settings that printed names and constants depend on, pinned inside the block."""
    # Rolled back to where it began: that gives the settings back, inside a running transaction too.
    with connection.transaction(force_rollback=True):
        run(connection, text_of("settings.sql"))
        yield


def text_of(name: str) -> str:
    """The text of one of the referee's queries."""
    return files("pgassay.referee").joinpath(name).read_text(encoding="utf-8")
