"""What a statement did to relations that were in use when it ran."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.source import Migration, Statement

#: Table locks from the weakest to the strongest, as pg_locks names them without "Lock".
MODES = (
    "ACCESS SHARE",
    "ROW SHARE",
    "ROW EXCLUSIVE",
    "SHARE UPDATE EXCLUSIVE",
    "SHARE",
    "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE",
    "ACCESS EXCLUSIVE",
)


#: What the recorder keeps of a column or a constraint.
Look = Mapping[str, str | bool | int | None]


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement did to one relation that existed before its file.

    `mode` is the strongest lock it took there; `files` counts the files it wrote anew (of the table, its
    indexes, its TOAST table), `rewritten` says that the table's own is among them; `rows_read` are the rows
    that `scans` sequential scans read, out of `rows`, which the relation held.
    """

    relation: str
    kind: str
    mode: str
    files: int = 0
    rewritten: bool = False
    scans: int = 0
    rows_read: int = 0
    rows: int = 0

    @property
    def blocks(self) -> str:
        """What of other sessions waits while the lock is held: reads and writes, writes, or nothing ("").

        Nobody writes to a materialized view. Source: PostgreSQL manual, "Explicit Locking", conflicting lock
        modes.
        """
        if self.kind == "materialized view":
            return "reads" if self.mode == "ACCESS EXCLUSIVE" else ""
        if self.mode == "ACCESS EXCLUSIVE":
            return "reads and writes"
        return "writes" if self.mode in ("SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE") else ""

    @property
    def scanned(self) -> bool:
        """True when the whole relation was read."""
        return self.rows > 0 and self.rows_read >= self.rows


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """One command of the data definition language that ran, also inside DO, EXECUTE and functions.

    `kind` and `identity` are Postgres's own words for what it made, changed or dropped; empty for a command
    whose object Postgres does not tell, such as GRANT. Columns and constraints carry what they looked like
    before (None where they are new) and after: `name`, and of a column `type`, `not_null`, `identity`,
    `generated`, `collation` and a hash of its `default`, of a constraint `kind` (pg_constraint.contype) and
    `validated`.
    """

    tag: str
    kind: str
    identity: str
    dropped: bool
    was: Look | None = None
    now: Look | None = None

    @property
    def relation(self) -> str:
        """The relation that a column, constraint, policy or trigger is of; the identity itself for others."""
        if self.kind == "table column":
            return self.identity.rpartition(".")[0]
        return self.identity.rpartition(" on ")[2]


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What one statement was seen to do on a copy of the database, in a transaction of its own.

    `error` is what Postgres said where the statement failed there: SQLSTATE and message. `within` are the
    statements that it ran inside (DO, EXECUTE, functions), as far as its text tells. `foretold` says that
    nothing was run: it is what statements of that form do.
    """

    statement: Statement
    effects: tuple[Effect, ...]
    commands: tuple[Command, ...]
    error: tuple[str, str] | None = None
    within: tuple[Statement, ...] = ()
    foretold: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statement, and those that it ran inside."""
        return (self.statement, *self.within)

    def effect(self, relation: str) -> Effect | None:
        """What it did to a relation; None when it left it alone."""
        return next((effect for effect in self.effects if effect.relation == relation), None)


class Watched(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What the new migrations were seen to do to the database that the old ones had made.

    `how` says why these are the new ones; `before` is the database without them, None where there was none.
    `left_empty` maps relations that could not be filled with rows to the reason: what would scan them reads
    nothing. Not slotted: `of` is worked out when it is first asked for.
    """

    new: tuple[Migration, ...]
    how: str
    before: Catalog | None = None
    observations: tuple[Observation, ...] = ()
    left_empty: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    def is_new(self, migration: Migration) -> bool:
        """True for one of the new migrations."""
        return self.is_new_file(migration.path)

    def is_new_file(self, path: str) -> bool:
        """True for the path of one of the new migrations."""
        return path in self._paths

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(one.path for one in self.new)

    @cached_property
    def by_file(self) -> Mapping[str, tuple[Observation, ...]]:
        """The observations of each file, in order."""
        found: dict[str, list[Observation]] = {}
        for one in self.observations:
            found.setdefault(one.statement.location.file, []).append(one)
        return {file: tuple(ones) for file, ones in found.items()}

    @cached_property
    def constraints_added(self) -> Mapping[tuple[str, str], Observation]:
        """The first observation that adds a constraint, by its file and the constraint's identity."""
        found: dict[tuple[str, str], Observation] = {}
        for one in self.observations:
            for command in one.commands:
                if command.kind == "table constraint" and command.was is None and command.now is not None:
                    found.setdefault((one.statement.location.file, command.identity), one)
        return found

    @cached_property
    def constrained(self) -> frozenset[tuple[str, str]]:
        """The relations that a file adds a constraint to, each with the file."""
        return frozenset((file, identity.rpartition(" on ")[2]) for file, identity in self.constraints_added)

    @cached_property
    def index_drops(self) -> Mapping[tuple[str, str], int]:
        """The number of the first DROP INDEX of a name, by its file and the name without schema."""
        found: dict[tuple[str, str], int] = {}
        for one in self.observations:
            tree = one.statement.tree
            if one.statement.kind == "DropStmt" and tree.get("removeType") == "OBJECT_INDEX":
                for node in tree["objects"]:
                    name = node["List"]["items"][-1]["String"]["sval"]
                    found.setdefault((one.statement.location.file, name), one.statement.number)
        return found

    @cached_property
    def of(self) -> Mapping[int, Observation]:
        """Each observation by its statement's number."""
        return {one.statement.number: one for one in self.observations}


def stronger(one: str, other: str) -> str:
    """The stronger of two lock modes."""
    return max(one, other, key=MODES.index)
