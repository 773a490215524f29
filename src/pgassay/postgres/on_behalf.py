"""What Postgres lets only a superuser do, and what a hosted platform does for a migration all the same.

Our superuser does it, and none of it runs a migration's code. CREATE EVENT TRIGGER cannot be among it: the
scripts of extensions run as a superuser, and what a migration hung on an event would run with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import ClassVar

import msgspec
import psycopg
from psycopg import sql

from pgassay.postgres.connect import run


class MoveExtension(msgspec.Struct, frozen=True, kw_only=True):
    """ALTER EXTENSION … SET SCHEMA, which asks for the owner of all that is in the extension."""

    extension: str
    schema: str
    asks: ClassVar[str] = "extension_to_move"

    def commands(self, role: str) -> Iterator[sql.Composed]:
        """What the superuser runs."""
        names = sql.Identifier(self.extension), sql.Identifier(self.schema)
        yield sql.SQL("ALTER EXTENSION {} SET SCHEMA {}").format(*names)


class MakeWrapper(msgspec.Struct, frozen=True, kw_only=True):
    """CREATE FOREIGN DATA WRAPPER; it gets no handler, so that nothing is reached through it."""

    wrapper: str
    asks: ClassVar[str] = "own_database"

    def commands(self, role: str) -> Iterator[sql.Composed]:
        """What the superuser runs."""
        names = sql.Identifier(self.wrapper), sql.Identifier(self.wrapper), sql.Identifier(role)
        yield sql.SQL(
            "CREATE FOREIGN DATA WRAPPER {}; GRANT USAGE ON FOREIGN DATA WRAPPER {} TO {} WITH GRANT OPTION"
        ).format(*names)


class MakeTablespace(msgspec.Struct, frozen=True, kw_only=True):
    """A tablespace that no migration makes, as a folder inside the data directory; the superuser owns it."""

    tablespace: str
    asks: ClassVar[str] = "own_database_new_tablespace"

    def commands(self, role: str) -> Iterator[sql.Composed]:
        """What the superuser runs, one by one: a tablespace is made outside a transaction."""
        name = sql.Identifier(self.tablespace)
        yield sql.Composed([sql.SQL("SET allow_in_place_tablespaces = on")])
        yield sql.SQL("CREATE TABLESPACE {} LOCATION ''").format(name)
        yield sql.SQL("GRANT CREATE ON TABLESPACE {} TO {}").format(name, sql.Identifier(role))


Deed = MoveExtension | MakeWrapper | MakeTablespace


def act(admin: psycopg.Connection, role: str, deed: Deed) -> bool:
    """Do it, if what it is about is the role's; False if not, and nothing is done. Raises psycopg.Error."""
    query = (files("pgassay.postgres") / "queries" / f"{deed.asks}.sql").read_text(encoding="utf-8")
    if run(admin, query, {**msgspec.structs.asdict(deed), "role": role}).fetchone() is None:
        return False
    for command in deed.commands(role):
        admin.execute(command)
    return True
