"""Functions, types, sequences and whatever else a schema holds beside its relations."""

from __future__ import annotations

import msgspec


class Schema(msgspec.Struct, frozen=True, kw_only=True):
    """A schema and its owner."""

    identity: str
    name: str
    owner: str
    extension: str | None


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """A function or procedure. `identity` carries its argument types; `body` is the source between the
    quotes.

    `kind` is function, procedure, aggregate or window; `volatility` immutable, stable or volatile; `settings`
    are its SET clauses (`search_path=""`); `arguments` the names of its inputs ("" where unnamed),
    `argument_types` their types.
    """

    identity: str
    schema: str
    name: str
    kind: str
    language: str
    owner: str
    arguments: tuple[str, ...]
    argument_types: tuple[str, ...]
    result: str
    returns_set: bool
    volatility: str
    strict: bool
    security_definer: bool
    leakproof: bool
    parallel: str
    settings: tuple[str, ...]
    body: str
    definition: str
    extension: str | None
    comment: str | None

    @property
    def is_trigger(self) -> bool:
        """True for a function that only a trigger or event trigger can call."""
        return self.result in ("trigger", "event_trigger")

    @property
    def search_path(self) -> str | None:
        """Its fixed search_path, or None when the caller's applies."""
        for setting in self.settings:
            name, _, value = setting.partition("=")
            if name == "search_path":
                return value
        return None


class Sequence(msgspec.Struct, frozen=True, kw_only=True):
    """A sequence; `owned_by` is the column it belongs to."""

    identity: str
    schema: str
    name: str
    owner: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycles: bool
    owned_by: str | None
    extension: str | None


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """An enum (with `labels`), domain (with `base`), composite (with `attributes`), range or base type."""

    identity: str
    schema: str
    name: str
    kind: str
    owner: str
    labels: tuple[str, ...]
    base: str | None
    not_null: bool
    default: str | None
    attributes: tuple[str, ...]
    extension: str | None


class PublishedRelation(msgspec.Struct, frozen=True, kw_only=True):
    """A relation that a publication holds; empty `columns` means all."""

    relation: str
    columns: tuple[str, ...]
    condition: str | None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """A publication; `schemas` are those it holds whole."""

    name: str
    owner: str
    all_tables: bool
    operations: tuple[str, ...]
    relations: tuple[PublishedRelation, ...]
    schemas: tuple[str, ...]


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """An installed extension. `stand_in` is true for one of pgassay's own substitutes."""

    name: str
    version: str
    schema: str
    relocatable: bool
    stand_in: bool


class Dependency(msgspec.Struct, frozen=True, kw_only=True):
    """`object` needs `needs` (a normal pg_depend row, both as type and identity).

    A view speaks for its rule, a column for its default, a type for its arrays and a table for its row type.
    """

    kind: str
    object: str
    needs_kind: str
    needs: str
    needs_column: str | None
