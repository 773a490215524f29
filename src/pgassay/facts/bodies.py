"""What functions do: the rows they read and write, what they return, and how they treat errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pgassay.facts.conditions import And, ColumnOf, Constant, Holds, Literal, Opaque, Query, Subquery, Term, Test
from pgassay.facts.translate import Scope, query_of, term_of, test_of
from pgassay.model.catalog import Catalog, Function
from pgassay.model.source import Tree
from pgassay.postgres import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One INSERT, UPDATE or DELETE: its relation, what each column is set to, and which rows it takes.

    `caught` is true inside a block that handles errors; `in_loop` inside a loop.
    """

    command: str
    relation: str | None
    values: tuple[tuple[str, Term], ...]
    where: Test
    caught: bool = False
    in_loop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What one function does, as far as its text tells.

    `result` is what it returns, as a term or (for boolean functions) a test, with its parameters left open. `reads` are
    relations it queries; `calls` functions it names. `handlers` are the error conditions it catches ("others", …), and
    `handler_writes` tells whether a handler writes a row or re-raises. `dynamic` is true when it runs SQL that it builds.
    `understood` is false when a part could not be parsed.
    """

    reads: frozenset[str] = frozenset()
    writes: tuple[Write, ...] = ()
    calls: frozenset[str] = frozenset()
    queries: tuple[Query, ...] = ()
    conditions: tuple[Test, ...] = ()
    result: Term | Test | None = None
    handlers: tuple[str, ...] = ()
    handler_writes: bool = False
    raises: bool = False
    dynamic: bool = False
    understood: bool = True
    row_changes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Notes:
    """What has been gathered of a body so far."""

    reads: set[str] = field(default_factory=set)
    writes: list[Write] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    queries: list[Query] = field(default_factory=list)
    conditions: list[Test] = field(default_factory=list)
    understood: bool = True


def scope_of(catalog: Catalog, function: Function | None = None, row: str | None = None) -> Scope:
    """What names mean in a function's body, or (with `row`) in a policy of that relation."""
    path = ["public"]
    if function is not None and function.search_path is not None:
        path = [part.strip().strip('"') for part in function.search_path.split(",")]
    schemas = [*path, *([function.schema] if function is not None else []), "public"]

    def relation_named(schema: str | None, name: str) -> str | None:
        found = [(schema, name)] if schema else [(one, name) for one in schemas]
        return next((names[key] for key in found if key in names), None)

    def columns_of(relation: str) -> frozenset[str]:
        known = catalog.relation.get(relation)
        return frozenset(column.name for column in known.columns) if known else frozenset()

    names = catalog.relation_names
    parameters = function.arguments if function is not None else ()
    return Scope(
        relation_named=relation_named,
        columns_of=columns_of,
        row=row,
        function=function.name if function is not None else None,
        parameters=parameters,
    )


def body_of(function: Function, catalog: Catalog) -> Body:
    """What a SQL or PL/pgSQL function does; for other languages a body that is not understood."""
    scope = scope_of(catalog, function)
    if function.language == "sql":
        return _sql_body(function, scope)
    if function.language == "plpgsql":
        from pgassay.facts.plpgsql import plpgsql_body

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
        queries=tuple(notes.queries),
        result=result,
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
                return [item for part in node["List"]["items"] for item in part.get("List", {}).get("items", [])]
    return []


def returned(select: Tree, scope: Scope, *, boolean: bool) -> Term | Test:
    """What a SELECT gives as a function's result."""
    if "fromClause" not in select and "whereClause" not in select and len(select.get("targetList", [])) == 1:
        value = select["targetList"][0]["ResTarget"]["val"]
        return test_of(value, scope) if boolean else term_of(value, scope)
    query = query_of(select, scope)
    return Holds(Subquery(query)) if boolean else Subquery(query)


def note_statement(tree: Tree, scope: Scope, notes: Notes, *, caught: bool = False, in_loop: bool = False) -> None:
    """Adds to `notes` what one statement reads, writes and calls."""
    ((kind, fields),) = tree.items()
    relation = None
    if kind in ("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"):
        target = fields["relation"]
        relation = scope.relation_named(target.get("schemaname"), target["relname"])
        write = _write(kind, fields, relation, scope)
        notes.writes.append(
            Write(
                command=write.command,
                relation=relation,
                values=write.values,
                where=write.where,
                caught=caught,
                in_loop=in_loop,
            )
        )
    for name, node in parse.walk(tree):
        if name == "SelectStmt":
            query = query_of(node, scope)
            notes.queries.append(query)
            notes.reads.update(source for _, source in query.sources if source)
        elif name == "FuncCall":
            parts = [part["String"]["sval"] for part in node["funcname"]]
            notes.calls.add(".".join(parts))


def _write(kind: str, fields: Tree, relation: str | None, scope: Scope) -> Write:
    target = fields["relation"]
    alias = target.get("alias", {}).get("aliasname", target["relname"])
    sources: list[tuple[str, str | None]] = [(alias, relation)]
    for item in (*fields.get("fromClause", ()), *fields.get("usingClause", ())):
        if "RangeVar" in item:
            source = item["RangeVar"]
            name = scope.relation_named(source.get("schemaname"), source["relname"])
            sources.append((source.get("alias", {}).get("aliasname", source["relname"]), name))
    inner = Scope(
        relation_named=scope.relation_named, columns_of=scope.columns_of, sources=tuple(sources), outer=scope
    )
    if kind == "InsertStmt":
        return Write(command="insert", relation=relation, values=tuple(_inserted(fields, relation, scope)), where=And(()))
    where = test_of(fields["whereClause"], inner) if "whereClause" in fields else Constant(True)
    values = tuple(
        (target["ResTarget"]["name"], term_of(target["ResTarget"]["val"], inner))
        for target in (fields.get("targetList", ()) if kind == "UpdateStmt" else ())
        if "name" in target["ResTarget"] and "val" in target["ResTarget"]
    )
    command = {"UpdateStmt": "update", "DeleteStmt": "delete", "MergeStmt": "merge"}[kind]
    return Write(command=command, relation=relation, values=values, where=where)


def _inserted(fields: Tree, relation: str | None, scope: Scope) -> Iterator[tuple[str, Term]]:
    """Column and value of an INSERT, where it has one row of VALUES or a SELECT."""
    columns = [column["ResTarget"]["name"] for column in fields.get("cols", [])]
    if not columns and relation is not None:
        columns = [name for name in scope.columns_of(relation)] if len(scope.columns_of(relation)) == 1 else []
    select = fields.get("selectStmt", {}).get("SelectStmt", {})
    rows = select.get("valuesLists", [])
    if rows:
        items = rows[0]["List"]["items"]
        terms = [term_of(item, scope) if "SetToDefault" not in item else Opaque("default") for item in items]
    elif select:
        query = query_of(select, scope)
        terms = list(query.output)
    else:
        terms = []
    yield from zip(columns, terms, strict=False)


def trigger_row(term: Term) -> str | None:
    """The column's name if a term is a value of NEW or OLD (alone or first in a COALESCE)."""
    if isinstance(term, ColumnOf) and term.alias in ("new", "old"):
        return term.name
    if isinstance(term, Opaque) and term.what == "coalesce":
        return next((name for part in term.parts if not isinstance(part, Literal) and (name := trigger_row(part))), None)  # type: ignore[arg-type]
    return None
