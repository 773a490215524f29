"""Asks the replayed database: whether made-up rows pass expressions, which statements are refused, and what
clients can do to rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation
from pgassay.postgres.connect import rows_of, run, run_undone, stand, told
from pgassay.read.experiment import Experiment, experiment

_Result = TypeVar("_Result")

#: Outside a replay nothing watches this connection from outside, so it watches itself.
_LIMITS = "SET LOCAL statement_timeout = '2s'; SET LOCAL search_path = pg_catalog, pg_temp"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an expression came to, and the query that asked."""

    passes: bool
    sql: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Postgres's answer to a statement that it does not carry out."""

    sqlstate: str
    message: str


class Probe:
    """Asks Postgres whether rows pass expressions, and what clients can do. Each question is rolled back.

    The connection is the migration role's: it becomes the role that is asked for, and is never a superuser.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        # What it takes to become a role, by its name.
        self._becoming: dict[str, str | None] = {}
        self._stands = False
        self._known: dict[
            tuple[str, str, str, tuple[tuple[str, str | None], ...], str | None], Answer | None
        ] = {}

    def experiment(self, catalog: Catalog, done: Callable[[Experiment], _Result]) -> _Result | None:
        """What `done` makes of an experiment in a transaction that is rolled back; None where a row that it
        needs cannot be planted, or time runs out.
        """
        return experiment(self._connection, catalog, done)

    def passes(
        self,
        relation: Relation,
        expression: str,
        role: str,
        row: Mapping[str, str | None],
        user: str | None = None,
    ) -> Answer | None:
        """Whether a row of `relation` passes; columns that `row` does not name are NULL.

        With `user` the session carries the claims of that user, as Supabase sets them.
        None when Postgres refuses: the role lacks a privilege, the expression raises, takes over two seconds,
        or has ended the session, as one before it can have.
        """
        key = (relation.identity, expression, role, tuple(sorted(row.items())), user)
        if key not in self._known:
            self._known[key] = (
                None if self._connection.closed else self._ask(relation, expression, role, row, user)
            )
        return self._known[key]

    def refusal(self, statement: str, role: str | None = None) -> Refusal | None:
        """What Postgres says to a statement that it refuses to `role` (to the migration role where none is
        given); None where it carries it out, which is undone, or takes over two seconds.
        """
        becoming = self._as(role) if role is not None else ""
        if becoming is None:
            return None
        try:
            self._run(f"{becoming};{statement}")
        except psycopg.errors.QueryCanceled:
            return None
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            said = told(error)
            return Refusal(sqlstate=error.sqlstate or "", message=said)
        return None

    def _ask(
        self,
        relation: Relation,
        expression: str,
        role: str,
        row: Mapping[str, str | None],
        user: str | None,
    ) -> Answer | None:
        columns = ", ".join(
            f"{self._literal(row.get(column.name))}::{column.type} AS {column.quoted}"
            for column in relation.columns
        )
        alias = self._name(relation.name)
        question = f"SELECT ({expression}) FROM (SELECT {columns}) AS {alias}"
        try:
            becoming = self._as(role)
            if becoming is None:
                return None
            if user is not None:
                claims = self._literal(json.dumps({"sub": user, "role": role}))
                becoming = f"SET LOCAL request.jwt.claims = {claims};{becoming}"
            found = list(rows_of(self._run(f"{becoming};{question}")))
        except psycopg.Error:
            return None
        return Answer(passes=bool(found and found[0][0]), sql=question)

    def _as(self, role: str) -> str | None:
        """The SQL that makes the connection a role until the transaction ends; None where it cannot be it."""
        if role not in self._becoming:
            name = self._name(role)
            steps = (f"SET LOCAL ROLE {name}", f"GRANT {name} TO CURRENT_USER;SET LOCAL ROLE {name}")
            self._becoming[role] = next((step for step in steps if self._can(step)), None)
        return self._becoming[role]

    def _can(self, step: str) -> bool:
        try:
            self._run(step)
        except psycopg.Error:
            if self._connection.closed:
                raise
            return False
        return True

    def _run(self, text: str) -> psycopg.Cursor:
        """Runs a question in one way there and back. The transaction it is asked in is begun once, and again
        where somebody else has ended it: what it stands on would be missing, and that is nobody's answer.
        """
        idle = self._connection.info.transaction_status is TransactionStatus.IDLE
        if idle and self._connection.autocommit:
            run(self._connection, "BEGIN")
        if idle or not self._stands:
            stand(self._connection)
            self._stands = True
        return run_undone(self._connection, f"{_LIMITS};{text}")

    def _name(self, name: str) -> str:
        return sql.Identifier(name).as_string(self._connection)

    def _literal(self, value: str | None) -> str:
        return "NULL" if value is None else sql.Literal(value).as_string(self._connection)
