"""Chooses series of values for the columns of a table; Postgres judges what its checks let pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import psycopg
from psycopg import sql

from pgassay.model.relations import Column
from pgassay.postgres.connect import run
from pgassay.rows.families import Family, families
from pgassay.rows.shape import Shape

#: As many combinations of values are tried at most for the columns that checks tie together.
_MOST_TRIED = 20_000

#: A type that takes as many bits as it says and no fewer.
_BITS = re.compile(r"bit\((\d{1,4})\)")

#: Rows of a table, half of them each tenant's: no series is asked for more values.
MOST_ROWS = 24

#: The last choice for a column that admits it; None in a list of series.
Series = Family | None


def choose(
    connection: psycopg.Connection, shape: Shape, given: Mapping[str, str | None]
) -> dict[str, Series]:
    """A series for each column but the `given` ones, which come from other rows; None means NULL.

    Columns whose type takes none of the values tried are left out, and have their default.
    """
    asked = [column for column in shape.columns if column.name not in given]
    fitting = _fitting(connection, asked, {column.name: _tried(shape, column) for column in asked})
    chosen: dict[str, Series] = {name: series[0] for name, series in fitting.items() if series}
    for columns, checks in shape.groups:
        free = [column for column in asked if column.name in columns]
        tied = [column for column in shape.columns if column.name in columns and column.name in given]
        for column in tied:
            value = given[column.name]
            series: list[Series] = [] if value is None else [Family(_always(value), varies=False)]
            fitting[column.name] = series if column.not_null else [*series, None]
        found = _together(connection, shape, [*free, *tied], checks, fitting) if free or tied else {}
        chosen |= {name: one for name, one in found.items() if name not in given or one is None}
    return chosen


def _always(value: str) -> Callable[[int], str]:
    return lambda _: value


def _tried(shape: Shape, column: Column) -> list[Family]:
    texts, numbers = shape.literals(column)
    return families(
        column.type_category,
        labels=shape.labels(column),
        texts=texts,
        numbers=numbers,
        first=column.name not in shape.unique_columns or column.name in shape.partition_columns,
        length=int(bits[1]) if (bits := _BITS.match(column.type)) else None,
    )


def _fitting(
    connection: psycopg.Connection, columns: Sequence[Column], tried: dict[str, list[Family]]
) -> dict[str, list[Series]]:
    """Of the series tried, those whose values the column's type takes; NULL after them where it may be."""
    # A series that grows with its number has to fit at its end, too.
    flat = [
        (column.type, one.of(n)) for column in columns for one in tried[column.name] for n in (1, MOST_ROWS)
    ]
    fits = iter(_valid(connection, flat))
    found: dict[str, list[Series]] = {
        column.name: [one for one in tried[column.name] if all([next(fits), next(fits)])]
        for column in columns
    }
    for column in columns:
        if not column.not_null:
            found[column.name].append(None)
    return found


def _valid(connection: psycopg.Connection, values: Sequence[tuple[str, str]]) -> list[bool]:
    """Which values, each a type and a text, the type reads."""
    query = (
        "SELECT pg_catalog.pg_input_is_valid(v, t) "
        "FROM ROWS FROM (pg_catalog.unnest(%s::text[]), pg_catalog.unnest(%s::text[])) "
        "WITH ORDINALITY AS u (t, v, n) ORDER BY n"
    )
    if not values:
        return []
    try:
        with connection.transaction():
            found = run(connection, query, ([type for type, _ in values], [text for _, text in values]))
            return [bool(row[0]) for row in found]
    except psycopg.DatabaseError:
        # An extension's type can raise instead of answering, and before 16 nothing can be asked.
        return [_reads(connection, type, text) for type, text in values]


def _reads(connection: psycopg.Connection, type: str, text: str) -> bool:
    # A cast alone says less: it cuts off what is too long.
    for query in ("SELECT pg_catalog.pg_input_is_valid(%(text)s, %(type)s)", f"SELECT %(text)s::{type}"):
        try:
            with connection.transaction():
                row = run(connection, query, {"text": text, "type": type}).fetchone()
        except psycopg.DatabaseError:
            continue
        return row is not None and row[0] is not False
    return False


def _together(
    connection: psycopg.Connection,
    shape: Shape,
    columns: Sequence[Column],
    checks: Sequence[str],
    fitting: dict[str, list[Series]],
) -> dict[str, Series]:
    """The first combination of series that passes the checks; nothing where none of those tried does."""
    most = max(2, int(_MOST_TRIED ** (1 / len(columns))))
    lists = [_shortened(fitting[column.name], most) for column in columns]
    # Names that no table has: a check says its columns' alone, and one called like these would be two.
    row = ", ".join(f'"@{at}"."@v" AS {column.quoted}' for at, column in enumerate(columns))
    others = [one for one in shape.relation.columns if one.name not in {column.name for column in columns}]
    # What a check names beside these is not chosen here: it comes from another row, or from its default.
    row += "".join(f", NULL::{one.type} AS {one.quoted}" for one in others)
    sources = ", ".join(
        f'(VALUES {_values(connection, series, column.type)}) AS "@{at}"("@n", "@v")'
        for at, (column, series) in enumerate(zip(columns, lists, strict=True))
    )
    alias = sql.Identifier(shape.relation.name).as_string(connection)
    tests = " AND ".join(f"({check}) IS NOT FALSE" for check in checks)
    numbers = [f'"@{at}"."@n"' for at in range(len(columns))]
    places, order = ", ".join(numbers), " + ".join(numbers)
    query = (
        f"SELECT {places} FROM {sources} CROSS JOIN LATERAL (SELECT {row}) AS {alias} "
        f"WHERE {tests} ORDER BY {order}, {places} LIMIT 1"
    )
    try:
        with connection.transaction(force_rollback=True):
            found = run(connection, query).fetchone()
    except psycopg.DatabaseError:
        return {}
    if found is None:
        return {}
    return {
        column.name: series[int(place)] for column, series, place in zip(columns, lists, found, strict=True)
    }


def _shortened(series: list[Series], most: int) -> list[Series]:
    """The first few; the NULL at the end stays."""
    return series if len(series) <= most else [*series[: most - 1], series[-1]]


def _values(connection: psycopg.Connection, series: Sequence[Series], type: str) -> str:
    return ", ".join(
        f"({place}, {'NULL' if one is None else sql.Literal(one.of(1)).as_string(connection)}::{type})"
        for place, one in enumerate(series)
    )
