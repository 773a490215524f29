"""Runs a policy's expression on a made-up row, as the role that the policy is for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from pgassay.model.relations import Relation
from pgassay.postgres.connect import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an expression came to, and the query that asked."""

    passes: bool
    sql: str


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
        alias = sql.Identifier(relation.name).as_string(self._connection)
        question = f"SELECT ({expression}) FROM (SELECT {columns}) AS {alias}"
        try:
            with self._connection.transaction(force_rollback=True):
                # Outside a replay nothing watches this connection from outside, so it watches itself.
                run(
                    self._connection,
                    "SET LOCAL statement_timeout = '2s'; SET LOCAL search_path = pg_catalog, pg_temp",
                )
                if user is not None:
                    claims = self._literal(json.dumps({"sub": user, "role": role}))
                    run(self._connection, f"SET LOCAL request.jwt.claims = {claims}")
                run(self._connection, "SET LOCAL ROLE " + sql.Identifier(role).as_string(self._connection))
                found = run(self._connection, question).fetchone()
        except psycopg.OperationalError:
            if self._connection.closed:
                raise
            return None
        except psycopg.Error:
            return None
        return Answer(passes=bool(found and found[0]), sql=question)

    def _literal(self, value: str | None) -> str:
        return "NULL" if value is None else sql.Literal(value).as_string(self._connection)
