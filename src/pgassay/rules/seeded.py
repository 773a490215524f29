"""What the migrations themselves write into tables."""

from __future__ import annotations

from collections import defaultdict

from pgassay.facts.conditions.values import Literal
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.writes import COMMANDS, Write, writes_of
from pgassay.model.relations import Column, Relation
from pgassay.rules.context import Context


def seeds(context: Context) -> dict[str, list[tuple[int, Write]]]:
    """What the migrations themselves write to each table, with the numbers of the statements."""
    refused = {failure.statement.number for failure in context.replay.failures}
    scope = scope_of(context.catalog)
    found: dict[str, list[tuple[int, Write]]] = defaultdict(list)
    for migration in context.migrations:
        for one in migration.statements:
            if one.kind in COMMANDS and one.number not in refused:
                for write in writes_of(one.kind, one.tree, scope):
                    found[write.relation or ""].append((one.number, write))
    return found


def seeded(
    relation: Relation, column: Column, written: list[tuple[int, Write]], context: Context
) -> list[Write]:
    """The writes that came once the column was there; none where an UPDATE fills the column in."""
    made = context.origins.of(context.ref(relation, column.name)) or context.origins.of(context.ref(relation))
    found = [write for number, write in written if not made or number > made[0].number]
    filled = any(write.command == "update" and write.value(column.name) is not None for write in found)
    return [] if filled else [write for write in found if write.values]


def leave_out(writes: list[Write], column: Column) -> bool:
    """True where an INSERT gives a column no value, or NULL."""
    return any(
        write.command == "insert" and write.value(column.name) in (None, Literal(None)) for write in writes
    )
