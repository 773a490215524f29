"""Inserts the rows of one table, and reads back what it holds then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import msgspec
import psycopg
from psycopg import sql

from pgassay.model.relations import Column, Constraint
from pgassay.postgres.connect import run, told
from pgassay.rows.choose import MOST_ROWS, Series, choose
from pgassay.rows.shape import Shape

#: As many rows of a table are known by value: what others refer to.
_MOST_KNOWN = 64


class Row(msgspec.Struct, frozen=True):
    """A row as text by column, and the side of the tenant that it belongs to; None for neither."""

    values: Mapping[str, str | None]
    side: int | None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table to fill: its shape, the rows of those it refers to, and the column that says whose a row is,
    with the tenants' relation.
    """

    shape: Shape
    rows: Mapping[str, Sequence[Row]]
    tenants: tuple[str, str] | None

    @property
    def is_root(self) -> bool:
        """True for the table of the tenants themselves."""
        return self.tenants is not None and self.tenants[1] == self.shape.relation.identity


def insert(connection: psycopg.Connection, table: Table) -> str | None:
    """Inserts rows; why none went in, or None.

    First with a value in every column, then with what the table insists on, then past its triggers.
    """
    shape = table.shape
    references = [one for one in shape.references if _rows_of(table, one)]
    # What leads to a table that is not filled leads nowhere.
    lost = {name for one in shape.references if _is_lost(table, one) for name in one.columns}
    given = {name: None for name in lost if not _is_required(shape, name)}
    chosen = choose(connection, shape, given | _row(table, references, {}, 0))
    # A check can want one of several references to be empty.
    empty = {name for name, series in chosen.items() if series is None}
    references = [one for one in references if empty.isdisjoint(one.columns)]
    needed = {one.name for one in shape.columns if one.not_null and one.default is None and not one.identity}
    least = {
        name: series
        for name, series in chosen.items()
        if name in needed or (name in shape.unique_columns and _has_no_default(shape, name))
    }
    _sign_in(connection, table)
    refused: str | None = None
    for columns, past_triggers in ((chosen, False), (least, False), (chosen, True), (least, True)):
        rows = [_row(table, references, columns, number) for number in range(MOST_ROWS)]
        error = _insert(connection, table, rows, past_triggers=past_triggers)
        if error is None:
            return None
        refused = refused or error
    return refused


def _has_no_default(shape: Shape, name: str) -> bool:
    column = shape.relation.column(name)
    return column is not None and column.default is None and not column.identity


