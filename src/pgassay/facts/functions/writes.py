"""What one INSERT, UPDATE, DELETE or MERGE writes: its relation, its values and the rows it takes."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.conditions.rewrite import simplified
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import query_of, term_of
from pgassay.facts.conditions.values import And, ColumnOf, Constant, Opaque, Query, Term, Test
from pgassay.model.source import Tree

#: The parser's node names of what writes rows, and the command each one is.
COMMANDS = {"InsertStmt": "insert", "UpdateStmt": "update", "DeleteStmt": "delete", "MergeStmt": "merge"}

_CONFLICTS = {"ONCONFLICT_NOTHING": "nothing", "ONCONFLICT_UPDATE": "update"}


class Write(msgspec.Struct, frozen=True, kw_only=True):
    """One INSERT, UPDATE or DELETE: its relation, what each column is set to, and which rows it takes.

    `where` of an INSERT from a SELECT is the SELECT's. `path` holds what was tested on the way to it, `after`
    what has to hold behind it: else an error takes it back.
    `conflict` says what an INSERT does where its key is taken: nothing, update, or fail ("").
    `caught` is true inside a block that swallows every error; `in_loop` inside a loop; `upsert` for the
    UPDATE of ON CONFLICT.
    """

    command: str
    relation: str | None
    values: tuple[tuple[str, Term], ...]
    where: Test
    path: tuple[Test, ...] = ()
    after: tuple[Test, ...] = ()
    caught: bool = False
    in_loop: bool = False
    upsert: bool = False
    conflict: str = ""

    def value(self, column: str) -> Term | None:
        """What a column is set to; None when it is not named."""
        return next((value for name, value in self.values if name == column), None)


def writes_of(kind: str, fields: Tree, scope: Scope) -> Iterator[Write]:
    """The writes of one statement: one, or two for an INSERT with ON CONFLICT DO UPDATE."""
    target = fields["relation"]
    relation = scope.relation_named(target.get("schemaname"), target["relname"])
    if kind == "InsertStmt":
        values, where = _inserted(fields, relation, scope)
        conflict = fields.get("onConflictClause", {})
        yield Write(
            command="insert",
            relation=relation,
            values=values,
            where=where,
            conflict=_CONFLICTS.get(conflict.get("action", ""), ""),
        )
        if conflict.get("action") == "ONCONFLICT_UPDATE":
            query, inner = taken({**conflict, "relation": target}, scope)
            yield Write(
                command="update",
                relation=relation,
                values=_set(conflict, inner),
                where=query.where,
                upsert=True,
            )
        return
    query, inner = taken(fields, scope)
    values = _set(fields, inner) if kind == "UpdateStmt" else ()
    where = Constant(True) if query.where == And(()) else query.where
    yield Write(command=COMMANDS[kind], relation=relation, values=values, where=where)


def taken(fields: Tree, scope: Scope) -> tuple[Query, Scope]:
    """Which rows an UPDATE or DELETE takes, as a query with what RETURNING gives, and what names mean inside
    it.
    """
    others = [*fields.get("fromClause", ()), *fields.get("usingClause", ())]
    if "sourceRelation" in fields:
        others.append(fields["sourceRelation"])
    select = {"fromClause": [{"RangeVar": fields["relation"]}, *others], "targetList": _returning(fields)}
    for name in ("whereClause", "joinCondition"):
        if name in fields:
            select["whereClause"] = fields[name]
    query = query_of(select, scope)
    return query, Scope(
        relation_named=scope.relation_named, columns_of=scope.columns_of, sources=query.sources, outer=scope
    )


def _returning(fields: Tree) -> list[Tree]:
    clause = fields.get("returningClause", fields.get("returningList", []))
    return clause.get("exprs", []) if isinstance(clause, dict) else list(clause)


def _set(fields: Tree, scope: Scope) -> tuple[tuple[str, Term], ...]:
    found: list[tuple[str, Term]] = []
    for item in fields.get("targetList", ()):
        target = item["ResTarget"]
        value = target.get("val", {})
        if "MultiAssignRef" in value:
            value = _one_of_row(value["MultiAssignRef"])
        if "name" in target and value:
            found.append(
                (target["name"], Opaque("default") if "SetToDefault" in value else term_of(value, scope))
            )
    return tuple(found)


def _one_of_row(reference: Tree) -> Tree:
    """SET (a, b) = (x, y): the value at one position, or the whole source where it is not a row."""
    source = reference["source"]
    arguments = source.get("RowExpr", {}).get("args", [])
    position = reference["colno"] - 1
    return arguments[position] if position < len(arguments) else source


def _inserted(fields: Tree, relation: str | None, scope: Scope) -> tuple[tuple[tuple[str, Term], ...], Test]:
    """Column and value of an INSERT (several rows of VALUES give one term where they agree), and its SELECT's
    condition.
    """
    columns = [column["ResTarget"]["name"] for column in fields.get("cols", [])]
    if not columns and relation is not None:
        columns = list(scope.columns_of(relation))
    select = fields.get("selectStmt", {}).get("SelectStmt", {})
    rows = [[_value(item, scope) for item in row["List"]["items"]] for row in select.get("valuesLists", [])]
    if rows:
        terms = [_agreed(list(choices)) for choices in zip(*rows, strict=False)]
        return tuple(zip(columns, terms, strict=False)), Constant(True)
    if not select:
        return (), Constant(True)
    query = query_of(select, scope)
    output = query.output
    if output == (Opaque("*"),) and len(query.sources) == 1 and query.sources[0][1] is not None:
        alias, source = query.sources[0]
        output = tuple(ColumnOf(alias, source, name) for name in scope.columns_of(source or ""))
    if Opaque("*") in output:
        return (), query.where
    return tuple(zip(columns, output, strict=False)), query.where


def _value(item: Tree, scope: Scope) -> Term:
    return Opaque("default") if "SetToDefault" in item else term_of(item, scope)


def _agreed(terms: list[Term]) -> Term:
    different = tuple(dict.fromkeys(terms))
    return different[0] if len(different) == 1 else simplified("case", different)
