"""Runs a policy's expression on a made-up row, as the role that the policy is for, and statements that
change nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from pgassay.model.relations import Relation
from pgassay.postgres.connect import run

#: Outside a replay nothing watches this connection from outside, so it watches itself.
_LIMITS = "SET LOCAL statement_timeout = '2s'; SET LOCAL search_path = pg_catalog, pg_temp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an expression came to, and the query that asked."""

    passes: bool
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Postgres's answer to a statement that it does not carry out."""

    sqlstate: str
    message: str


class Probe:
    """Asks Postgres whether rows pass expressions. Nothing is written: each question is rolled back.

    The connection is the migration role's: it becomes the role that is asked for, and is never a superuser.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._known: dict[
            tuple[str, str, str, tuple[tuple[str, str | None], ...], str | None], Answer | None
        ] = {}

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
        None when Postgres refuses: the role lacks a privilege, the expression raises, or takes over two
        seconds.
        """
        key = (relation.identity, expression, role, tuple(sorted(row.items())), user)
        if key not in self._known:
            self._known[key] = self._ask(relation, expression, role, row, user)
        return self._known[key]

    def refusal(self, statement: str, role: str | None = None) -> Refusal | None:
        """What Postgres says to a statement that it refuses to `role` (to the migration role where none is
        given); None where it carries it out, which is undone, or takes over two seconds.
        """
        try:
            with self._connection.transaction(force_rollback=True):
                run(self._connection, _LIMITS)
                if role is not None:
                    run(self._connection, "SET LOCAL ROLE " + self._name(role))
                run(self._connection, statement)
        except psycopg.errors.QueryCanceled:
            return None
        except psycopg.Error as error:
            if self._connection.closed:
                raise
            said = error.diag.message_primary or str(error).strip()
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
            with self._connection.transaction(force_rollback=True):
                run(self._connection, _LIMITS)
                if user is not None:
                    claims = self._literal(json.dumps({"sub": user, "role": role}))
                    run(self._connection, f"SET LOCAL request.jwt.claims = {claims}")
                run(self._connection, "SET LOCAL ROLE " + self._name(role))
                found = run(self._connection, question).fetchone()
        except psycopg.OperationalError:
            if self._connection.closed:
                raise
            return None
        except psycopg.Error:
            return None
        return Answer(passes=bool(found and found[0]), sql=question)

    def _name(self, name: str) -> str:
        return sql.Identifier(name).as_string(self._connection)

    def _literal(self, value: str | None) -> str:
        return "NULL" if value is None else sql.Literal(value).as_string(self._connection)
