"""What a database in use has counted: which tables and indexes are read, and how far numbers have come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUse:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexUse:
    """How often an index was read, and its size."""

    index: str
    scans: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceUse:
    """The last number that a sequence has given; None where it has given none."""

    sequence: str
    last: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The counts of a database, and for how many days they have been kept."""

    days: float
    tables: tuple[TableUse, ...] = ()
    indexes: tuple[IndexUse, ...] = ()
    sequences: tuple[SequenceUse, ...] = ()
