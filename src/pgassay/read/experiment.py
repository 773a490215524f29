"""Experiments: rows are planted, a client does something, and all of it is rolled back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
import psycopg
from psycopg import sql

from pgassay.model.catalog import Catalog
from pgassay.postgres.connect import run, run_within, stand, told
from pgassay.read.planting import Planter, Row, Unplanted

_Result = TypeVar("_Result")
_LEAVING = "SET LOCAL ROLE NONE;"

#: What Postgres says to a client that it keeps from doing something: by privilege or policy, or by a trigger.
REFUSED = ("42501", "P0001")
#: A policy that leads back to its own table: found when the query is planned, or when it has run too deep.
RECURSION = ("42P17", "54001")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Who does something: a role, and on Supabase the user and further claims of the token that it shows.

    `settings` are what a client sends along, such as request headers.
    """

    role: str
    user: str | None = None
    claims: Mapping[str, object] = msgspec.field(default_factory=dict[str, object])
    settings: Mapping[str, str] = msgspec.field(default_factory=dict[str, str])


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a statement: the rows that it gave or wrote, or the SQLSTATE and what Postgres said."""

    rows: int
    error: str | None = None
    message: str | None = None

    @property
    def refused(self) -> bool:
        """True where the client was kept from it, and it did not fail for another reason."""
        return self.error in REFUSED


class Experiment:
    """One experiment, inside a transaction that is rolled back. `planter` puts rows there beforehand."""

    def __init__(self, connection: psycopg.Connection, catalog: Catalog) -> None:
        self._connection = connection
        self._script: list[str] = []
        self._sent: set[str] = set()
        self._roles: set[str] = set()
        self._acting: Session | None = None
        self.catalog = catalog
        self.planter = Planter(connection, catalog, self._script)

    @property
    def sql(self) -> str:
        """All that was done, as SQL that can be run again inside a transaction."""
        return "\n".join(self._script)

    def plant(self, relation: str, values: Row | None = None) -> Row:
        """Plants a row, as Planter.plant does."""
        return self.planter.plant(relation, values)

    def change(self, relation: str, row: Row, column: str, value: str | None) -> None:
        """Gives a planted row another value in a column. Raises Unplanted where Postgres refuses it."""
        quoted = next(one.quoted for one in self.catalog.relation[relation].columns if one.name == column)
        given = f"{quoted} = {self.planter.literal(value)}"
        self.planter.send(f"UPDATE {relation} SET {given} WHERE {self.named(relation, row)}")

    def run(self, session: Session, statement: str) -> Outcome:
        """What comes of a statement of a client. What it wrote stays for the next one; an error leaves no
        trace.

        Raises Unplanted where the connection cannot become the role.
        """
        if session.role not in self._roles:
            self._join(session.role)
        becoming = self._becoming(session)
        outcome = self._outcome([*becoming, statement])
        came = f"{outcome.error}: {outcome.message}" if outcome.error else f"rows: {outcome.rows}"
        if self._script[-1:] == [_LEAVING] and self._acting == session:
            self._script.pop()
        else:
            self._script += [f"{step};" for step in becoming]
        self._script += [f"{statement};  -- {came}", _LEAVING]
        self._acting = session
        return outcome

    def _join(self, role: str) -> None:
        granted = made_member(self._connection, role)
        if granted is None:
            raise Unplanted(role)
        self._script += [f"{granted};"] if granted else []
        self._roles.add(role)

    def _outcome(self, steps: list[str]) -> Outcome:
        try:
            cursor = run_within(self._connection, "\n;".join([*steps, _LEAVING]))
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            said = told(error)
            return Outcome(rows=0, error=error.sqlstate, message=said)
        for _ in steps[:-1]:
            cursor.nextset()
        return Outcome(rows=cursor.rowcount)

    def again(self, statement: str) -> Outcome:
        """What comes of a statement of the migrations that their role runs once more; an error leaves no
        trace.
        """
        return self._outcome([statement])

    def prepare(self, statement: str) -> None:
        """Runs a statement as the migration role. Raises Unplanted where Postgres refuses it."""
        try:
            run_within(self._connection, statement)
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            raise Unplanted(statement) from error
        self._script.append(f"{statement};")

    def finds(self, session: Session, relation: str, row: Row) -> bool:
        """Whether a client reads a row, looked for by the values of its primary key, else by all of them."""
        return self.run(session, f"SELECT 1 FROM {relation} WHERE {self.named(relation, row)}").rows > 0

    def named(self, relation: str, row: Row) -> str:
        """The condition that a row of these values meets."""
        known = self.catalog.relation[relation]
        primary = [
            name for key in self.catalog.constraints_of(relation, "primary key") for name in key.columns
        ]
        names = primary if primary and all(name in row for name in primary) else list(row)
        tests: list[str] = []
        for column in known.columns:
            if column.name in names:
                value = row[column.name]
                same = "IS NULL" if value is None else f"= {self.planter.literal(value)}"
                tests.append(f"{column.quoted} {same}")
        return " AND ".join(tests) or "true"

    def _becoming(self, session: Session) -> list[str]:
        """The statements by which the platform tells Postgres whose request it runs."""
        settings = {**dict.fromkeys(self._sent, ""), **session.settings}
        if session.user is not None or session.claims:
            claims: dict[str, object] = {"role": session.role, **session.claims}
            if session.user is not None:
                claims |= {"sub": session.user, "email": f"{session.user}@example.com"}
            settings["request.jwt.claims"] = json.dumps(claims)
        self._sent |= set(settings)
        steps = [
            f"SET LOCAL {sql.Identifier(*name.split('.')).as_string(self._connection)} = "
            f"{self.planter.literal(value)}"
            for name, value in sorted(settings.items())
        ]
        # As the platform sends requests: what functions without a path of their own name is looked for there.
        steps.append("SET LOCAL search_path = public, extensions")
        return [*steps, f"SET LOCAL ROLE {sql.Identifier(session.role).as_string(self._connection)}"]


def made_member(connection: psycopg.Connection, role: str) -> str | None:
    """What it takes until the transaction ends for a connection to SET ROLE: nothing (""), or the GRANT that
    was run; None where it cannot.

    Who creates a role may make anybody a member of it, and is none.
    """
    name = sql.Identifier(role).as_string(connection)
    for step in ("", f"GRANT {name} TO CURRENT_USER"):
        try:
            run_within(connection, f"{step}; SET LOCAL ROLE {name}; {_LEAVING}")
        except psycopg.Error:
            if connection.closed:
                raise
            continue
        return step
    return None


def experiment(
    connection: psycopg.Connection, catalog: Catalog, done: Callable[[Experiment], _Result]
) -> _Result | None:
    """What `done` makes of an experiment; None where a row that it needs cannot be planted, or time runs
    out.
    """
    try:
        with connection.transaction(force_rollback=True):
            run(connection, "SET LOCAL statement_timeout = '2s'")
            stand(connection)
            return done(Experiment(connection, catalog))
    except Unplanted:
        return None
    except psycopg.OperationalError:
        if connection.closed:
            raise
        return None
