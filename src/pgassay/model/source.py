"""Migration files and the statements in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

#: One node of Postgres's own parse tree, as its parser writes it in JSON.
Tree = Mapping[str, Any]


class Location(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A place in a file. Lines and columns count characters from 1.

    Of SQL that a program in `file` makes, `line` is the program's, `text` the SQL, and `nth` tells the
    statements of one line apart.
    """

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    nth: int = 0
    text: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}#{self.nth}" if self.nth else place


class Ignore(msgspec.Struct, frozen=True, kw_only=True):
    """A comment that says that a finding is right as it is.

    It covers what the statements from `line` to `end_line` shaped.
    """

    rule: str
    reason: str
    location: Location


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of a migration.

    `number` counts all statements of the run from 0; `kind` is the parser's node name (CreateStmt, …), empty
    when the statement does not parse. `tree` is that node; its locations are byte offsets into the file's
    text in UTF-8, of which `offset` is the statement's first byte.
    """

    number: int
    sql: str
    location: Location
    kind: str
    tree: Tree
    offset: int = 0
    ignores: tuple[Ignore, ...] = ()


class SyntaxFault(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a file that Postgres's parser refuses; `sql` is empty where the file is not even text."""

    message: str
    location: Location
    sql: str


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """One `.sql` file, in the order it is run in.

    `in_transaction` tells whether the tool that runs it puts the whole file into one transaction; None where
    that is not known.
    """

    path: str
    statements: tuple[Statement, ...]
    faults: tuple[SyntaxFault, ...] = ()
    loose_ignores: tuple[Ignore, ...] = ()
    lines: tuple[str, ...] = ()
    in_transaction: bool | None = None
