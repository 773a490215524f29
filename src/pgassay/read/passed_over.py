"""What a definition would have made that met an object of its name, made with the other set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import psycopg

from pgassay.model.names import quoted
from pgassay.model.passed_over import Definition, PassedOver
from pgassay.model.source import Statement, Tree
from pgassay.postgres.connect import run
from pgassay.postgres.parse import queries, walk
from pgassay.read.inner import inner

#: What Postgres says of a relation or a column that exists already.
EXISTS = ("42P07", "42701")

#: A set of migrations that defines all of itself again and again is not compared for ever.
_MOST = 1_000

_MISSING_RELATION = "42P01"
_ASIDE = "pgassay_aside"
_DEFINITIONS = ("CreateStmt", "IndexStmt", "AlterTableStmt", "CreateSeqStmt", "CreateTableAsStmt")
_ENUM = "CreateEnumStmt"
_CREATES_TYPE = re.compile(r"\bcreate\s+type\b", re.I)
#: How a block goes on where the type exists: it swallows the error, or looks before.
_GUARDED = re.compile(r"\b(?:duplicate_object|others|pg_type|to_regtype|regtype)\b|'42710'", re.I)
#: How Postgres quotes a statement that a function or a DO block runs.
_WITHIN = re.compile(r'SQL statement "(?P<sql>.*?)"\nPL/pgSQL function', re.S)


class Overheard:
    """What Postgres says in passing on a connection, and which definitions met something of their name.

    `found` are those that were compared.
    """

    def __init__(self) -> None:
        self._heard: list[str | None] = []
        # The enums that a block is about to make and that exist, with their oids.
        self._at_stake: list[tuple[str, int]] = []
        self.found: list[PassedOver] = []

    def listen(self, connection: psycopg.Connection[Any]) -> None:
        """Hears the notices of a connection from now on."""
        connection.add_notice_handler(self._note)

    def _note(self, said: psycopg.errors.Diagnostic) -> None:
        if said.sqlstate in EXISTS and len(self._heard) < _MOST:
            self._heard.append(said.context)

    @property
    def any(self) -> bool:
        """True where a definition met something since the last comparison."""
        return bool(self._heard or self._at_stake)

    def forget(self) -> None:
        """What was said so far was of statements that are run again."""
        self._heard.clear()
        self._at_stake.clear()

    def before(self, connection: psycopg.Connection[Any], statement: Statement) -> None:
        """Looks which types a block is going to define again: where it swallows the error, nothing is said.

        Raises psycopg.Error where the session is lost.
        """
        self.forget()
        if (
            statement.kind == "DoStmt"
            and _CREATES_TYPE.search(statement.sql)
            and _GUARDED.search(statement.sql)
        ):
            for text, name in _enums(statement):
                oid = _type_called(connection, name)
                if oid is not None:
                    self._at_stake.append((text, oid))

    def compare(self, connection: psycopg.Connection[Any], statement: Statement, *, refused: bool) -> None:
        """Adds to `found` what definitions would have made that met something while a statement ran.

        Raises psycopg.Error where the session is lost.
        """
        heard = [None, *self._heard] if refused else list(self._heard)
        at_stake = [] if refused else [*self._at_stake]
        self.forget()
        texts = [(text, None) for text in _passed_over(statement, heard)]
        for text, oid in (*texts, *at_stake):
            one = _compared(connection, statement, text, refused=refused, still=oid)
            if one is not None and len(self.found) < _MOST:
                self.found.append(one)


def _passed_over(statement: Statement, heard: list[str | None]) -> list[str]:
    """The definitions that notices with these contexts are about: the statement, or what it ran in turn."""
    if statement.kind in _DEFINITIONS:
        return [statement.sql] if heard else []
    within = (_WITHIN.search(context) for context in heard if context)
    return list(dict.fromkeys(match["sql"] for match in within if match))


def _enums(statement: Statement) -> Iterator[tuple[str, str]]:
    """The enums that a block makes, each with the name as it is written; not one that it makes two ways."""
    found: dict[str, list[str]] = {}
    for one in inner(statement, {}):
        if one.kind == _ENUM:
            found.setdefault(_name(one.tree["typeName"]), []).append(one.sql)
    yield from ((texts[0], name) for name, texts in found.items() if len(set(texts)) == 1)


def _name(parts: list[Tree]) -> str:
    return ".".join(quoted(part["String"]["sval"]) for part in parts)


def _type_called(connection: psycopg.Connection[Any], name: str) -> int | None:
    row = run(connection, "SELECT pg_catalog.to_regtype(%s)::pg_catalog.oid", [name]).fetchone()
    return int(row[0]) if row is not None and row[0] is not None else None


def _compared(
    connection: psycopg.Connection[Any],
    statement: Statement,
    text: str,
    *,
    refused: bool,
    still: int | None = None,
) -> PassedOver | None:
    """What the definition `text` of a statement would have made, and what is there instead; None for one
    that makes nothing that is compared, and where Postgres does not let it be found out. Of an enum, `still`
    is what it was before: one that is another by now was made anew.

    Works inside the transaction that is open, behind a savepoint of its own, and leaves no trace. Raises
    psycopg.Error where the session is lost.
    """
    trees = queries(text)
    ((kind, tree),) = trees[0].items() if len(trees) == 1 else (("", {}),)
    if kind not in (*_DEFINITIONS, _ENUM):
        return None
    try:
        with connection.transaction(force_rollback=True):
            if still is not None and _type_called(connection, _name(tree["typeName"])) != still:
                return None
            return _Comparison(connection, statement, text, kind, tree).made(refused=refused)
    except psycopg.Error:
        if connection.closed:
            raise
        return None


class _Comparison(msgspec.Struct):
    """One definition that is made again, with the savepoints it takes."""

    connection: psycopg.Connection[Any]  # Any: rows of queries that differ
    statement: Statement
    text: str
    kind: str
    tree: Tree

    def made(self, *, refused: bool) -> PassedOver | None:
        """Both definitions. Raises psycopg.Error where the existing one cannot be set aside."""
        oid = self._oid()
        existing = self._definition(oid) if oid is not None else None
        if existing is None:
            return None
        columns = self._columns(existing)
        if self.kind == "AlterTableStmt" and not columns:
            return None
        for step in self._steps_aside(existing, columns):
            run(self.connection, step)
        missing = self._made_again()
        again = self._oid()
        made = again is not None and (again != oid or bool(columns))
        wanted = self._definition(again) if again is not None and made else None
        return PassedOver(
            statement=self.statement,
            existing=existing,
            wanted=wanted,
            columns=columns,
            missing=missing,
            refused=refused,
        )

    def _oid(self) -> int | None:
        """What has the definition's name now."""
        match self.kind:
            case "CreateEnumStmt":
                return _type_called(self.connection, _name(self.tree["typeName"]))
            case "CreateSeqStmt":
                relation = self.tree["sequence"]
            case "CreateTableAsStmt":
                relation = self.tree["into"]["rel"]
            case _:
                relation = self.tree["relation"]
        named = ".".join(quoted(relation[key]) for key in ("schemaname", "relname") if key in relation)
        if self.kind != "IndexStmt":
            asking, values = "SELECT pg_catalog.to_regclass(%s)::pg_catalog.oid", [named]
        else:
            # An index goes into the schema of its table.
            asking = (
                "SELECT i.oid FROM pg_catalog.pg_class AS i JOIN pg_catalog.pg_class AS t "
                "ON t.relnamespace = i.relnamespace AND t.oid = pg_catalog.to_regclass(%s) "
                "WHERE i.relname = %s"
            )
            values = [named, str(self.tree.get("idxname", ""))]
        row = run(self.connection, asking, values).fetchone()
        return int(row[0]) if row is not None and row[0] is not None else None

    def _definition(self, oid: int) -> Definition | None:
        with self.connection.transaction(force_rollback=True):
            run(self.connection, _text("settings.sql"))
            asked = "passed_over_type.sql" if self.kind == _ENUM else "passed_over.sql"
            row = run(self.connection, _text(asked), [oid]).fetchone()
        return msgspec.convert(row[0], Definition) if row is not None else None

    def _columns(self, existing: Definition) -> tuple[str, ...]:
        """The columns that ALTER TABLE was to add and that exist."""
        commands = [one["AlterTableCmd"] for one in self.tree.get("cmds", [])]
        added = [one["def"]["ColumnDef"] for one in commands if one.get("subtype") == "AT_AddColumn"]
        return tuple(one["colname"] for one in added if existing.column(one["colname"]) is not None)

    def _steps_aside(self, existing: Definition, columns: tuple[str, ...]) -> Iterator[str]:
        match self.kind:
            case "CreateStmt":
                yield f"CREATE SCHEMA {_ASIDE}"
                yield f"ALTER TABLE {existing.identity} SET SCHEMA {_ASIDE}"
            case "CreateEnumStmt":
                yield f"ALTER TYPE {existing.identity} RENAME TO {_ASIDE}"
            case "CreateSeqStmt":
                # One that a column owns stays in its schema.
                yield f"ALTER SEQUENCE {existing.identity} RENAME TO {_ASIDE}"
            case "CreateTableAsStmt":
                kind = "TABLE" if self.tree.get("objtype") == "OBJECT_TABLE" else "MATERIALIZED VIEW"
                yield f"ALTER {kind} {existing.identity} RENAME TO {_ASIDE}"
            case "IndexStmt":
                yield f"ALTER INDEX {existing.identity} RENAME TO {_ASIDE}"
            case _:
                for number, column in enumerate(columns):
                    yield (
                        f"ALTER TABLE {existing.identity} RENAME COLUMN {quoted(column)} TO {_ASIDE}_{number}"
                    )

    def _made_again(self) -> str | None:
        """Runs the definition, and makes the relations that it references and that do not exist: the first of
        them is returned.
        """
        first: str | None = None
        wanting = dict(_referenced(self.kind, self.tree))
        while True:
            try:
                with self.connection.transaction():
                    run(self.connection, self.text)
                return first
            except psycopg.Error as error:
                if self.connection.closed or error.sqlstate != _MISSING_RELATION or not wanting:
                    raise
            name = next((one for one in wanting if not self._exists(one)), None)
            if name is None:
                return first
            first = first or name
            run(self.connection, f"CREATE TABLE {name} ({wanting.pop(name)})")

    def _exists(self, name: str) -> bool:
        row = run(self.connection, "SELECT pg_catalog.to_regclass(%s) IS NOT NULL", [name]).fetchone()
        return row is not None and bool(row[0])


