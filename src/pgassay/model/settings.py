"""What a run goes by: each setting with where it comes from, and what was inferred of the tables."""

from __future__ import annotations

import msgspec

from pgassay.model.report import Target

#: A place in a configuration: keys, and the number of an entry (from 0) in a list of tables.
Place = tuple[str | int, ...]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One value that is in force. `origin` is a file and line, an option, or how it was inferred."""

    place: Place
    value: object
    origin: str


class Belonging(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of one relation belong to a tenant, as facts tell.

    `scope` is root, key, path, owner, declared or none, as in the facts; `rests_on` says what tells it.
    """

    relation: str
    scope: str
    column: str | None
    parent: str | None
    rests_on: str


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a run goes by. `file` is the configuration; `kinds` tells what tables are for."""

    target: Target
    file: str | None
    settings: tuple[Setting, ...]
    belongings: tuple[Belonging, ...]
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
