"""How statements are sent: alone, outside a transaction block, or many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pgassay.model.source import Statement
from pgassay.postgres.parse import plpgsql, walk
from pgassay.read.deeds import deed_of, done

if TYPE_CHECKING:
    import psycopg

    from pgassay.postgres.server import Server

#: By the parser's node name; the value is a field that must be true for it.
_ALONE = {
    "IndexStmt": "concurrent",
    "DropStmt": "concurrent",
    "CreatedbStmt": None,
    "DropdbStmt": None,
    "CreateTableSpaceStmt": None,
    "DropTableSpaceStmt": None,
    "VacuumStmt": "is_vacuumcmd",
    "AlterSystemStmt": None,
    "CreateSubscriptionStmt": None,
    "DropSubscriptionStmt": None,
}

_ENDS = re.compile(r"\b(commit|rollback)\b", re.IGNORECASE)

#: What SET TRANSACTION sets, as the parser names it.
_OF_TRANSACTIONS = ("TRANSACTION", "transaction_isolation", "transaction_read_only", "transaction_deferrable")

#: More are not sent at once: when one fails, all of them are sent again one by one.
LONGEST_RUN = 50

_DEFINITIONS = frozenset(
    {
        "AlterDefaultPrivilegesStmt",
        "AlterFunctionStmt",
        "AlterObjectSchemaStmt",
        "AlterOwnerStmt",
        "AlterPolicyStmt",
        "AlterPublicationStmt",
        "AlterSeqStmt",
        "AlterTableStmt",
        "CommentStmt",
        "CompositeTypeStmt",
        "CreateDomainStmt",
        "CreateEnumStmt",
        "CreateFunctionStmt",
        "CreatePolicyStmt",
        "CreateSchemaStmt",
        "CreateSeqStmt",
        "CreateStmt",
        "CreateTrigStmt",
        "DropStmt",
        "GrantStmt",
        "IndexStmt",
        "RenameStmt",
        "ViewStmt",
    }
)


def runs_alone(statement: Statement) -> bool:
    """True for a statement that Postgres refuses inside a transaction block, and for what another session has
    to do.

    Source: every caller of PreventInTransactionBlock in PostgreSQL 18.
    """
    tree = statement.tree
    match statement.kind:
        case "ReindexStmt":
            whole = tree.get("kind") not in ("REINDEX_OBJECT_INDEX", "REINDEX_OBJECT_TABLE")
            return whole or any("concurrently" in str(item) for item in tree.get("params", []))
        case "DiscardStmt":
            return tree.get("target") == "DISCARD_ALL"
        case "ClusterStmt":
            return "relation" not in tree
        case "AlterTableStmt":
            nodes = walk(tree.get("cmds"))
            return any(name == "PartitionCmd" and node.get("concurrent") for name, node in nodes)
        case "DoStmt":
            return _ends_transactions(statement.sql)
        case kind if kind in _ALONE:
            field = _ALONE[kind]
            return field is None or bool(tree.get(field))
        case _:
            return deed_of(statement) is not None


def _ends_transactions(sql: str) -> bool:
    """True for a DO block that commits or rolls back, which Postgres refuses in a transaction block."""
    if not _ENDS.search(sql):
        return False
    body = plpgsql(sql)
    return any(name in ("PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback") for name, _ in walk(body))


def run_alone(server: Server, connection: psycopg.Connection[Any], statement: Statement) -> None:
    """Runs what `runs_alone`, on a connection in no transaction. Raises psycopg.Error."""
    from pgassay.postgres.connect import run_through

    if not done(server, connection, statement):
        run_through(connection, statement.sql)


def sets_transaction(statement: Statement) -> bool:
    """True for SET TRANSACTION, which comes too late behind the replay's own savepoint."""
    return statement.kind == "VariableSetStmt" and statement.tree.get("name") in _OF_TRANSACTIONS


def moves_rows(statement: Statement) -> str | None:
    """Why a statement that talks to its client is not run; None for all others."""
    if statement.kind != "CopyStmt" or statement.tree.get("filename"):
        return None
    if statement.tree.get("is_from"):
        return "COPY FROM STDIN carries its rows outside the statement"
    return "COPY TO STDOUT sends rows and makes nothing"


def runs_of(statements: Sequence[Statement]) -> Iterator[tuple[Statement, ...]]:
    """The statements of a file in runs that can be sent as one string, in order.

    What runs code of the user's, answers with rows, or needs or ends a transaction is a run by itself.
    """
    together: list[Statement] = []
    for statement in statements:
        if goes_along(statement) and len(together) < LONGEST_RUN:
            together.append(statement)
            continue
        if together:
            yield tuple(together)
        together = [statement] if goes_along(statement) else []
        if not together:
            yield (statement,)
    if together:
        yield tuple(together)


def goes_along(statement: Statement) -> bool:
    """True for plain definitions: what they do takes no time worth a limit of its own."""
    return statement.kind in _DEFINITIONS and not runs_alone(statement)
