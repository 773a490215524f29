"""How a statement that Postgres refused would go through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pgassay.facts.behaviour.refusals import AMBIGUOUS, EXISTS, short
from pgassay.model.catalog import Catalog
from pgassay.model.source import Statement
from pgassay.read.arguments import NAMING, takes
from pgassay.read.failures import Failure
from pgassay.read.inner import written
from pgassay.read.makers import Makers
from pgassay.read.names import columns_defined, columns_meant, extension_of, names_created, plain_name

#: What comes out of an expression of these kinds when what it names is not there.
_MISSING = ("42P01", "42883", "42704", "3F000")
_CALLED = re.compile(r"^(?:function|procedure) (?:\w+\.)?(?P<name>\w+)\(")
_NAMED = re.compile(r'^(?:function|procedure|routine|aggregate) name "(?:\w+\.)?(?P<name>\w+)" is not unique')
#: What Postgres guesses where a column is not there, and what it says of a function that is made otherwise.
_GUESS = re.compile(r'^Perhaps you meant to reference the column "(?:[^".]+\.)?(?P<column>[^".]+)"\.$')
_DROP_FIRST = re.compile(r"^Use DROP (?:FUNCTION|PROCEDURE|ROUTINE|AGGREGATE) (?P<identity>.+) first\.$")
_NO_COLUMN = "42703"
_OTHERWISE = "42P13"
_RELATION = re.compile(r'^relation "(?P<name>[^"]+)" already exists')


def columns_lost(failure: Failure, later: Iterable[Failure]) -> frozenset[str]:
    """The columns of a refused definition that later statements ask for in vain."""
    defined = columns_defined(failure.statement) if failure.sqlstate in EXISTS else frozenset[str]()
    return frozenset(
        name
        for one in (later if defined else ())
        if one.cause == failure.statement.number and one.missing is not None
        for name in _meant(one, one.missing) & defined
    )


def failure_advice(failure: Failure, makers: Makers, catalog: Catalog) -> str | None:
    """Where the missing object is made later or was renamed, where the existing one comes from; else
    Postgres's hint.
    """
    if failure.sqlstate in EXISTS:
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
    if failure.sqlstate == AMBIGUOUS:
        return _overloads(failure, catalog) or failure.hint
    if failure.sqlstate == _OTHERWISE:
        return _made_otherwise(failure, catalog) or failure.hint
    if failure.missing is None:
        return failure.hint
    return (
        _whereabouts(failure, failure.missing, makers)
        or _with_others(failure, catalog)
        or _guess(failure)
        or _nowhere(failure, makers)
    )


def _with_others(failure: Failure, catalog: Catalog) -> str | None:
    """The functions that are called what a statement asks for, where it names one with other arguments."""
    match = _CALLED.match(failure.message) if failure.statement.kind in NAMING else None
    there = sorted(
        one.identity for one in catalog.functions if match is not None and one.name == match["name"]
    )
    return f"There is {' and '.join(there)}: give these arguments" if there else None


def _overloads(failure: Failure, catalog: Catalog) -> str | None:
    """The functions of one name among which a call, or a statement that gives the name alone, does not
    choose.
    """
    called = _CALLED.match(failure.message)
    match = called or _NAMED.match(failure.message)
    named = [one for one in catalog.functions if match is not None and one.name == match["name"]]
    if len(named) < 2:
        return None
    both = ", ".join(one.identity for one in named[:-1]) + f" and {named[-1].identity}"
    if called is not None:
        return f"A call of it fits {both}: drop the one that is not needed"
    return f"There are {both}: drop what nobody calls any more, or give the arguments"


def _made_otherwise(failure: Failure, catalog: Catalog) -> str | None:
    """What to do where Postgres wants a function dropped first, and what needs it stands in the way."""
    match = _DROP_FIRST.match(failure.hint or "")
    needing = sorted(
        {
            need.object
            for need in catalog.dependencies
            if match is not None and need.needs.replace("pg_catalog.", "") in _spelled(match["identity"])
        }
    )
    if match is None or not needing:
        return None
    many = f"{needing[0]} needs" if len(needing) == 1 else f"{len(needing)} objects need"
    if "parameter defaults" in failure.message:
        how = "keep the default in this definition"
    elif "name of input parameter" in failure.message:
        how = "keep the names of its parameters"
    else:
        how = "drop what needs it first and make it again behind, or give the new function another name"
    return f"{many} {match['identity']}, so that Postgres refuses to drop it: {how}"


def _spelled(identity: str) -> tuple[str, str]:
    return identity, f"public.{identity}"


def _guess(failure: Failure) -> str | None:
    """Postgres's hint, but not where it guesses at a column that the statement names besides."""
    match = _GUESS.match(failure.hint or "")
    column = (failure.missing or "").rpartition(".")[2]
    if match is None or match["column"] == column:
        return failure.hint
    known = re.search(rf"\b{re.escape(match['column'])}\b", failure.statement.sql)
    return None if known is not None else failure.hint


