"""PL/pgSQL bodies: a straight reading of their statements, in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.values import And, Constant, Holds, Not, Opaque, Or, Term, Test
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.reading import Reading, as_test, merged, name_of
from pgassay.facts.functions.steps import STEPS, raises_error
from pgassay.facts.functions.variables import bind, bind_statement
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

_RETURN = re.compile(r"\bRETURN(\s+NEXT)?\s+(?!NEXT\b|QUERY\b)(\w+|\"[^\"]+\")\s*;", re.I)


def plpgsql_body(function: Function, scope: Scope) -> Body:
    """What a PL/pgSQL function does; not understood when its text does not parse."""
    # The parser keeps what RETURN v returns only where v is an expression and not a bare variable.
    tree = parse.plpgsql(_RETURN.sub(r"RETURN\1 (\2);", function.definition))
    if tree is None:
        return Body(understood=False)
    reading = Reading(function, scope, tree.get("datums", []))
    for datum in tree.get("datums", []):
        default = datum.get("PLpgSQL_var", {}).get("default_val")
        if default:
            reading.variables[name_of(datum)] = value = reading.term(default)
            reading.choose(value)
    _run([tree["action"]], reading)
    notes = reading.notes
    return Body(
        reads=frozenset(notes.reads),
        writes=tuple(notes.writes),
        calls=frozenset(notes.calls),
        bare_calls=frozenset(notes.bare_calls),
        queries=tuple(notes.queries),
        conditions=tuple(notes.conditions),
        result=_result(reading),
        returned=tuple(reading.returns),
        handlers=tuple(reading.handlers),
        handler_writes=reading.handler_writes,
        raises=reading.raises,
        dynamic=bool(reading.built),
        built=tuple(reading.built),
        understood=notes.understood,
        row_changes=frozenset(reading.row_changes),
        whole_row=reading.whole_row,
        chosen=tuple(reading.chosen),
    )


def _run(statements: list[Tree], reading: Reading) -> bool:
    """Reads statements in order; True when they never run on to what follows them."""
    depth, began = len(reading.path), reading.began
    reading.began = reading.so_far
    ended = False
    for statement in statements:
        ((kind, fields),) = statement.items()
        ended = _STATEMENTS.get(kind, _nested)(fields, reading) or ended
    del reading.path[depth:]
    reading.began = began
    return ended


def _arms(arms: list[tuple[list[Test], list[Tree]]], reading: Reading, *, complete: bool) -> bool:
    """Reads alternatives, each under its tests, and keeps what the variables can be afterwards.

    `complete` says that one of the alternatives always runs. True when none of them runs on.
    """
    before = dict(reading.variables)
    after: list[dict[str, Term]] = [] if complete else [before]
    for tests, body in arms:
        reading.variables = dict(before)
        depth = len(reading.path)
        reading.path += tests
        if not _run(body, reading):
            after.append(reading.variables)
        del reading.path[depth:]
    reading.variables = merged(after) if after else before
    return not after


def _block(fields: Tree, reading: Reading) -> bool:
    exceptions = fields.get("exceptions", {}).get("PLpgSQL_exception_block", {}).get("exc_list", [])
    if not exceptions:
        return _run(fields.get("body", []), reading)
    before = dict(reading.variables)
    swallows = any(_swallows(exception["PLpgSQL_exception"]) for exception in exceptions)
    reading.caught += swallows
    ended = _run(fields.get("body", []), reading)
    reading.caught -= swallows
    after = [] if ended else [reading.variables]
    for exception in exceptions:
        handler = exception["PLpgSQL_exception"]
        reading.handlers += [
            condition["PLpgSQL_condition"]["condname"] for condition in handler["conditions"]
        ]
        writes, raised = len(reading.notes.writes), reading.raises
        reading.raises = False
        reading.variables = dict(before)
        if not _run(handler.get("action", []), reading):
            after.append(reading.variables)
        reading.handler_writes |= len(reading.notes.writes) > writes or reading.raises
        reading.raises = raised
    reading.variables = merged(after) if after else before
    return not after


def _swallows(handler: Tree) -> bool:
    """True for a handler that takes every error and raises none."""
    every = any(condition["PLpgSQL_condition"]["condname"] == "others" for condition in handler["conditions"])
    raises = any(
        name == "PLpgSQL_stmt_raise" and raises_error(node)
        for name, node in parse.walk(handler.get("action", []))
    )
    return every and not raises


def _if(fields: Tree, reading: Reading) -> bool:
    branches = [(fields["cond"], fields.get("then_body", []))]
    branches += [
        (e["PLpgSQL_if_elsif"]["cond"], e["PLpgSQL_if_elsif"].get("stmts", []))
        for e in fields.get("elsif_list", [])
    ]
    seen: list[Test] = []
    left: list[tuple[Test, list[Tree]]] = []
    arms: list[tuple[list[Test], list[Tree]]] = []
    for condition, body in branches:
        test = reading.test(condition)
        reading.notes.conditions.append(test)
        arms.append(([*seen, test], body))
        seen.append(Not(test, unknown=True))
        if _ends(body):
            left.append((Not(test, unknown=True), body))
    otherwise = fields.get("else_body", [])
    ended = _arms([*arms, (seen, otherwise)], reading, complete=True)
    # Past IF x THEN RAISE, x does not hold; past IF x THEN … ELSE RAISE, it does.
    if _ends(otherwise) and len(branches) == 1:
        left.append((arms[0][0][0], otherwise))
    for test, body in left:
        reading.passed(test, raised=_ends(body, raising=True))
    return ended


def _ends(body: list[Tree], *, raising: bool = False) -> bool:
    """True when a body's last statement leaves the function or the turn of the loop; with `raising`, by an
    error.
    """
    if not body:
        return False
    ((kind, fields),) = body[-1].items()
    if kind == "PLpgSQL_stmt_raise":
        return raises_error(fields)
    if kind == "PLpgSQL_stmt_if":
        arms = [fields.get("then_body", []), fields.get("else_body", [])]
        arms += [arm["PLpgSQL_if_elsif"].get("stmts", []) for arm in fields.get("elsif_list", [])]
        return all(_ends(arm, raising=raising) for arm in arms)
    if raising:
        return False
    return kind == "PLpgSQL_stmt_return" or (kind == "PLpgSQL_stmt_exit" and "cond" not in fields)


def _loop(fields: Tree, reading: Reading) -> bool:
    """LOOP, WHILE and the FORs: what they go through is read first, then the body, which can be left out."""
    for name in ("lower", "upper"):
        if name in fields:
            reading.note(fields[name])
    if "cond" in fields:
        reading.notes.conditions.append(reading.test(fields["cond"]))
    if "expr" in fields:
        reading.variables[reading.names[fields["varno"]]] = Opaque("element", (reading.term(fields["expr"]),))
    if "query" in fields:
        for tree in parse.queries(fields["query"]["PLpgSQL_expr"]["query"]):
            bind_statement(fields.get("var", {}), tree, reading)
        reading.note(fields["query"])
    elif "curvar" in fields:
        bind(fields.get("var", {}), None, (), reading)
    reading.loops += 1
    _arms([([], fields.get("body", []))], reading, complete=False)
    reading.loops -= 1
    reading.variables["found"] = Opaque("variable")
    return False


def _over_text(fields: Tree, reading: Reading) -> bool:
    reading.runs(fields["query"])
    bind(fields.get("var", {}), None, (), reading)
    reading.loops += 1
    _arms([([], fields.get("body", []))], reading, complete=False)
    reading.loops -= 1
    return False


def _case(fields: Tree, reading: Reading) -> bool:
    if "t_expr" in fields:
        reading.variables[reading.names[fields["t_varno"]]] = reading.term(fields["t_expr"])
    arms: list[tuple[list[Test], list[Tree]]] = []
    seen: list[Test] = []
    for when in fields.get("case_when_list", []):
        test = reading.test(when["PLpgSQL_case_when"]["expr"])
        reading.notes.conditions.append(test)
        arms.append(([*seen, test], when["PLpgSQL_case_when"].get("stmts", [])))
        seen.append(Not(test, unknown=True))
    # Without ELSE, a CASE that matches nothing raises case_not_found.
    if fields.get("have_else"):
        arms.append((seen, fields.get("else_stmts", [])))
    return _arms(arms, reading, complete=True)


def _nested(fields: Tree, reading: Reading) -> bool:
    """Anything else: the expressions and statements in it are read in order."""
    for part in ("query", "expr", "cond"):
        if "PLpgSQL_expr" in fields.get(part, {}):
            reading.note(fields[part])
    bind(fields.get("target", {}), None, (), reading)
    if isinstance(fields.get("body"), list):
        _run(fields["body"], reading)
    return False


def _result(reading: Reading) -> Term | Test | None:
    """What the function returns: for a boolean one any way to true, else the one value it can give."""
    if not reading.returns:
        return None
    if reading.function.result == "boolean":
        ways = [
            And((*_tested(one.path), as_test(one.value)))
            for one in reading.returns
            if one.value != Constant(False)
        ]
        return ways[0] if len(ways) == 1 else Or(tuple(ways))
    values = list(dict.fromkeys(one.value for one in reading.returns))
    return values[0] if len(values) == 1 else Opaque("several returns", tuple(values))


def _tested(path: tuple[Test, ...]) -> list[Test]:
    """What was tested on a path, without the statements that merely ran."""
    return [
        test
        for test in path
        if not (isinstance(test, Holds) and isinstance(test.term, Opaque) and test.term.what == "performed")
    ]


_STATEMENTS: dict[str, Callable[[Tree, Reading], bool]] = {
    **STEPS,
    "PLpgSQL_stmt_block": _block,
    "PLpgSQL_stmt_if": _if,
    "PLpgSQL_stmt_case": _case,
    "PLpgSQL_stmt_loop": _loop,
    "PLpgSQL_stmt_while": _loop,
    "PLpgSQL_stmt_fori": _loop,
    "PLpgSQL_stmt_fors": _loop,
    "PLpgSQL_stmt_forc": _loop,
    "PLpgSQL_stmt_foreach_a": _loop,
    "PLpgSQL_stmt_dynfors": _over_text,
}
