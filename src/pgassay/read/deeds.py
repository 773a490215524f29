"""Statements that a hosted platform runs on a migration's behalf, read from what the parser says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgassay.model.source import Statement

if TYPE_CHECKING:
    import psycopg

    from pgassay.postgres.on_behalf import Deed
    from pgassay.postgres.server import Server


def deed_of(statement: Statement) -> Deed | None:
    """What another session does for a statement, where it is the migration's to ask; None for all others."""
    if statement.kind not in ("CreateFdwStmt", "AlterObjectSchemaStmt"):
        return None
    from pgassay.postgres.on_behalf import MakeWrapper, MoveExtension

    tree = statement.tree
    if statement.kind == "CreateFdwStmt":
        return MakeWrapper(wrapper=str(tree["fdwname"]))
    if statement.kind == "AlterObjectSchemaStmt" and tree.get("objectType") == "OBJECT_EXTENSION":
        return MoveExtension(extension=str(tree["object"]["String"]["sval"]), schema=str(tree["newschema"]))
    return None


def deeds_inside(statement: Statement) -> tuple[Deed, ...]:
    """What another session does for the statements of a DO block."""
    if statement.kind != "DoStmt":
        return ()
    from pgassay.read.inner import inner

    return tuple(deed for one in inner(statement, {}) if (deed := deed_of(one)) is not None)


def done(server: Server, connection: psycopg.Connection[Any], statement: Statement) -> bool:
    """Whether it was done on the migration's behalf; if not, it is for the statement to say why.

    Raises psycopg.Error.
    """
    deed = deed_of(statement)
    return deed is not None and server.act(connection.info.dbname, deed)
