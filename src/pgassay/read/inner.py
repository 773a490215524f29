"""What a statement runs inside: the block of a DO, the functions it calls, the texts that these EXECUTE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from pgassay.model.objects import Function
from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import plpgsql, split_statements, walk
from pgassay.read.names import names_created

#: The statements that run code of others; triggers, which any change of rows sets off, are not followed.
_RUNNING = ("DoStmt", "SelectStmt", "CallStmt")

#: A text that EXECUTE takes is looked into where it is one of these.
_TOLD = re.compile(
    r"^\s*(alter|analyze|cluster|comment|create|delete|drop|grant|insert|lock|merge|refresh|reindex|"
    r"revoke|set|truncate|update|with)\s",
    re.IGNORECASE,
)

#: What format() fills in; as a name of its own it can stand where a name, a value or a text does.
_FILLED = re.compile(r"%(?:\d+\$)?-?\d*[sIL]")

_CALL = re.compile(r"(\w+)\"?\s*\(")

#: The texts of CREATE FUNCTION by the function's bare name, and of PREPARE behind the word EXECUTE.
Definitions = Mapping[str, Sequence[str]]


def definitions(functions: Iterable[Function], statements: Iterable[Statement]) -> Definitions:
    """The functions of a database, each as it is last, and what statements make for a while or prepare."""
    found: dict[str, list[str]] = defaultdict(list)
    for function in {one.identity: one for one in functions if one.extension is None}.values():
        found[function.name].append(function.definition)
    own = frozenset(found)
    for statement in statements:
        if statement.kind == "CreateFunctionStmt":
            name = str(statement.tree["funcname"][-1]["String"]["sval"])
            if name not in own:
                found[name].append(statement.sql)
        elif statement.kind == "PrepareStmt":
            found[_prepared(statement)].append(statement.sql)
    return found


def inner(statement: Statement, known: Definitions) -> tuple[Statement, ...]:
    """The statements that run inside of one, as far as its text tells.

    Each has the outer one's number and place. Where format() fills in a name, it is `%I`, `%L` or `%s`.
    """
    if statement.kind == "ExecuteStmt":
        return tuple(_of_prepared(statement, known))
    return tuple(_inner(statement, known, set())) if statement.kind in _RUNNING else ()


def _prepared(statement: Statement) -> str:
    """The name by which a prepared statement is known: a function's own has no space."""
    return f"EXECUTE {statement.tree['name']}"


def _of_prepared(statement: Statement, known: Definitions) -> Iterator[Statement]:
    for text in known.get(_prepared(statement), ()):
        for made in split_statements(text, "")[0]:
            ((kind, tree),) = made.tree["query"].items()
            yield replace(statement, sql=made.sql, kind=kind, tree=tree)


def written(statement: Statement) -> tuple[Statement, ...]:
    """The statements in the text of a DO block or of a function's definition."""
    if statement.kind == "DoStmt":
        return tuple(_of_block(statement, statement.sql))
    return tuple(_of_function(statement, statement.sql)) if statement.kind == "CreateFunctionStmt" else ()


def names_made(statement: Statement) -> frozenset[str]:
    """The plain names of what a statement makes, and of what it makes where it is a DO block."""
    within = written(statement) if statement.kind == "DoStmt" else ()
    return names_created(statement).union(*(names_created(one) for one in within))


def bodies(statement: Statement, known: Definitions) -> Iterator[str]:
    """The text of a statement that runs code, and the text of each function it calls, directly or not."""
    left, seen = [statement.sql] if statement.kind in _RUNNING else [], set[str]()
    while left:
        text = left.pop()
        yield text
        called = {name for name in _CALL.findall(text) if name in known} - seen
        seen |= called
        left += [body for name in sorted(called) for body in known[name]]


def _inner(statement: Statement, known: Definitions, seen: set[str]) -> Iterator[Statement]:
    if statement.kind == "DoStmt":
        found = _of_block(statement, statement.sql)
    else:
        found = _of_functions(statement, known, seen)
    for one in found:
        yield one
        yield from _of_functions(one, known, seen)


def _of_functions(statement: Statement, known: Definitions, seen: set[str]) -> Iterator[Statement]:
    for name in sorted(_called(statement.tree) - seen):
        seen.add(name)
        for text in known.get(name, ()):
            for one in _of_function(statement, text):
                yield one
                yield from _of_functions(one, known, seen)


def _called(tree: Tree) -> set[str]:
    calls = (node.get("funcname") for name, node in walk(tree) if name in ("FuncCall", "funccall"))
    return {str(parts[-1]["String"]["sval"]) for parts in calls if isinstance(parts, list)}


def _of_function(outer: Statement, definition: str) -> Iterator[Statement]:
    for made in split_statements(definition, "")[0]:
        options = [item["DefElem"] for item in made.tree.get("options", [])]
        language = next(
            (one["arg"]["String"]["sval"] for one in options if one["defname"] == "language"), "sql"
        )
        if language == "plpgsql":
            yield from _of_block(outer, definition)
        for option in options if language == "sql" else ():
            if option["defname"] == "as":
                yield from _read(outer, str(option["arg"]["List"]["items"][0]["String"]["sval"]))


def _of_block(outer: Statement, definition: str) -> Iterator[Statement]:
    """The statements of a PL/pgSQL body, and the texts in it that are statements."""
    tree = plpgsql(definition)
    for name, node in walk(tree) if tree is not None else ():
        if name != "PLpgSQL_expr" or not isinstance(node.get("query"), str):
            continue
        text = str(node["query"])
        found = tuple(_read(outer, text))
        yield from found
        for one in found or _read(outer, f"SELECT {text.rpartition(':=')[2]}"):
            for constant in _constants(one.tree):
                yield from _read(outer, _FILLED.sub(lambda part: f'"%{part[0][-1]}"', constant))


def _constants(tree: Tree) -> Iterator[str]:
    """The texts in a statement that are statements themselves."""
    for name, node in walk(tree):
        text = node.get("sval") if name == "A_Const" else None
        value = text.get("sval") if isinstance(text, dict) else None
        if isinstance(value, str) and _TOLD.match(value):
            yield value


def _read(outer: Statement, text: str) -> Iterator[Statement]:
    statements, faults = split_statements(text, "")
    for one in () if faults else statements:
        yield replace(outer, sql=one.sql, kind=one.kind, tree=one.tree)
