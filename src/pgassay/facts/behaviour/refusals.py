"""Statements that Postgres refused: what is said of them, what they share, and how they would go through."""

from __future__ import annotations

import re

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.source import Location, Tree
from pgassay.postgres.parse import walk
from pgassay.read.failures import Failure
from pgassay.read.makers import Makers
from pgassay.read.names import extension_of, names_created, plain_name

#: SQLSTATEs of an object that is there already: policy and the like, relation, column, function, schema.
_EXISTS = ("42710", "42P07", "42701", "42723", "42P06")
_FOREIGN_KEY = "23503"
_AMBIGUOUS = "42725"
_FILLERS = ("IF", "NOT", "EXISTS", "OR", "REPLACE", "CONCURRENTLY")
#: Words that a title does not end with.
_HANGING = ("ON", "FOR", "BEFORE", "AFTER", "INSTEAD", "OF", "AS", "TO", "INTO", "FROM", "SET", "ADD", "WITH")
#: What comes out of an expression of these kinds when what it names is not there.
_MISSING = ("42P01", "42883", "42704", "3F000")
_CONSTRAINT = re.compile(r'on table "(?P<table>[^"]+)" violates foreign key constraint "(?P<name>[^"]+)"')

_CALLED = re.compile(r"^(?:function|procedure) (?:\w+\.)?(?P<name>\w+)\(")
_RELATION = re.compile(r'^relation "(?P<name>[^"]+)" already exists')


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
    if failure.sqlstate in _EXISTS:
        return Alike(cause=f"exists {file}", file=file)
    match = _CONSTRAINT.search(failure.message) if failure.sqlstate == _FOREIGN_KEY else None
    answer = f"{failure.message} ({failure.sqlstate})"
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
    if alike is not None and alike.count > 1 and alike.file is not None:
        name = alike.file.rpartition("/")[2]
        if alike.answer is not None:
            return f"{alike.count} statements of {name} are refused alike: {alike.answer}"
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


def failure_advice(failure: Failure, makers: Makers, catalog: Catalog) -> str | None:
    """Where the missing object is made later or was renamed, where the existing one comes from; else
    Postgres's hint.
    """
    if failure.sqlstate in _EXISTS:
        made = names_created(failure.statement)
        earlier = makers.before(made, failure.statement)
        if earlier is None:
            match = _RELATION.search(failure.message)
            if match is not None and plain_name(match["name"]) not in made:
                return f"Another index, constraint or table has the name {match['name']}: choose another here"
            return "Drop it before, or leave this statement out"
        return f"It was made at {short(earlier.location)}: drop it before, or leave this statement out"
    if failure.sqlstate.startswith("23"):
        return (
            "It rests on rows that the migrations do not make: guard it with WHERE EXISTS, or "
            "move it to a seed"
        )
    if failure.sqlstate == _AMBIGUOUS:
        return _overloads(failure, catalog) or failure.hint
    if failure.missing is None:
        return failure.hint
    return _whereabouts(failure, failure.missing, makers) or failure.hint or _nowhere(failure, makers)


def _overloads(failure: Failure, catalog: Catalog) -> str | None:
    """The functions of one name among which a call does not choose."""
    match = _CALLED.match(failure.message)
    named = [one for one in catalog.functions if match is not None and one.name == match["name"]]
    if len(named) < 2:
        return None
    return f"A call of it fits {' and '.join(one.identity for one in named)}: drop the one that is not needed"


def _whereabouts(failure: Failure, missing: str, makers: Makers) -> str | None:
    """Where what is missing is made later, or what it is called since it was renamed."""
    for statement, new in makers.renamed.get(missing, ()):
        if statement.number < failure.statement.number:
            return f"{short(statement.location)} renamed {missing} to {new}: use that name"
    found = ((makers.after(name, failure.statement), name) for name in _meant(failure, missing))
    later = [(one, name) for one, name in found if one is not None]
    if not later:
        return None
    statement, name = min(later, key=lambda one: (one[0].number, one[1]))
    return f"{short(statement.location)} creates {name}: move it before this statement"


def _meant(failure: Failure, missing: str) -> frozenset[str]:
    """The plain names that a missing one can stand for: a column goes by its relation's alias, or bare."""
    if failure.sqlstate != "42703":
        return frozenset({missing})
    qualifier, _, column = missing.rpartition(".")
    relations = {
        plain_name(".".join(str(node[key]) for key in ("schemaname", "relname") if key in node))
        for _, node in walk(failure.statement.tree)
        if "relname" in node and qualifier in ("", node.get("alias", {}).get("aliasname"), node["relname"])
    }
    return frozenset({missing, *(f"{relation}.{column}" for relation in relations)})


def _nowhere(failure: Failure, makers: Makers) -> str | None:
    """What to do about an object that no statement of the migrations makes."""
    missing = failure.missing or ""
    if failure.sqlstate not in _MISSING or makers.of(missing):
        return None
    extension = extension_of(missing)
    if extension is not None:
        return (
            f"{missing} comes with extension {extension}: CREATE EXTENSION {extension} before this statement"
        )
    return f"No migration makes {missing}: add the one that does, before this statement"


def short(place: Location) -> str:
    """A place by its file's own name and line."""
    return f"{place.file.rpartition('/')[2]}:{place.line}"