def _row(
    table: Table, references: Sequence[Constraint], columns: Mapping[str, Series], number: int
) -> dict[str, str | None]:
    side = number % 2
    row: dict[str, str | None] = {
        name: None if series is None else series.of(number + 1) for name, series in columns.items()
    }
    if table.tenants is not None and not table.is_root:
        roots = [one for one in table.rows.get(table.tenants[1], ()) if one.side == side]
        key = next(iter(roots[0].values.values()), None) if roots else None
        row[table.tenants[0]] = key
    turn = number // 2
    for rank, reference in enumerate(references):
        parents = _matching(table, reference, row, side)
        if not parents:
            # Another reference has led to where this one has nothing: it stays empty where it may.
            free = [one for one in reference.columns if not _is_required(table.shape, one)]
            row |= dict.fromkeys(free)
            continue
        # Each reference goes on with each row, a step ahead of the one before: alone and in pairs they differ
        # as long as they can, and two to one table lead to different rows.
        parent = parents[(turn + rank * (1 + turn // len(parents))) % len(parents)]
        for column, referenced in zip(reference.columns, reference.referenced_columns, strict=True):
            row[column] = parent.values.get(referenced)
    return row


def _is_lost(table: Table, reference: Constraint) -> bool:
    own = reference.references == table.shape.relation.identity
    return not own and not _rows_of(table, reference)


def _is_required(shape: Shape, name: str) -> bool:
    column = shape.relation.column(name)
    return column is not None and column.not_null


def _rows_of(table: Table, reference: Constraint) -> Sequence[Row]:
    return table.rows.get(reference.references or "", ())


def _matching(table: Table, reference: Constraint, row: Mapping[str, str | None], side: int) -> list[Row]:
    """The rows a reference can lead to: of the same tenant, agreeing with what other references gave."""
    fixed = {
        referenced: row[column]
        for column, referenced in zip(reference.columns, reference.referenced_columns, strict=True)
        if row.get(column) is not None
    }
    found = [
        one
        for one in _rows_of(table, reference)
        if all(one.values.get(name) == value for name, value in fixed.items())
    ]
    return [one for one in found if one.side in (side, None)] or found


def _sign_in(connection: psycopg.Connection, table: Table) -> None:
    """Gives the session a user, whom triggers and defaults may ask for."""
    users = table.rows.get("auth.users", ())
    user = users[0].values.get("id") if users else None
    claims = json.dumps({"sub": user, "role": "authenticated"} if user else {"role": "service_role"})
    run(
        connection,
        "SELECT pg_catalog.set_config('request.jwt.claims', %s, false)",
        (claims,),
    )


def _insert(
    connection: psycopg.Connection,
    table: Table,
    rows: Sequence[Mapping[str, str | None]],
    *,
    past_triggers: bool,
) -> str | None:
    """Inserts all rows at once, one by one where that is refused; what Postgres said when none went in."""
    shape = table.shape
    triggers = [
        sql.Identifier(one.name).as_string(connection)
        for one in shape.catalog.triggers_of(shape.relation.identity)
        if one.enabled != "disabled"
    ]
    if past_triggers and not triggers:
        return "no trigger is in the way"
    try:
        with connection.transaction():
            if past_triggers:
                _switch(connection, shape, "DISABLE", triggers)
            error = _insert_in_parts(connection, table, rows)
            if past_triggers:
                _switch(connection, shape, "ENABLE", triggers)
    except psycopg.DatabaseError as refused:
        if connection.closed:
            raise
        return told(refused)
    return error


def _insert_in_parts(
    connection: psycopg.Connection, table: Table, rows: Sequence[Mapping[str, str | None]]
) -> str | None:
    error = _try(connection, table, rows)
    if error is None:
        return None
    went_in, failures = 0, 0
    for row in rows:
        one = _try(connection, table, [row])
        went_in += one is None
        failures += one is not None
        if went_in == 0 and failures > 3:
            break
    return None if went_in else error


def _try(
    connection: psycopg.Connection, table: Table, rows: Sequence[Mapping[str, str | None]]
) -> str | None:
    columns = [one for one in table.shape.columns if one.name in rows[0]]
    error = ""
    text = _statement(connection, table.shape, columns, rows)
    # What is there already is another's row or a trigger's; a table with rules refuses to be told so.
    for clause in (" ON CONFLICT DO NOTHING", ""):
        try:
            with connection.transaction():
                run(connection, text + clause)
        except psycopg.errors.FeatureNotSupported as refused:
            error = told(refused)
        except psycopg.DatabaseError as refused:
            if connection.closed:
                raise
            return told(refused)
        else:
            return None
    return error


def _statement(
    connection: psycopg.Connection,
    shape: Shape,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, str | None]],
) -> str:
    into = shape.relation.identity
    if not columns:
        return f"INSERT INTO {into} DEFAULT VALUES"
    names = ", ".join(column.quoted for column in columns)
    values = ", ".join(
        "(" + ", ".join(_literal(connection, row.get(column.name)) for column in columns) + ")"
        for row in rows
    )
    return f"INSERT INTO {into} ({names}) VALUES {values}"


def _literal(connection: psycopg.Connection, value: str | None) -> str:
    return "NULL" if value is None else sql.Literal(value).as_string(connection)


def _switch(connection: psycopg.Connection, shape: Shape, word: str, triggers: Sequence[str]) -> None:
    for name in triggers:
        run(connection, f"ALTER TABLE {shape.relation.identity} {word} TRIGGER {name}")


def read_rows(connection: psycopg.Connection, table: Table) -> Sequence[Row]:
    """Some rows of a table, with the side each belongs to: what refers to it needs their values."""
    shape = table.shape
    referring = (one.referenced_columns for one in shape.catalog.foreign_keys_to(shape.relation.identity))
    names = {name for columns in referring for name in columns}
    names |= {name for one in shape.references for name in one.columns}
    names |= {table.tenants[0]} if table.tenants is not None else set()
    columns = [one for one in shape.relation.columns if one.name in names]
    shown = ", ".join(f"{one.quoted}::text" for one in columns) or "NULL"
    try:
        with connection.transaction():
            found = run(
                connection, f"SELECT {shown} FROM {shape.relation.identity} LIMIT {_MOST_KNOWN}"
            ).fetchall()
    except psycopg.DatabaseError:
        return ()
    values = [{column.name: value for column, value in zip(columns, row, strict=False)} for row in found]
    if table.is_root:
        # The tenants' own key comes first: it is what their rows carry.
        key = table.tenants[0] if table.tenants else ""
        values = [{key: row.get(key), **row} for row in values]
        return [Row(row, place if place < 2 else None) for place, row in enumerate(values)]
    return [Row(row, _side(table, row)) for row in values]


def _side(table: Table, row: Mapping[str, str | None]) -> int | None:
    """The tenant of a row: by its key, or by what it refers to."""
    if table.tenants is not None:
        roots = table.rows.get(table.tenants[1], ())
        keys = {next(iter(one.values.values()), None): one.side for one in roots}
        return keys.get(row.get(table.tenants[0]))
    for reference in table.shape.references:
        pairs = list(zip(reference.columns, reference.referenced_columns, strict=True))
        for parent in _rows_of(table, reference):
            same = all(parent.values.get(theirs) == row.get(own) is not None for own, theirs in pairs)
            if same and parent.side is not None:
                return parent.side
    return None
