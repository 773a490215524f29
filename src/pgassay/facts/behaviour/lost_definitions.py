"""What a definition wanted that met an object of its name, and that the database still lacks in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.passed_over import DefinedColumn, DefinedConstraint, Definition, PassedOver
from pgassay.model.relations import Column, Relation
from pgassay.read.same_query import same_query

_MODIFIER = re.compile(r"\(.*\)")
_UP_TO_ON = re.compile(r"^CREATE (UNIQUE )?INDEX .*? ON ", re.S)
_KEYS = ("primary key", "unique", "foreign key")
#: The types of sequences, from the smallest, and the bounds that Postgres gives to what counts up or down.
_SIZES = ("smallint", "integer", "bigint")
_OWN_BOUNDS = frozenset(
    {"1", "-1", *(str(bound) for bits in (15, 31, 63) for bound in (2**bits - 1, -(2**bits)))}
)
#: What a CHECK of a few words says of one column.
_WORDS = re.compile(r"^CHECK \(\(\(?\w+\)?(?:::\w+)? = ANY \(+ARRAY\[(?P<words>[^\]]*)\][\w:\[\])]*$")
_UNLIMITED = ("text", "character varying")
_TEXTS = frozenset({"text", "character varying", "character"})


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """What of a definition is nowhere: columns, types (column, type there is, type wanted), constraints,
    NOT NULLs and defaults (columns), labels of an enum, options of a sequence (name, there, wanted), an
    index, or the query of a materialized view. `types` are other ones, and no other lengths or precisions; in
    `listed` ones an enum stands for text or the other way round.
    """

    columns: tuple[DefinedColumn, ...] = ()
    types: tuple[tuple[str, str, str], ...] = ()
    listed: tuple[tuple[str, str, str], ...] = ()
    constraints: tuple[DefinedConstraint, ...] = ()
    not_null: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    options: tuple[tuple[str, str, str], ...] = ()
    query: bool = False
    index: str | None = None

    @property
    def parts(self) -> tuple[tuple[object, ...], ...]:
        """All that is lost but an index, kind by kind, the columns first."""
        query = ("query",) if self.query else ()
        return (
            *(self.columns, self.types, self.listed, self.constraints, self.not_null, self.defaults),
            *(self.labels, self.options, query),
        )

    @property
    def any(self) -> bool:
        """True where something is lost."""
        return any(self.parts) or self.index is not None

    @property
    def breaks(self) -> bool:
        """True where what was written for it fails: a column, a type, a key or a label is another."""
        keys = any(one.kind in _KEYS for one in self.constraints)
        return bool(self.columns or self.types or self.labels or keys)


def lost(one: PassedOver, catalog: Catalog) -> Lost:
    """What a definition wanted and did not get, as far as no later statement made up for it."""
    wanted = one.wanted
    if wanted is None or wanted.kind != one.existing.kind:
        return Lost()
    if wanted.kind == "index":
        return Lost(index=wanted.definition) if _index_lost(one.existing, wanted, catalog) else Lost()
    if wanted.kind == "type":
        return Lost(labels=tuple(_labels(one.existing, wanted, catalog)))
    if wanted.kind == "sequence":
        return Lost(options=tuple(_options(one.existing, wanted, catalog)))
    final = catalog.relation.get(one.existing.identity)
    return _of_relation(one, wanted, final, catalog) if final is not None else Lost()


def _of_relation(one: PassedOver, wanted: Definition, final: Relation, catalog: Catalog) -> Lost:
    columns: list[DefinedColumn] = []
    types: list[tuple[str, str, str]] = []
    looser: list[str] = []
    bare: list[str] = []
    alike: list[str] = []
    enums = {type_.identity: frozenset(type_.labels) for type_ in catalog.types if type_.kind == "enum"}
    for column in wanted.columns:
        before, now = one.existing.column(column.name), final.column(column.name)
        if not one.adds(column.name):
            continue
        if now is None:
            # A column that was there and has been dropped since is not lost by this definition.
            columns += [] if before is not None else [column]
            continue
        if before is None:
            continue
        same = _takes_the_same(before, one.existing, column, wanted, enums)
        alike += [column.quoted] if same else []
        if not same and not _is_of_type(column, before.type, now.type):
            types.append((column.quoted, before.type, column.type))
        else:
            looser += [column.quoted] if column.not_null and not (before.not_null or now.not_null) else []
            bare += [column.quoted] if _without(column, before, now) else []
    gone = {column.quoted for column in columns} | {name for name, _, _ in types} | {*alike}
    texts = enums.keys() | _TEXTS
    listed = tuple(pair for pair in types if _base(pair[1]) in texts and _base(pair[2]) in texts)
    return Lost(
        columns=tuple(columns),
        types=tuple(pair for pair in types if pair not in listed),
        listed=listed,
        constraints=tuple(_constraints(one, wanted, catalog, gone)),
        not_null=tuple(looser),
        defaults=tuple(bare),
        query=wanted.kind == "materialized view"
        and not same_query(wanted.definition, one.existing.definition)
        and not same_query(wanted.definition, final.definition),
    )


def _takes_the_same(
    there: DefinedColumn,
    existing: Definition,
    wanted: DefinedColumn,
    other: Definition,
    enums: Mapping[str, frozenset[str]],
) -> bool:
    """True where a column is an enum and was to be text that takes the same words, or the other way round."""
    if there.type in enums:
        return _words(wanted, other) == enums[there.type]
    return wanted.type in enums and _words(there, existing) == enums[wanted.type]


def _words(column: DefinedColumn, definition: Definition) -> frozenset[str] | None:
    """The words that a CHECK lets a column of text hold; None where none tells."""
    for constraint in definition.constraints:
        match = _WORDS.match(constraint.definition) if constraint.columns == (column.name,) else None
        if match is not None and _base(column.type) in _TEXTS:
            return frozenset(re.findall(r"'([^']*)'", match["words"]))
    return None


def _is_of_type(wanted: DefinedColumn, before: str, now: str) -> bool:
    """True where a column was or is of the type it was to be, or is text without a limit in its place."""
    if _base(wanted.type) in (_base(before), _base(now)):
        return True
    return now in _UNLIMITED and _base(wanted.type) in _UNLIMITED


def _labels(existing: Definition, wanted: Definition, catalog: Catalog) -> Iterator[str]:
    """The labels that an enum neither had nor has got since; none of one that is gone."""
    final = next((type_ for type_ in catalog.types if type_.identity == existing.identity), None)
    known = {*existing.labels, *(final.labels if final is not None else wanted.labels)}
    yield from (label for label in wanted.labels if label not in known)


def _options(existing: Definition, wanted: Definition, catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """What a sequence was to count and does not: the first number, the step, the bounds that are stated, and
    a type that holds more.
    """
    final = next((one for one in catalog.sequences if one.identity == existing.identity), None)
    if final is None:
        return
    now = {
        "type": final.type,
        "increment": str(final.increment),
        "start": str(final.start),
        "minimum": str(final.minimum),
        "maximum": str(final.maximum),
        "cycles": str(final.cycles).lower(),
    }
    for name, value in wanted.options.items():
        there = existing.options.get(name, value)
        own_bound = name in ("minimum", "maximum") and value in _OWN_BOUNDS
        holds_less = name == "type" and _SIZES.index(value) < _SIZES.index(there)
        if value not in (there, now[name]) and not own_bound and not holds_less:
            yield name, there, value


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
