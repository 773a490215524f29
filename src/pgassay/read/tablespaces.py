"""The tablespaces that migrations name and nobody makes: a folder of the run's own takes their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgassay.model.source import Statement
from pgassay.read.failures import Failure
from pgassay.read.made import Made

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: By SQLSTATE, what Postgres says of a tablespace that is not there.
_MISSING = {
    "42704": re.compile(r'tablespace "(?P<name>.+)" does not exist', re.DOTALL),
    "22023": re.compile(r'invalid value for parameter "default_tablespace": "(?P<name>.+)"', re.DOTALL),
}

#: What is about a tablespace itself, and no use of it.
_ABOUT = ("CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterTableSpaceOptionsStmt", "RenameStmt")


class Tablespaces:
    """The tablespaces that were put in the place of missing ones, by name, with what asked for them first."""

    def __init__(self, own: Made) -> None:
        self.made: dict[str, Statement] = {}
        self._own = own

    def supply(self, server: Server, database: str, failure: Failure) -> bool:
        """Makes the tablespace that a statement was refused for; False where that was not the reason, a file
        of the set makes it, or the server is not ours to make it on.

        Raises psycopg.Error.
        """
        from pgassay.postgres.on_behalf import MakeTablespace

        said = _MISSING.get(failure.sqlstate)
        found = said.fullmatch(failure.message) if said is not None else None
        if found is None or failure.statement.kind in _ABOUT or self._is_own(found["name"]):
            return False
        if not server.act(database, MakeTablespace(tablespace=found["name"])):
            return False
        self.made[found["name"]] = failure.statement
        return True

    def _is_own(self, name: str) -> bool:
        made = (one for one in self._own.statements if one.kind == "CreateTableSpaceStmt")
        return any(one.tree.get("tablespacename") == name for one in made)
