"""What functions do: the rows they read and write, what they return, and how they treat errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import query_of, term_of, test_of
from pgassay.facts.conditions.values import (
    ONE_OF,
    ColumnOf,
    Holds,
    Literal,
    Opaque,
    Query,
    Subquery,
    Term,
    Test,
)
from pgassay.facts.functions.writes import COMMANDS, Write, writes_of
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One thing that a function can return, with what was tested on the way to it."""

    path: tuple[Test, ...]
    value: Term | Test


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What one function does, as far as its text tells.

    `result` is what it returns, as a term or (for boolean functions) a test, with its parameters left open;
    `returned` has each RETURN by itself. `reads` are relations it queries; `calls` functions it names, of
    which `bare_calls` stand outside any block that swallows every error. `conditions` are what IF, WHILE and
    their like test. `handlers` are the error conditions it catches ("others", …), and `handler_writes` tells
    whether a handler writes a row or re-raises. `dynamic` is true when it runs SQL that it builds.
    `understood` is false when a part could not be parsed. `row_changes` are the columns of NEW that it sets;
    `whole_row` is true when it sets NEW as a whole.
    """

    reads: frozenset[str] = frozenset()
    writes: tuple[Write, ...] = ()
    calls: frozenset[str] = frozenset()
    bare_calls: frozenset[str] = frozenset()
    queries: tuple[Query, ...] = ()
    conditions: tuple[Test, ...] = ()
    result: Term | Test | None = None
    returned: tuple[Returned, ...] = ()
    handlers: tuple[str, ...] = ()
    handler_writes: bool = False
    raises: bool = False
    dynamic: bool = False
    understood: bool = True
    row_changes: frozenset[str] = frozenset()
    whole_row: bool = False


@dataclass(slots=True)
class Notes:
    """What has been gathered of a body so far."""

    reads: set[str] = field(default_factory=set[str])
    writes: list[Write] = field(default_factory=list[Write])
    calls: set[str] = field(default_factory=set[str])
    bare_calls: set[str] = field(default_factory=set[str])
    queries: list[Query] = field(default_factory=list[Query])
    conditions: list[Test] = field(default_factory=list[Test])
    understood: bool = True


def scope_of(catalog: Catalog, function: Function | None = None, row: str | None = None) -> Scope:
    """What names mean in a function's body, or (with `row`) in a policy of that relation."""
    path = ["public"]
    if function is not None and function.search_path is not None:
        path = [part.strip().strip('"') for part in function.search_path.split(",")]
    schemas = [*path, *([function.schema] if function is not None else []), "public"]
    names = catalog.relation_names

    def relation_named(schema: str | None, name: str) -> str | None:
        found = [(schema, name)] if schema else [(one, name) for one in schemas]
        return next((names[key] for key in found if key in names), None)

    return Scope(
        relation_named=relation_named,
        columns_of=_columns_of(catalog),
        row=row,
        function=function.name if function is not None else None,
        parameters=function.arguments if function is not None else (),
    )


def _columns_of(catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}

    def columns_of(relation: str) -> tuple[str, ...]:
        if relation not in known:
            found = catalog.relation.get(relation)
            known[relation] = tuple(column.name for column in found.columns) if found else ()
        return known[relation]

    return columns_of


def body_of(function: Function, catalog: Catalog) -> Body:
    """What a SQL or PL/pgSQL function does; for other languages a body that is not understood."""
    scope = scope_of(catalog, function)
    if function.language == "sql":
        return _sql_body(function, scope)
    if function.language == "plpgsql":
        from pgassay.facts.functions.plpgsql import plpgsql_body

        return plpgsql_body(function, scope)
    return Body(understood=False)


def _sql_body(function: Function, scope: Scope) -> Body:
    trees = sql_statements(function)
    notes = Notes(understood=bool(trees))
    for tree in trees:
        note_statement(tree, scope, notes)
    result: Term | Test | None = None
    if trees and "SelectStmt" in trees[-1]:
        result = returned(trees[-1]["SelectStmt"], scope, boolean=function.result == "boolean")
    return Body(
        reads=frozenset(notes.reads),
        writes=tuple(notes.writes),
        calls=frozenset(notes.calls),
        bare_calls=frozenset(notes.bare_calls),
        queries=tuple(notes.queries),
        result=result,
        returned=(Returned(path=(), value=result),) if result is not None else (),
        understood=notes.understood,
    )


def sql_statements(function: Function) -> list[Tree]:
    """The statements of a SQL function: of its quoted body, or of its BEGIN ATOMIC or RETURN body."""
    if function.body.strip():
        return list(parse.queries(function.body))
    for tree in parse.queries(function.definition):
        for name, node in parse.walk(tree):
            if name == "ReturnStmt":
                return [{"SelectStmt": {"targetList": [{"ResTarget": {"val": node["returnval"]}}]}}]
            if name == "sql_body" and "List" in node:
                return [
                    item for part in node["List"]["items"] for item in part.get("List", {}).get("items", [])
                ]
    return []


def returned(select: Tree, scope: Scope, *, boolean: bool) -> Term | Test:
    """What a SELECT gives as a function's result."""
    if "fromClause" not in select and "whereClause" not in select and len(select.get("targetList", [])) == 1:
        value = select["targetList"][0]["ResTarget"]["val"]
        return test_of(value, scope) if boolean else term_of(value, scope)
    query = query_of(select, scope)
    return Holds(Subquery(query)) if boolean else Subquery(query)


def note_statement(
    tree: Tree,
    scope: Scope,
    notes: Notes,
    *,
    path: tuple[Test, ...] = (),
    caught: bool = False,
    in_loop: bool = False,
) -> None:
    """Adds to `notes` what one statement reads, writes (also inside WITH) and calls."""
    for name, node in parse.walk(tree):
        if name in COMMANDS and "relation" in node:
            for write in writes_of(name, node, scope):
                notes.writes.append(replace(write, path=path, caught=caught, in_loop=in_loop))
        if name == "SelectStmt":
            query = query_of(node, scope)
            notes.queries.append(query)
            notes.reads.update(source for _, source in query.sources if source)
        elif name == "FuncCall":
            called = ".".join(part["String"]["sval"] for part in node["funcname"])
            notes.calls.add(called)
            if not caught:
                notes.bare_calls.add(called)


def trigger_row(term: Term | Test) -> str | None:
    """The column's name if a term is a value of NEW or OLD, alone or as one of those it can be."""
    if isinstance(term, ColumnOf) and term.alias in ("new", "old"):
        return term.name
    if isinstance(term, Opaque) and term.what in ONE_OF:
        return next(
            (name for part in term.parts if not isinstance(part, Literal) and (name := trigger_row(part))),
            None,
        )
    return None


__all__ = [
    "Body",
    "Notes",
    "Returned",
    "Write",
    "body_of",
    "note_statement",
    "returned",
    "scope_of",
    "trigger_row",
]
