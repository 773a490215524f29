"""Rollback files that were run: what each left behind, and what it could not be asked."""

from __future__ import annotations

import re

import msgspec

from pgassay.model.source import Migration, Statement, SyntaxFault
from pgassay.read.failures import Failure

#: Roles and the like belong to the whole server, which other databases share.
_OF_SERVER = re.compile(
    r"\b(?:create|alter|drop)\s+(?:role|user(?!\s+mapping)|group|database|tablespace|subscription)\b"
    r"|\b(?:drop|reassign)\s+owned\b|\balter\s+system\b",
    re.I,
)
_SERVER_KINDS = frozenset(
    {
        *("CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt"),
        *("CreatedbStmt", "DropdbStmt", "AlterDatabaseStmt", "AlterDatabaseSetStmt", "AlterSystemStmt"),
        *("CreateTableSpaceStmt", "DropTableSpaceStmt", "DropOwnedStmt", "ReassignOwnedStmt"),
        *("CreateSubscriptionStmt", "DropSubscriptionStmt"),
    }
)

#: Kinds that are plain without the word table before them.
_PARTS = ("table column ", "table constraint ")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One object that is not as it was before a migration and its rollback.

    `how` is left (it was not there), lost (it is gone) or changed; `what` names the facts that changed.
    """

    how: str
    item: str
    what: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = self.item.removeprefix("table ") if self.item.startswith(_PARTS) else self.item
        return f"{words} ({', '.join(self.what)})" if self.what else words


class WayBack(msgspec.Struct, frozen=True, kw_only=True):
    """What came of running a migration, its rollback, and the migration again.

    `refused` are the statements of the rollback that Postgres refused, `again` those of the second run
    forward; `fault` is what Postgres's parser refuses in the rollback. `unchecked` says why it was not run,
    or cannot be judged.
    """

    migration: Migration
    undo: Migration
    differences: tuple[Difference, ...] = ()
    refused: tuple[Failure, ...] = ()
    again: tuple[Failure, ...] = ()
    fault: SyntaxFault | None = None
    unchecked: str | None = None

    @property
    def holds(self) -> bool:
        """True where it was run and everything is as before."""
        return not (self.unchecked or self.differences or self.refused or self.again or self.fault)


def changes_server(migration: Migration) -> bool:
    """True for a file that makes or changes what belongs to the whole server: roles, databases, settings."""
    return any(_of_server(statement) for statement in migration.statements)


def _of_server(statement: Statement) -> bool:
    if statement.kind in _SERVER_KINDS:
        return True
    return statement.kind == "DoStmt" and bool(_OF_SERVER.search(statement.sql))
