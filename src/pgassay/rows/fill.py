"""Fills tables with rows, parents first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import msgspec
import psycopg

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint, Relation
from pgassay.postgres.connect import run, told
from pgassay.rows.bounds import coming_bounds
from pgassay.rows.insert import Row, Table, insert, read_rows
from pgassay.rows.shape import Shape


class Tenants(msgspec.Struct, frozen=True, kw_only=True):
    """Whose rows are whose: the tenants' relation and its key, and the tenant key of other relations."""

    relation: str
    key: str
    keys: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows relations hold now, and why others hold none.

    `rows` has some of them, as text by column, each with the side (0 or 1) of the tenant it belongs to.
    """

    counts: Mapping[str, int]
    left: Mapping[str, str]
    rows: Mapping[str, Sequence[Row]]


def fill(
    connection: psycopg.Connection,
    catalog: Catalog,
    wanted: Collection[str],
    *,
    later: Catalog | None = None,
    tenants: Tenants | None = None,
) -> Filled:
    """Inserts 24 rows into each wanted table and what it must refer to, and commits.

    Rows pass the constraints of `catalog`; where it can be, also those that `later`, the same database after
    a change, has on the same columns. What triggers insert, or earlier statements left, is taken over. A
    table that takes no row is left empty and its reason told.

    Raises psycopg.OperationalError when the server is gone.
    """
    tables = _tables(catalog, wanted, later)
    rows: dict[str, Sequence[Row]] = {}
    left: dict[str, str] = {}
    late: dict[str, str] = {}
    while True:
        for identity in _ordered(tables, tenants):
            if identity in late:
                continue
            table = Table(shape=tables[identity], rows=rows, tenants=_side_of(tenants, identity))
            rows[identity], refused = _taken(connection, table)
            if not rows[identity]:
                left[identity] = refused or "what was inserted did not stay"
        refusing = _refusing_late(connection, catalog)
        if refusing is None or refusing[0] not in tables or refusing[0] in late:
            break
        # One table less, from the start: what has its rows already leads to it, or is led from it.
        connection.rollback()
        late |= dict([refusing])
        rows, left = {}, dict(late)
    connection.commit()
    counts = {one: _count(connection, one) for one in sorted({*tables, *wanted}) if one not in left}
    connection.commit()
    return Filled(counts={one: many for one, many in counts.items() if many}, left=left, rows=rows)


def _taken(connection: psycopg.Connection, table: Table) -> tuple[Sequence[Row], str | None]:
    """Rows of a table after an attempt to fill it, and what Postgres said where it refused."""
    refused = insert(connection, table)
    if refused is not None and table.shape.later:
        plain = Shape(relation=table.shape.relation, catalog=table.shape.catalog)
        table = Table(shape=plain, rows=table.rows, tenants=table.tenants)
        refused = insert(connection, table)
    return read_rows(connection, table), refused


def _refusing_late(connection: psycopg.Connection, catalog: Catalog) -> tuple[str, str] | None:
    """The table whose deferred constraint a commit would fail at, and what Postgres says; None for none."""
    try:
        with connection.transaction():
            run(connection, "SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.DatabaseError as refused:
        where = (refused.diag.schema_name, refused.diag.table_name)
        found = (one.identity for one in catalog.relations if (one.schema, one.name) == where)
        relation = next((whole for one in found if (whole := _whole(catalog, one)) is not None), None)
        if connection.closed or relation is None:
            raise
        return relation.identity, told(refused)
    return None


def _side_of(tenants: Tenants | None, identity: str) -> tuple[str, str] | None:
    """The column that says whose a row is, and the tenants' relation."""
    if tenants is None:
        return None
    if identity == tenants.relation:
        return tenants.key, tenants.relation
    return (tenants.keys[identity], tenants.relation) if identity in tenants.keys else None


def _tables(catalog: Catalog, wanted: Iterable[str], later: Catalog | None) -> dict[str, Shape]:
    """The wanted tables and all that they cannot do without; for a partition, what it is a part of."""
    found: dict[str, Shape] = {}
    left = list(wanted)
    while left:
        relation = _whole(catalog, left.pop())
        if relation is None or relation.identity in found:
            continue
        shape = Shape(relation=relation, catalog=catalog, later=_coming(catalog, relation, later))
        found[relation.identity] = shape
        left += [one.references for one in shape.references if one.references and shape.requires(one)]
    return found


def _whole(catalog: Catalog, identity: str) -> Relation | None:
    relation = catalog.relation.get(identity)
    while relation is not None and relation.parent is not None and relation.partition_bound is not None:
        relation = catalog.relation.get(relation.parent)
    return relation if relation is not None and relation.is_table else None


def _coming(catalog: Catalog, relation: Relation, later: Catalog | None) -> tuple[Constraint, ...]:
    """The constraints that a change adds on columns that are there already and keep their type."""
    if later is None or relation.identity not in later.relation:
        return ()
    after = later.relation[relation.identity]
    same = {
        one.name for one in relation.columns if (found := after.column(one.name)) and found.type == one.type
    }
    known = {one.name for one in catalog.constraints_of(relation.identity)}
    return tuple(
        one
        for one in (*later.constraints_of(relation.identity), *coming_bounds(catalog, relation, later))
        if one.name not in known
        and one.columns
        and same.issuperset(one.columns)
        # A table that the change makes has no rows to refer to.
        and (one.references is None or one.references in catalog.relation)
    )


def _ordered(tables: Mapping[str, Shape], tenants: Tenants | None) -> list[str]:
    """Parents before children, tenants before what has their key. In each cycle one reference gives way: one
    that may be NULL where there is one, else one that is deferrable, else any.
    """
    # Sorted, since the order that comes out follows the one that goes in: it decides what rows there are.
    graph: dict[str, list[str]] = {}
    for identity, shape in sorted(tables.items()):
        parents = {one.references for one in shape.references if one.references in tables}
        parents |= {tenants.relation} & tables.keys() if tenants and identity in tenants.keys else set()
        graph[identity] = sorted(one for one in parents if one is not None and one != identity)
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as found:
            cycle: list[str] = found.args[1]
            parent, child = min(pairwise(cycle), key=lambda pair: (_firmness(tables[pair[1]], pair[0]), pair))
            graph[child].remove(parent)


def _firmness(shape: Shape, parent: str) -> int:
    """How much a table needs the rows of another to be there before its own."""
    between = [one for one in shape.references if one.references == parent]
    required = [one for one in between if shape.requires(one)]
    if between and not required:
        return 0
    return 1 if between and all(one.deferrable for one in required) else 2


def _count(connection: psycopg.Connection, identity: str) -> int:
    try:
        with connection.transaction():
            row = run(connection, f"SELECT pg_catalog.count(*) FROM {identity}").fetchone()
    except psycopg.DatabaseError:
        return 0
    return int(row[0]) if row else 0
