"""How large tables are in production."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

#: Up to these a table is small: 10,000 rows and their indexes are rewritten in about a quarter of a second.
_SMALL_ROWS = 10_000
_SMALL_BYTES = 50_000_000


class TableSize(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a table, and its bytes with its indexes where the file has them."""

    rows: int
    bytes: int | None = None

    @property
    def small(self) -> bool:
        """True for a table that is read or written whole before anybody notices."""
        return self.rows <= _SMALL_ROWS and (self.bytes or 0) <= _SMALL_BYTES


class TableSizes(msgspec.Struct, frozen=True, kw_only=True):
    """The sizes by the table's name with its schema, and the file they are from."""

    file: str = ""
    tables: Mapping[str, TableSize] = msgspec.field(default_factory=dict[str, TableSize])
