"""Definitions that met an object of their name and made nothing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pgassay.model.source import Statement


class DefinedColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column as a definition has it. `derived` where Postgres makes the value: an identity, a sequence, or
    what is generated from other columns, with what makes it as `default`.
    """

    name: str
    quoted: str
    type: str
    not_null: bool
    default: str | None
    derived: bool


class DefinedConstraint(msgspec.Struct, frozen=True, kw_only=True):
    """A constraint without its name: `kind` as Constraint has it, `definition` as Postgres prints it."""

    kind: str
    columns: tuple[str, ...]
    definition: str


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a relation or an enum is defined as. Of an index `definition` says what it is on, and `relation`
    is its table; of a materialized view it is the query. `labels` are an enum's, `options` a sequence's.
    """

    identity: str
    kind: str
    relation: str
    columns: tuple[DefinedColumn, ...]
    constraints: tuple[DefinedConstraint, ...]
    definition: str | None
    labels: tuple[str, ...] = ()
    options: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])

    def column(self, name: str) -> DefinedColumn | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


class PassedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A definition that made nothing, because something of its name existed: what existed then, and what it
    would have made in its place, as Postgres made it while the other was set aside.

    `refused` where Postgres said so as an error, and not only in passing (IF NOT EXISTS). `columns` are those
    that ALTER TABLE was to add; none for a whole object. `missing` is the first relation that the
    definition references and that did not exist either. `wanted` is None where it could not be made.
    """

    statement: Statement
    existing: Definition
    wanted: Definition | None
    columns: tuple[str, ...] = ()
    missing: str | None = None
    refused: bool = False

    def adds(self, column: str) -> bool:
        """True for a column that the definition is about."""
        return not self.columns or column in self.columns
