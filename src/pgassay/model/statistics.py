"""What a database in use has counted: which tables and indexes are read, and how far numbers have come."""

from __future__ import annotations

import msgspec


class TableUse(msgspec.Struct, frozen=True, kw_only=True):
    """A table's live and dead rows, as estimated, its size with TOAST and without indexes, and how often it
    was read: by scans of the whole of it, and through its indexes.

    `least_bytes` is what its live rows need, by their average width; None where that is not known.
    """

    relation: str
    rows: int
    dead_rows: int
    bytes: int
    least_bytes: int | None
    whole_scans: int
    index_scans: int


class IndexUse(msgspec.Struct, frozen=True, kw_only=True):
    """How often an index was read, and its size."""

    index: str
    scans: int
    bytes: int


class SequenceUse(msgspec.Struct, frozen=True, kw_only=True):
    """The last number that a sequence has given; None where it has given none."""

    sequence: str
    last: int | None


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a database, and for how many days they have been kept."""

    days: float
    tables: tuple[TableUse, ...] = ()
    indexes: tuple[IndexUse, ...] = ()
    sequences: tuple[SequenceUse, ...] = ()
