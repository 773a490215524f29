"""Which statements Postgres runs only outside a transaction block."""

from __future__ import annotations

from pgassay.model.source import Statement
from pgassay.postgres.parse import walk

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


def runs_alone(statement: Statement) -> bool:
    """True for a statement that Postgres refuses inside a transaction block.

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
        case kind if kind in _ALONE:
            field = _ALONE[kind]
            return field is None or bool(tree.get(field))
        case _:
            return False
