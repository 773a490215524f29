"""A function to what it does, by its language."""

from __future__ import annotations

from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.values import Term, Test
from pgassay.facts.functions.bare_names import is_bound
from pgassay.facts.functions.bodies import Body, Notes, Returned, note_statement, returned
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.plpgsql import plpgsql_body
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse


def body_of(function: Function, catalog: Catalog) -> Body:
    """What a SQL or PL/pgSQL function does; for other languages a body that is not understood."""
    scope = scope_of(catalog, function)
    if function.language == "sql":
        return _sql_body(function, scope)
    if function.language == "plpgsql":
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
    if function.body.strip() and not is_bound(function):
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