def _referenced(kind: str, tree: Tree) -> Iterator[tuple[str, str]]:
    """The tables that a definition references, each with columns that its references fit."""
    types: dict[str, str] = {}
    column = ""
    for name, node in walk({kind: tree}):
        if name == "ColumnDef":
            column = node["colname"]
            types[column] = _type(node["typeName"])
        if name == "Constraint" and node.get("contype") == "CONSTR_FOREIGN":
            own = [one["String"]["sval"] for one in node.get("fk_attrs", [])] or [column]
            keys = [one["String"]["sval"] for one in node.get("pk_attrs", [])] or ["id"]
            known = [f"{quoted(key)} {types.get(one, 'text')}" for key, one in zip(keys, own, strict=False)]
            table = node["pktable"]
            target = ".".join(quoted(table[key]) for key in ("schemaname", "relname") if key in table)
            key = ", ".join(quoted(one) for one in keys[: len(known)])
            yield target, f"{', '.join(known)}, PRIMARY KEY ({key})"


def _type(node: Tree) -> str:
    """A type's name without what limits its values, which a reference need not share."""
    name = ".".join(quoted(one["String"]["sval"]) for one in node["names"])
    return name + "[]" * len(node.get("arrayBounds", []))


@cache
def _text(name: str) -> str:
    return resources.files("pgassay.read").joinpath(name).read_text("utf-8")
