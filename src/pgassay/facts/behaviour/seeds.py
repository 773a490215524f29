"""Rows that migrations put into tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pgassay.model.source import Migration, Statement, Tree
from pgassay.read.names import plain_name

if TYPE_CHECKING:
    from pgassay.facts import Facts

_FILLED = re.compile(r"\b(?:insert\s+into|copy)\s+(?P<name>[\w.\"]+)", re.I)


def seeds(migrations: Iterable[Migration]) -> Iterator[tuple[Statement, str]]:
    """The INSERTs of stated rows that a second run makes again, each with the table's plain name.

    Not those with ON CONFLICT, or behind a DELETE or TRUNCATE of the file, and not those into a table that
    the file itself makes, for a second run gets no further than that.
    """
    for migration in migrations:
        made: set[str] = set()
        for statement in migration.statements:
            tree = statement.tree
            anew = statement.kind == "CreateStmt" and not tree.get("if_not_exists")
            if anew or statement.kind == "DeleteStmt":
                made.add(_name(tree["relation"]))
            elif statement.kind == "TruncateStmt":
                made |= {_name(one["RangeVar"]) for one in tree["relations"]}
            elif statement.kind == "InsertStmt" and _states_rows(tree):
                name = _name(tree["relation"])
                if name not in made:
                    yield statement, name


def rows_stated(statement: Statement) -> int:
    """How many rows an INSERT states."""
    return len(statement.tree["selectStmt"]["SelectStmt"].get("valuesLists", ())) or 1


def _states_rows(tree: Tree) -> bool:
    """True for rows that stand in the statement itself, without a condition under which they are made."""
    rows = tree.get("selectStmt", {}).get("SelectStmt", {})
    derived = {"fromClause", "whereClause", "larg"} & rows.keys()
    return bool(rows) and not derived and not {"onConflictClause", "withClause"} & tree.keys()


def filled(migrations: Iterable[Migration], facts: Facts) -> frozenset[str]:
    """The plain names of the tables that migrations or functions put rows into, as far as their texts say."""
    texts = [statement.sql for migration in migrations for statement in migration.statements]
    texts += [function.body for function in facts.catalog.functions if facts.is_own(function)]
    return frozenset(plain_name(match["name"].lower()) for text in texts for match in _FILLED.finditer(text))


def _name(node: Tree) -> str:
    schema = node.get("schemaname")
    return plain_name(f"{schema}.{node['relname']}" if schema else str(node["relname"]))
