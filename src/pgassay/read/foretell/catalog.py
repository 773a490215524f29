"""The names that a set makes as rules ask for them: a catalog that holds names and types."""

from __future__ import annotations

from collections.abc import Iterable

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.objects import Sequence
from pgassay.model.relations import Column, Kind, Relation
from pgassay.read.foretell.named import NamedColumn, NamedRelation
from pgassay.read.foretell.names import Names

#: The server whose grammar the parser has.
VERSION = 180000

_KINDS = {
    "table": Kind.TABLE,
    "view": Kind.VIEW,
    "materialized view": Kind.MATERIALIZED,
    "foreign table": Kind.FOREIGN,
}


def known_now(names: Names) -> tuple[Relation, ...]:
    """The relations that are there, each with its columns."""
    return tuple(_relation(one) for one in names.relations.values())


def as_catalog(
    relations: tuple[Relation, ...], names: Names, further: Iterable[NamedRelation] = ()
) -> Catalog:
    """A catalog of relations; `further` are those of which only the name is known, and that are not in it."""
    there = {one.identity for one in relations}
    added = tuple(_relation(one) for one in further if one.identity not in there)
    every = sorted((*relations, *added), key=lambda one: one.identity)
    sequences = tuple(_sequence(identity, owner) for identity, owner in names.numbered)
    return Catalog(version=VERSION, relations=tuple(every), sequences=sequences)


def _relation(one: NamedRelation) -> Relation:
    return Relation(
        identity=one.identity,
        schema=one.schema,
        name=one.name,
        kind=Kind.PARTITIONED if one.partitioned else _KINDS.get(one.kind, Kind.TABLE),
        owner="",
        columns=tuple(_column(column) for column in one.columns.values()),
        rls_enabled=False,
        rls_forced=False,
        persistence="unlogged" if one.unlogged else "permanent",
        replica_identity="default",
        options=(),
        parent=one.parent,
        # The bound itself is not read; that there is one tells a partition.
        partition_bound="" if one.is_partition else None,
        definition=None,
        extension=None,
        comment=None,
    )


def _column(one: NamedColumn) -> Column:
    return Column(
        name=one.name,
        quoted=quoted(one.name),
        type=one.type or "",
        type_schema="",
        type_category="",
        not_null=one.not_null,
        default=None,
        identity={"a": "always", "d": "by default"}.get(one.identity, ""),
        generated={"s": "stored", "v": "virtual"}.get(one.generated, ""),
        comment=None,
    )


def _sequence(identity: str, owner: str) -> Sequence:
    schema, _, name = identity.partition(".")
    return Sequence(
        identity=identity,
        schema=schema,
        name=name,
        owner="",
        type="bigint",
        start=1,
        increment=1,
        minimum=1,
        maximum=1,
        cache=1,
        cycles=False,
        owned_by=owner,
        extension=None,
    )
