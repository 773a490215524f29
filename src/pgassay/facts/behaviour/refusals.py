"""Statements that Postgres refused: what is said of them, and what they share."""

from __future__ import annotations

import re

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.source import Location, Tree
from pgassay.read.failures import Failure

#: SQLSTATEs of an object that is there already: policy and the like, relation, column, function, schema.
EXISTS = ("42710", "42P07", "42701", "42723", "42P06")
_FOREIGN_KEY = "23503"
AMBIGUOUS = "42725"
_FILLERS = ("IF", "NOT", "EXISTS", "OR", "REPLACE", "CONCURRENTLY")
#: Words that a title does not end with.
_HANGING = (
    "ON",
    "FOR",
    "BEFORE",
    "AFTER",
    "INSTEAD",
    "OF",
    "AS",
    "TO",
    "INTO",
    "FROM",
    "SET",
    "ADD",
    "WITH",
    "=",
)
_CONSTRAINT = re.compile(r'on table "(?P<table>[^"]+)" violates foreign key constraint "(?P<name>[^"]+)"')


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """What several failures share: a `cause`, which is `file` making what exists, rows missing of `table`, or
    else one `answer` to statements of one file; `count` says how many they are.
    """

    cause: str
    file: str | None = None
    table: str | None = None
    answer: str | None = None
    count: int = 1


def cause_of(failure: Failure, catalog: Catalog) -> Alike | None:
    """What a failure can share with others; None for one that misses an object, which can be made or dropped
    between two of them.
    """
    file = failure.statement.location.file
    if failure.sqlstate in EXISTS:
        return Alike(cause=f"exists {file}", file=file)
    match = _CONSTRAINT.search(failure.message) if failure.sqlstate == _FOREIGN_KEY else None
    answer = f"{failure.message} ({failure.sqlstate})"
    if failure.sqlstate == AMBIGUOUS:
        # What is there twice stays so from file to file.
        return Alike(cause=answer, answer=answer)
    same = None if failure.missing else Alike(cause=f"{answer} {file}", file=file, answer=answer)
    if match is None:
        return same
    for constraint in catalog.constraints:
        relation = catalog.relation.get(constraint.relation or "")
        if constraint.name == match["name"] and relation is not None and relation.name == match["table"]:
            return Alike(cause=f"rows {constraint.references}", table=constraint.references)
    return same


def failure_message(failure: Failure, alike: Alike | None) -> str:
    """What Postgres refuses, and its answer; for several of one cause a sentence that fits all."""
    if alike is not None and alike.count > 1 and alike.answer is not None:
        of_file = f" of {alike.file.rpartition('/')[2]}" if alike.file is not None else ""
        return f"{alike.count} statements{of_file} are refused alike: {alike.answer}"
    if alike is not None and alike.count > 1 and alike.file is not None:
        name = alike.file.rpartition("/")[2]
        return f"{name} makes {alike.count} objects that exist already: Postgres refuses each"
    if alike is not None and alike.count > 1:
        return (
            f"{alike.count} statements insert rows that reference rows of {alike.table} which no migration "
            f"makes: Postgres refuses each ({failure.sqlstate})"
        )
    return f"{subject_of(failure)} is refused: {failure.message} ({failure.sqlstate})"


def subject_of(failure: Failure) -> str:
    """The statement's first words, up to a bracket; of policies and triggers the name and the table."""
    tree = failure.statement.tree
    match failure.statement.kind:
        case "CreatePolicyStmt":
            return f"CREATE POLICY {quoted(tree['policy_name'])} ON {_written(tree['table'])}"
        case "CreateTrigStmt":
            return f"CREATE TRIGGER {quoted(tree['trigname'])} ON {_written(tree['relation'])}"
        case "DoStmt":
            return "DO block"
        case "CommentStmt":
            return re.split(r"\s+IS\s", " ".join(failure.statement.sql.split()), maxsplit=1, flags=re.I)[0]
        case _:
            pass
    words = re.findall(r'(?:"[^"]*"|[^\s"])+', _start(failure.statement.sql))
    kept = [word for word in words if word.upper() not in _FILLERS][:6]
    while kept and kept[-1].upper() in _HANGING:
        kept.pop()
    return " ".join(kept).rstrip(",;")


def _written(node: Tree) -> str:
    parts = (node.get("schemaname"), node["relname"])
    return ".".join(quoted(part) for part in parts if part)


def _start(sql: str) -> str:
    """A statement up to the first bracket that stands outside quotes."""
    match = re.match(r'(?:"[^"]*"|[^("])*', sql)
    return match[0] if match else ""


def short(place: Location) -> str:
    """A place by its file's own name and line."""
    return f"{place.file.rpartition('/')[2]}:{place.line}"
