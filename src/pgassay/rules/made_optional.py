"""Columns that a migration let be NULL again."""

from __future__ import annotations

from pgassay.read.names import plain_name
from pgassay.rules.context import Context


def made_optional(context: Context) -> frozenset[tuple[str, str]]:
    """The columns (relation, name) whose NOT NULL a migration dropped and none brought back: NULL was decided
    on. By the names that the migrations use.
    """
    dropped: set[tuple[str, str]] = set()
    for migration in context.migrations:
        for statement in migration.statements:
            if statement.kind != "AlterTableStmt":
                continue
            node = statement.tree.get("relation", {})
            table = plain_name(".".join(str(node[key]) for key in ("schemaname", "relname") if key in node))
            for command in (one["AlterTableCmd"] for one in statement.tree.get("cmds", [])):
                column = (table, str(command.get("name", "")))
                if command.get("subtype") == "AT_DropNotNull":
                    dropped.add(column)
                elif command.get("subtype") in ("AT_SetNotNull", "AT_DropColumn"):
                    dropped.discard(column)
    return frozenset(
        (relation.identity, column.name)
        for relation in context.own_relations()
        for column in relation.columns
        if (plain_name(relation.identity), column.name) in dropped
    )
