"""Each object and column to the statements that shaped it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from pgassay.model.ref import Ref
from pgassay.model.source import Location, Migration, Statement, Tree
from pgassay.postgres.parse import locate, walk

if TYPE_CHECKING:
    import psycopg

    from pgassay.read.makers import Makers
    from pgassay.read.replayed import Replay

#: Kinds whose place is where they were first made: what is missing from a table is missing from its CREATE
#: TABLE.
_MADE = frozenset({"table", "view", "materialized view", "foreign table", "schema", "sequence", "type"})


class Origins(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Which statements shaped which object; `shaped` maps (kind, identity) to statement numbers, oldest
    first. Not slotted: `makers` is worked out when it is first asked for.
    """

    statements: tuple[Statement, ...]
    shaped: Mapping[tuple[str, str], tuple[int, ...]]

    @cached_property
    def makers(self) -> Makers:
        """The statements that make what is named, the refused ones too."""
        from pgassay.read.makers import makers_of

        return makers_of(self.statements)

    def of(self, ref: Ref) -> tuple[Statement, ...]:
        """The statements that shaped an object, oldest first; none for what came with the platform."""
        return tuple(self.statements[number] for number in self.shaped.get((ref.kind, ref.identity), ()))

    def location(self, ref: Ref) -> Location | None:
        """The place of an object: its own line within the statement that made or last shaped it."""
        statements = self.of(ref)
        if not statements:
            return None
        if ref.kind in _MADE:
            return statements[0].location
        if ref.kind in ("function", "procedure"):
            # A function is where its body is, not where its owner was changed.
            written = [statement for statement in statements if statement.kind == "CreateFunctionStmt"]
            return (written or statements)[-1].location
        for statement in reversed(statements):
            place = _within(statement, ref)
            if place is not None:
                return place
        return statements[-1].location


def read_origins(
    connection: psycopg.Connection, migrations: Iterable[Migration], replayed: Replay
) -> Origins:
    """The origins of all objects that a replay recorded, read by the superuser after the replay has ended."""
    from pgassay.postgres.connect import run

    statements = tuple(statement for migration in migrations for statement in migration.statements)
    numbers = [number for number, _ in replayed.marks]
    marks = [mark for _, mark in replayed.marks]
    from importlib import resources

    sql = resources.files("pgassay.read").joinpath("origins.sql").read_text("utf-8")
    shaped: dict[tuple[str, str], tuple[int, ...]] = {}
    for kind, identity, ids in run(connection, sql).fetchall():
        # The statement during which id was written is the first whose mark has reached it.
        places = (bisect_left(marks, one) for one in ids)
        found = dict.fromkeys(numbers[place] for place in places if place < len(numbers))
        if found:
            shaped[(kind, identity)] = tuple(found)
    return Origins(statements=statements, shaped=shaped)


def _within(statement: Statement, ref: Ref) -> Location | None:
    """The line of a column or constraint inside the statement that defines it; None where it has none of its
    own.
    """
    if ref.kind == "table column":
        return _column(statement, ref.column or "")
    if ref.kind == "table constraint":
        return _constraint(statement, ref)
    return None


def _column(statement: Statement, column: str) -> Location | None:
    for name, node in walk({statement.kind: statement.tree}):
        if name == "ColumnDef" and node.get("colname") == column:
            return locate(statement, node.get("location"))
        if name == "AlterTableCmd" and node.get("name") == column:
            return statement.location
        if name == "RenameStmt" and node.get("newname") == column:
            return statement.location
    return None


def _constraint(statement: Statement, ref: Ref) -> Location | None:
    named = ref.identity.rpartition(" on ")[0].replace('"', "")
    own: Tree | None = None
    column: Tree | None = None
    for name, node in walk({statement.kind: statement.tree}):
        if name == "Constraint" and node.get("conname") == named:
            return locate(statement, node.get("location"))
        if name == "ColumnDef":
            column = node
        if own is None and name == "ColumnDef" and ref.column and node.get("colname") == ref.column:
            own = column
    return locate(statement, own.get("location")) if own else None