def _whereabouts(failure: Failure, missing: str, makers: Makers) -> str | None:
    """Where what is missing is made later, or what it is called since it was renamed."""
    for statement, new in makers.renamed.get(missing, ()):
        if statement.number < failure.statement.number:
            return f"{short(statement.location)} renamed {missing} to {new}: use that name"
    later = [
        (one, name)
        for name in _meant(failure, missing)
        for one in makers.of(name)
        if one.number > failure.statement.number and takes(one, failure)
    ]
    if not later:
        return None
    statement, name = min(later, key=lambda one: (one[0].number, one[1]))
    return f"{short(statement.location)} creates {name}: move it before this statement"


def _meant(failure: Failure, missing: str) -> frozenset[str]:
    """The plain names that a missing one can stand for: a column goes by its relation's alias, or bare."""
    if failure.sqlstate != "42703":
        return frozenset({missing})
    asked = (failure.statement, *written(failure.statement))
    return columns_meant(missing, asked) | ({missing} if "." in missing else frozenset())


def _nowhere(failure: Failure, makers: Makers) -> str | None:
    """What to do about an object that no statement of the migrations makes."""
    missing = failure.missing or ""
    if failure.sqlstate == _NO_COLUMN:
        return _no_column(failure, missing, makers)
    made = makers.before((missing,), failure.statement)
    if failure.sqlstate == "42P01" and made is not None and failure.cause is None:
        return f"It was made at {short(made.location)} and dropped or moved since"
    if failure.sqlstate not in _MISSING or makers.of(missing):
        return None
    extension = extension_of(missing)
    if extension is not None:
        return (
            f"{missing} comes with extension {extension}: CREATE EXTENSION {extension} before this statement"
        )
    return f"No migration makes {missing}: add the one that does, before this statement"


def _no_column(failure: Failure, missing: str, makers: Makers) -> str | None:
    """What to do about a column that no statement of the migrations makes, of tables that they make."""
    column = missing.rpartition(".")[2]
    tables = {name.rpartition(".")[0] for name in _meant(failure, missing) if "." in name}
    made = sorted(table for table in tables if makers.of(table))
    if not made or any(makers.of(f"{table}.{column}") for table in tables):
        return None
    if not all(_lists_all(statement, table) for table in made for statement in makers.of(table)):
        return None
    said = " or ".join(made)
    return f"No migration gives {said} a column {column}: add it before, or name one that is there"


def _lists_all(maker: Statement, table: str) -> bool:
    """True where a table is made with no column taken from elsewhere."""
    parts = (maker, *written(maker)) if maker.kind == "DoStmt" else (maker,)
    making = [one for one in parts if table in names_created(one)]
    return all(
        one.kind == "CreateStmt"
        and not {"inhRelations", "ofTypename"} & one.tree.keys()
        and all(part.keys() <= {"ColumnDef", "Constraint"} for part in one.tree.get("tableElts", []))
        for one in making
    )
