"""PL/pgSQL bodies: a straight reading of their statements, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pgassay.facts.bodies import Body, Notes, note_statement, returned
from pgassay.facts.conditions import And, Constant, Holds, Not, Opaque, Or, Subquery, Term, Test
from pgassay.facts.translate import Scope, query_of, term_of, test_of
from pgassay.model.catalog import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

_ASSIGNMENT = re.compile(r"^\s*([A-Za-z_\"][\w\".]*(?:\[[^\]]*\])?)\s*:?=\s*(.*)$", re.S)
_RAISE_EXCEPTION = 21  # elog.h: ERROR


@dataclass(slots=True)
class _Reading:
    """One pass over a body: variables so far, the conditions on the way, and what was seen."""

    function: Function
    scope: Scope
    variables: dict[str, Term]
    names: list[str]
    notes: Notes = field(default_factory=Notes)
    returns: list[tuple[tuple[Test, ...], Term | Test]] = field(default_factory=list)
    path: list[Test] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    handler_writes: bool = False
    raises: bool = False
    dynamic: bool = False
    caught: int = 0
    loops: int = 0
    in_handler: int = 0
    row_changes: set[str] = field(default_factory=set)


def plpgsql_body(function: Function, scope: Scope) -> Body:
    """What a PL/pgSQL function does; not understood when its text does not parse."""
    tree = parse.plpgsql(function.definition)
    if tree is None:
        return Body(understood=False)
    names = [_name_of(datum) for datum in tree.get("datums", [])]
    declared = {name: Opaque("variable") for name in names if name and name not in function.arguments}
    inner = Scope(
        relation_named=scope.relation_named,
        columns_of=scope.columns_of,
        function=function.name,
        parameters=function.arguments,
        variables=declared,
    )
    reading = _Reading(function=function, scope=inner, variables=dict(declared), names=names)
    _defaults(tree, reading)
    _run([tree["action"]], reading)
    notes = reading.notes
    return Body(
        reads=frozenset(notes.reads),
        writes=tuple(notes.writes),
        calls=frozenset(notes.calls),
        queries=tuple(notes.queries),
        conditions=tuple(notes.conditions),
        result=_result(reading),
        handlers=tuple(reading.handlers),
        handler_writes=reading.handler_writes,
        raises=reading.raises,
        dynamic=reading.dynamic,
        understood=notes.understood,
        row_changes=frozenset(reading.row_changes),
    )


def _name_of(datum: Tree) -> str:
    ((_, fields),) = datum.items()
    return str(fields.get("refname", fields.get("fieldname", "")))


def _defaults(tree: Tree, reading: _Reading) -> None:
    for datum in tree.get("datums", []):
        default = datum.get("PLpgSQL_var", {}).get("default_val")
        if default:
            reading.variables[_name_of(datum)] = _term(default, reading)


def _run(statements: list[Tree], reading: _Reading) -> None:
    for statement in statements:
        ((kind, fields),) = statement.items()
        handler = _STATEMENTS.get(kind)
        if handler is not None:
            handler(fields, reading)
        else:
            _loop(fields, reading)


def _block(fields: Tree, reading: _Reading) -> None:
    exceptions = fields.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", [])
    reading.caught += bool(exceptions)
    _run(fields.get("body", []), reading)
    reading.caught -= bool(exceptions)
    for exception in exceptions:
        handler = exception["PLpgSQL_exception"]
        reading.handlers += [condition["PLpgSQL_condition"]["condname"] for condition in handler["conditions"]]
        before = len(reading.notes.writes), reading.raises
        reading.raises = False
        reading.in_handler += 1
        _run(handler.get("action", []), reading)
        reading.in_handler -= 1
        reading.handler_writes |= len(reading.notes.writes) > before[0] or reading.raises
        reading.raises = before[1]


def _if(fields: Tree, reading: _Reading) -> None:
    seen: list[Test] = []
    arms = [(fields["cond"], fields.get("then_body", []))]
    arms += [
        (arm["PLpgSQL_if_elsif"]["cond"], arm["PLpgSQL_if_elsif"].get("stmts", []))
        for arm in fields.get("elsif_list", [])
    ]
    for condition, body in arms:
        test = _test(condition, reading)
        reading.notes.conditions.append(test)
        _under([*seen, test], body, reading)
        seen.append(Not(test))
    _under(seen, fields.get("else_body", []), reading)


def _under(conditions: list[Test], body: list[Tree], reading: _Reading) -> None:
    depth = len(reading.path)
    reading.path += conditions
    _run(body, reading)
    del reading.path[depth:]


def _loop(fields: Tree, reading: _Reading) -> None:
    """A loop, CASE or anything else that holds statements: its parts are read in order."""
    query = fields.get("query") or fields.get("expr")
    if isinstance(query, dict) and "PLpgSQL_expr" in query:
        _note(query, reading)
    reading.loops += "body" in fields
    for part in ("body", "stmts", "else_stmts"):
        if isinstance(fields.get(part), list):
            _run(fields[part], reading)
    for when in fields.get("case_when_list", []):
        _run(when["PLpgSQL_case_when"].get("stmts", []), reading)
    reading.loops -= "body" in fields


def _return(fields: Tree, reading: _Reading) -> None:
    if "expr" not in fields:
        return
    if reading.function.result == "boolean":
        value: Term | Test = _test(fields["expr"], reading)
    else:
        value = _term(fields["expr"], reading)
    reading.returns.append((tuple(reading.path), value))


def _return_query(fields: Tree, reading: _Reading) -> None:
    if "query" not in fields:
        reading.dynamic = True
        return
    for tree in parse.queries(fields["query"]["PLpgSQL_expr"]["query"]):
        note_statement(tree, _scope(reading), reading.notes)
        if "SelectStmt" in tree:
            reading.returns.append((tuple(reading.path), returned(tree["SelectStmt"], _scope(reading), boolean=False)))


def _assign(fields: Tree, reading: _Reading) -> None:
    match = _ASSIGNMENT.match(fields["expr"]["PLpgSQL_expr"]["query"])
    if match is None:
        reading.notes.understood = False
        return
    target = match[1].strip('"')
    tree = parse.expression(match[2])
    if tree is None:
        reading.notes.understood = False
        return
    note_statement({"SelectStmt": {"targetList": [{"ResTarget": {"val": tree}}]}}, _scope(reading), reading.notes)
    reading.variables[target] = term_of(tree, _scope(reading))
    if target.lower().startswith("new."):
        reading.row_changes.add(target[4:])


def _execute(fields: Tree, reading: _Reading) -> None:
    trees = parse.queries(fields["sqlstmt"]["PLpgSQL_expr"]["query"])
    reading.notes.understood &= bool(trees)
    for tree in trees:
        note_statement(
            tree,
            _scope(reading),
            reading.notes,
            caught=reading.caught > 0,
            in_loop=reading.loops > 0,
        )
        if fields.get("into") and "SelectStmt" in tree:
            _into(fields, tree["SelectStmt"], reading)


def _into(fields: Tree, select: Tree, reading: _Reading) -> None:
    query = query_of(select, _scope(reading))
    target = fields.get("target", {})
    if "PLpgSQL_row" in target:
        names = [str(item["name"]) for item in target["PLpgSQL_row"].get("fields", [])]
    else:
        names = [_name_of(target)] if target else []
    for name, output in zip(names, query.output, strict=False):
        one = type(query)(query.sources, query.where, (output,), query.arbitrary, query.complete)
        has_from = bool(query.sources) or not query.complete
        reading.variables[name] = Subquery(one) if has_from else output


def _perform(fields: Tree, reading: _Reading) -> None:
    _note(fields["expr"], reading)


def _dynamic(_: Tree, reading: _Reading) -> None:
    reading.dynamic = True


def _raise(fields: Tree, reading: _Reading) -> None:
    reading.raises |= fields.get("elog_level", _RAISE_EXCEPTION) >= _RAISE_EXCEPTION


def _nothing(_: Tree, __: _Reading) -> None:
    return


def _note(expression: Tree, reading: _Reading) -> None:
    text = expression["PLpgSQL_expr"]["query"]
    trees = parse.queries(text) or parse.queries(f"SELECT {text}")
    reading.notes.understood &= bool(trees)
    for tree in trees:
        note_statement(tree, _scope(reading), reading.notes, caught=reading.caught > 0, in_loop=reading.loops > 0)


def _expression(expression: Tree, reading: _Reading) -> Tree | None:
    tree = parse.expression(expression["PLpgSQL_expr"]["query"])
    if tree is None:
        reading.notes.understood = False
    else:
        note_statement({"SelectStmt": {"targetList": [{"ResTarget": {"val": tree}}]}}, _scope(reading), reading.notes)
    return tree


def _term(expression: Tree, reading: _Reading) -> Term:
    tree = _expression(expression, reading)
    return Opaque("unparsed") if tree is None else term_of(tree, _scope(reading))


def _test(expression: Tree, reading: _Reading) -> Test:
    tree = _expression(expression, reading)
    if tree is None:
        return Holds(Opaque("unparsed"))
    test = test_of(tree, _scope(reading))
    if isinstance(test, Holds) and isinstance(test.term, Opaque) and test.term.what == "condition":
        inner = test.term.parts[0]
        return inner if not isinstance(inner, Opaque) else test  # type: ignore[return-value]
    return test


def _scope(reading: _Reading) -> Scope:
    return Scope(
        relation_named=reading.scope.relation_named,
        columns_of=reading.scope.columns_of,
        function=reading.function.name,
        parameters=reading.function.arguments,
        variables=reading.variables,
    )


def _result(reading: _Reading) -> Term | Test | None:
    """What the function returns: for a boolean one any way to true, else the one value it can give."""
    if not reading.returns:
        return None
    if reading.function.result == "boolean":
        ways = [And((*path, _as_test(value))) for path, value in reading.returns if value != Constant(False)]
        return ways[0] if len(ways) == 1 else Or(tuple(ways))
    values = list(dict.fromkeys(value for _, value in reading.returns))
    return values[0] if len(values) == 1 else Opaque("several returns", tuple(values))


def _as_test(value: Term | Test) -> Test:
    return value if isinstance(value, (Constant, And, Or, Not)) or hasattr(value, "operator") else _wrapped(value)


def _wrapped(value: Term | Test) -> Test:
    from pgassay.facts.conditions import Compare, Exists, IsNull, Member

    return value if isinstance(value, (Holds, Exists, Member, IsNull, Compare)) else Holds(value)  # type: ignore[arg-type]


_STATEMENTS = {
    "PLpgSQL_stmt_block": _block,
    "PLpgSQL_stmt_if": _if,
    "PLpgSQL_stmt_return": _return,
    "PLpgSQL_stmt_return_query": _return_query,
    "PLpgSQL_stmt_assign": _assign,
    "PLpgSQL_stmt_execsql": _execute,
    "PLpgSQL_stmt_perform": _perform,
    "PLpgSQL_stmt_dynexecute": _dynamic,
    "PLpgSQL_stmt_raise": _raise,
    "PLpgSQL_stmt_getdiag": _nothing,
}
