"""What a definition wanted that met an object of its name, and that the database still lacks in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.passed_over import DefinedColumn, DefinedConstraint, Definition, PassedOver
from pgassay.model.relations import Column

_MODIFIER = re.compile(r"\(.*\)")
_UP_TO_ON = re.compile(r"^CREATE (UNIQUE )?INDEX .*? ON ", re.S)
_KEYS = ("primary key", "unique", "foreign key")
_TEXTS = frozenset({"text", "character varying", "character"})


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """What of a definition is nowhere: columns, types (column, type there is, type wanted), constraints,
    NOT NULLs and defaults (columns), or an index. `types` are other ones, and no other lengths or precisions;
    in `listed` ones an enum stands for text or the other way round.
    """

    columns: tuple[DefinedColumn, ...] = ()
    types: tuple[tuple[str, str, str], ...] = ()
    listed: tuple[tuple[str, str, str], ...] = ()
    constraints: tuple[DefinedConstraint, ...] = ()
    not_null: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    index: str | None = None

    @property
    def parts(self) -> tuple[tuple[object, ...], ...]:
        """All that is lost of a table, kind by kind, the columns first."""
        return (self.columns, self.types, self.listed, self.constraints, self.not_null, self.defaults)

    @property
    def any(self) -> bool:
        """True where something is lost."""
        return any(self.parts) or self.index is not None

    @property
    def breaks(self) -> bool:
        """True where what was written for the definition fails: a column, a type or a key is another."""
        return bool(self.columns or self.types or any(one.kind in _KEYS for one in self.constraints))


def lost(one: PassedOver, catalog: Catalog) -> Lost:
    """What a definition wanted and did not get, as far as no later statement made up for it."""
    wanted = one.wanted
    if wanted is None or wanted.kind != one.existing.kind:
        return Lost()
    if wanted.kind == "index":
        return Lost(index=wanted.definition) if _index_lost(one.existing, wanted, catalog) else Lost()
    final = catalog.relation.get(one.existing.identity)
    if final is None:
        return Lost()
    columns: list[DefinedColumn] = []
    types: list[tuple[str, str, str]] = []
    looser: list[str] = []
    bare: list[str] = []
    for column in wanted.columns:
        before, now = one.existing.column(column.name), final.column(column.name)
        if not one.adds(column.name):
            continue
        if now is None:
            # A column that was there and has been dropped since is not lost by this definition.
            columns += [] if before is not None else [column]
        elif before is not None and _base(column.type) not in (_base(before.type), _base(now.type)):
            types.append((column.quoted, before.type, column.type))
        elif before is not None:
            looser += [column.quoted] if column.not_null and not (before.not_null or now.not_null) else []
            bare += [column.quoted] if _without(column, before, now) else []
    gone = {column.quoted for column in columns} | {name for name, _, _ in types}
    texts = {one.identity for one in catalog.types if one.kind == "enum"} | _TEXTS
    listed = tuple(pair for pair in types if _base(pair[1]) in texts and _base(pair[2]) in texts)
    return Lost(
        columns=tuple(columns),
        types=tuple(pair for pair in types if pair not in listed),
        listed=listed,
        constraints=tuple(_constraints(one, wanted, catalog, gone)),
        not_null=tuple(looser),
        defaults=tuple(bare),
    )


def _without(wanted: DefinedColumn, before: DefinedColumn, now: Column) -> bool:
    """Whether a column was to have a default and has none."""
    made = now.identity or now.generated
    return wanted.default is not None and before.default is None and now.default is None and not made


def _constraints(
    one: PassedOver, wanted: Definition, catalog: Catalog, gone: set[str]
) -> Iterator[DefinedConstraint]:
    """The constraints that are neither there nor part of what a column lacks."""
    identity = one.existing.identity
    there = {_said(known.definition) for known in one.existing.constraints}
    there |= {_said(known.definition) for known in catalog.constraints_of(identity)}
    keys = {frozenset(known.columns) for known in one.existing.constraints if known.kind in _KEYS[:2]}
    keys |= {
        frozenset(index.columns)
        for index in catalog.indexes_of(identity)
        if index.unique and index.predicate is None
    }
    for constraint in wanted.constraints:
        if gone & {quoted(name) for name in constraint.columns} or _said(constraint.definition) in there:
            continue
        if one.columns and not set(one.columns) & set(constraint.columns):
            continue
        if constraint.kind not in _KEYS[:2] or frozenset(constraint.columns) not in keys:
            yield constraint


def _said(definition: str) -> str:
    return definition.removesuffix(" NOT VALID")


def _index_lost(existing: Definition, wanted: Definition, catalog: Catalog) -> bool:
    """Whether no index does what the wanted one would: the same one, or one without its condition."""
    if catalog.relation.get(wanted.relation) is None or wanted.definition is None:
        return False
    whole = re.sub(r" WHERE .*$", "", wanted.definition, flags=re.S)
    there = {_UP_TO_ON.sub(r"\1ON ", index.definition) for index in catalog.indexes_of(wanted.relation)}
    there.add(existing.definition or "")
    unique = wanted.definition.startswith("UNIQUE")
    return wanted.definition not in there and (unique or whole not in there)


def _base(name: str) -> str:
    return _MODIFIER.sub("", name)
