"""Rows that an experiment needs, put there by the migration role with all that they reference."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.postgres.connect import run, run_within

#: A row that its CHECK constraints refuse is changed so many times.
_MOST_TRIES = 24
#: The number in the key of the user who tries something (…-00000000000a).
_CLIENT = 10
#: Rows that a row needs, and those that these need, are planted this deep.
_DEEPEST = 12

_WORD = re.compile(r"'((?:[^']|'')*)'")
_NUMBER = re.compile(r"(?<![\w.'])\d+(?:\.\d+)?(?![\w.'])")
_BY_TYPE = {
    "json": ("{}", "[]"),
    "jsonb": ("{}", "[]"),
    "bytea": ("\\x00",),
    "date": ("2024-01-01",),
    "time without time zone": ("10:00",),
    "time with time zone": ("10:00+00",),
    "xml": ("<a/>",),
}
_BY_CATEGORY = {
    "A": ("{}",),
    "B": ("false", "true"),
    "D": ("2024-01-01 10:00:00+00",),
    "I": ("10.0.0.1",),
    "R": ("empty",),
    "T": ("1 day",),
}

_ASLEEP = "SET LOCAL session_replication_role = replica"
_AWAKE = "SET LOCAL session_replication_role = origin"

Row = Mapping[str, str | None]


class Unplanted(Exception):
    """Postgres takes no row that the planter can think of."""


class Planter:
    """Plants rows; where the role is allowed to, it lets triggers and foreign keys sleep meanwhile.

    Everything happens in the transaction of whoever asks. `script` takes the statements that succeeded.
    """

    def __init__(self, connection: psycopg.Connection, catalog: Catalog, script: list[str]) -> None:
        self._connection = connection
        self._catalog = catalog
        self._script = script
        # The tenth is left to whoever the client is: nobody's key is theirs by chance.
        self._numbers = (number for number in itertools.count(1) if number != _CLIENT)
        self._planted: dict[str, list[Row]] = {}
        self._under_way: list[str] = []
        self._sleeps = self._may_let_sleep()

    def plant(self, relation: str, values: Row | None = None) -> Row:
        """The columns and values of a row that is now there, those in `values` as given.

        What it references is planted first, unless it is there. Raises Unplanted.
        """
        table = self._table(relation)
        self._under_way.append(relation)
        try:
            row = self._insert(table, self._with_references(table, dict(values or {})))
        finally:
            self._under_way.pop()
        self._planted.setdefault(relation, []).append(row)
        return row

    def planted(self, relation: str) -> Row:
        """The first row of a relation that was planted; where there is none one is planted now."""
        found = self._planted.get(relation)
        return found[0] if found else self.plant(relation)

    def has(self, relation: str) -> bool:
        """Whether a row of a relation was planted."""
        return bool(self._planted.get(relation))

    def forget(self) -> list[tuple[str, Row]]:
        """What was planted so far, by relation; what is planted from now on references none of it."""
        found = [(relation, row) for relation, rows in self._planted.items() for row in rows]
        self._planted.clear()
        return found

    def others(self, relation: str, column: str) -> Iterator[str | None]:
        """Values that a column can have, and NULL where it can be; dates of long ago and to come."""
        table = self._table(relation)
        known = next(one for one in table.columns if one.name == column)
        yield from self._samples(table, known, next(self._numbers))
        if known.type_category == "D":
            yield from ("1990-01-01", "2190-01-01")
        if not known.not_null:
            yield None

    def send(self, statement: str) -> None:
        """Runs a statement as rows are planted. Raises Unplanted where Postgres refuses it."""
        try:
            self._send(statement)
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            raise Unplanted(statement) from error

    def row(self, relation: str, values: Row) -> Row:
        """A row that somebody else is to insert; what it references is planted."""
        table = self._table(relation)
        choices = self._choices(table, self._with_references(table, dict(values)))
        return {name: options[0] for name, options in choices.items() if options}

    def insert(self, relation: str, row: Row) -> str:
        """The INSERT of a row."""
        table = self._table(relation)
        given = [column for column in table.columns if column.name in row]
        identity = " OVERRIDING SYSTEM VALUE" if any(column.identity for column in given) else ""
        names = ", ".join(column.quoted for column in given)
        values = ", ".join(self.literal(row[column.name]) for column in given)
        what = f"({names}){identity} VALUES ({values})" if given else "DEFAULT VALUES"
        return f"INSERT INTO {relation} {what}"

    def literal(self, value: str | None) -> str:
        """A value as SQL has it."""
        return "NULL" if value is None else sql.Literal(value).as_string(self._connection)

    def _table(self, relation: str) -> Relation:
        known = self._catalog.relation.get(relation)
        if known is None or not known.is_table or len(self._under_way) > _DEEPEST:
            raise Unplanted(relation)
        return known

    def _with_references(self, table: Relation, row: dict[str, str | None]) -> dict[str, str | None]:
        """The values with those of foreign keys that are required, or that could point at what is planted."""
        for key in self._catalog.foreign_keys_of(table.identity):
            target = key.references or ""
            pairs = tuple(zip(key.columns, key.referenced_columns, strict=True))
            if target in self._under_way or any(own in row and row[own] is None for own, _ in pairs):
                continue
            there = self._referenced(table, key, {theirs: row[own] for own, theirs in pairs if own in row})
            for own, theirs in pairs:
                if there is not None and there.get(theirs) is not None:
                    row.setdefault(own, there[theirs])
        return row

    def _referenced(self, table: Relation, key: Constraint, given: Row) -> Row | None:
        target = key.references or ""
        there = self._planted.get(target, [])
        if given:
            fitting = (row for row in there if all(row.get(name) == value for name, value in given.items()))
            return next(fitting, None) or self.plant(target, given)
        columns = [table.column(name) for name in key.columns]
        needed = any(column is not None and column.not_null for column in columns)
        return self.planted(target) if needed else next(iter(there), None)

    def _choices(self, table: Relation, fixed: Row) -> dict[str, list[str | None]]:
        """By column, the values to try: one where it is given."""
        pointed_at = {
            name for key in self._catalog.foreign_keys_to(table.identity) for name in key.referenced_columns
        }
        keys = {
            name
            for key in self._catalog.constraints_of(table.identity, "primary key")
            for name in key.columns
        }
        checked = {
            name
            for check in self._catalog.constraints_of(table.identity, "check")
            for name in check.columns
            if check.enforced
        }
        number = next(self._numbers)
        found: dict[str, list[str | None]] = {}
        for column in table.columns:
            if column.generated:
                continue
            if column.name in fixed:
                found[column.name] = [fixed[column.name]]
                continue
            samples: list[str | None] = list(self._samples(table, column, number))
            if column.name in keys | pointed_at or (column.not_null and column.default is None):
                found[column.name] = samples
            elif column.name in checked and column.default is None:
                found[column.name] = [None, *samples]
        return found

    def _samples(self, table: Relation, column: Column, number: int) -> Iterator[str]:
        """Values that a column's type takes, those that its CHECK constraints name first."""
        checks = [
            check.definition
            for check in self._catalog.constraints_of(table.identity, "check")
            if column.name in check.columns
        ]
        kind = self._base(column.type)
        labels = next((one.labels for one in self._catalog.types if one.identity == kind and one.labels), ())
        if labels or kind == "uuid":
            yield from labels or (f"00000000-0000-4000-8000-{number:012x}",)
            return
        if column.type_category == "S":
            yield from (word.replace("''", "'") for text in checks for word in _WORD.findall(text))
            yield from (f"planted {number}", f"planted{number}@example.com", "https://example.com/", "0")
        elif column.type_category == "N":
            numbers = (word for text in checks for word in _NUMBER.findall(text))
            yield from (f"{7000 + number}", "1", "0", *numbers)
        yield from _BY_TYPE.get(kind, _BY_CATEGORY.get(column.type_category, ()))

    def _base(self, name: str) -> str:
        domain = next((one for one in self._catalog.types if one.identity == name and one.base), None)
        return domain.base if domain is not None and domain.base is not None else name

    def _insert(self, table: Relation, fixed: Row) -> Row:
        choices = {name: options for name, options in self._choices(table, fixed).items() if options}
        at = dict.fromkeys(choices, 0)
        for _ in range(_MOST_TRIES):
            row = {name: options[at[name]] for name, options in choices.items()}
            refused = self._refusal(table, row)
            if refused is None:
                return row
            if not any(_turn(choices, at, name) for name in self._blamed(table, refused)):
                break
        raise Unplanted(table.identity)

    def _refusal(self, table: Relation, row: Row) -> psycopg.Error | None:
        """Plants a row; the error of one whose values are refused."""
        statement = self.insert(table.identity, row)
        try:
            self._send(statement)
        except psycopg.errors.IntegrityError as error:
            return error
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            raise Unplanted(table.identity) from error
        return None

    def _send(self, statement: str) -> None:
        wanted = f"{_ASLEEP}; {statement}; {_AWAKE}" if self._sleeps else statement
        run_within(self._connection, wanted)
        self._tell(statement)

    def _tell(self, statement: str) -> None:
        """Adds a statement to the script; rows that follow each other share one sleep."""
        if not self._sleeps:
            self._script.append(f"{statement};")
        elif self._script[-1:] == [f"{_AWAKE};"]:
            self._script[-1:] = [f"{statement};", f"{_AWAKE};"]
        else:
            self._script += [f"{_ASLEEP};", f"{statement};", f"{_AWAKE};"]

    def _may_let_sleep(self) -> bool:
        """Where the role may not, triggers fire and what is referenced is looked for, as in earnest."""
        asked = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
        found = run(self._connection, asked).fetchone()
        return bool(found and found[0])

    def _blamed(self, table: Relation, error: psycopg.Error) -> tuple[str, ...]:
        """The columns to try other values in."""
        if error.diag.column_name is not None:
            return (error.diag.column_name,)
        name = error.diag.constraint_name
        for constraint in self._catalog.constraints_of(table.identity):
            if constraint.name == name:
                return constraint.columns
        for index in self._catalog.indexes_of(table.identity):
            if index.name == name:
                return tuple(column for column in index.columns if column is not None)
        return tuple(column.name for column in table.columns if column.type == error.diag.datatype_name)


def _turn(choices: Mapping[str, list[str | None]], at: dict[str, int], name: str) -> bool:
    """Moves a column to its next value; from its last one it goes back to the first, which moves none."""
    options = choices.get(name, [])
    if at.get(name, 0) + 1 < len(options):
        at[name] += 1
        return True
    at[name] = 0
    return False
