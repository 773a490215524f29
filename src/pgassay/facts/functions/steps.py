"""PL/pgSQL statements that hold no others: assignments, queries, returns, errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import Call, Exists, Holds, Not, Opaque, Term, Test
from pgassay.facts.functions.bodies import Returned, note_statement, returned
from pgassay.facts.functions.built import written_out
from pgassay.facts.functions.reading import Reading
from pgassay.facts.functions.variables import bind, bind_statement
from pgassay.model.source import Tree
from pgassay.postgres import parse

_ASSIGNMENT = re.compile(r"^\s*([A-Za-z_\"][\w\".]*(?:\[[^\]]*\])?)\s*:?=\s*(.*)$", re.S)
_RAISE_EXCEPTION = 21  # elog.h: ERROR


def raises_error(fields: Tree) -> bool:
    """True for a RAISE of an exception, and not of a notice."""
    return bool(fields.get("elog_level", _RAISE_EXCEPTION) >= _RAISE_EXCEPTION)


def _return(fields: Tree, reading: Reading) -> bool:
    if "expr" in fields:
        boolean = reading.function.result == "boolean"
        value: Term | Test = reading.test(fields["expr"]) if boolean else reading.term(fields["expr"])
        reading.returns.append(Returned(path=tuple(reading.path), value=value))
    reading.gone = reading.so_far
    return True


def _return_next(fields: Tree, reading: Reading) -> bool:
    values = [reading.term(fields["expr"])] if "expr" in fields else list(reading.variables.values())
    kept = [value for value in values if value != Opaque("variable")]
    reading.returns += [Returned(path=tuple(reading.path), value=value) for value in kept]
    return False


def _return_query(fields: Tree, reading: Reading) -> bool:
    if "query" not in fields:
        reading.runs(fields["dynquery"])
        with written_out(fields["dynquery"], fields, reading) as trees:
            _give(trees, reading)
        return False
    _give(parse.queries(fields["query"]["PLpgSQL_expr"]["query"]), reading)
    return False


def _give(trees: Iterable[Tree], reading: Reading) -> None:
    """Adds what statements give to what the function returns."""
    for tree in trees:
        note_statement(tree, reading.here, reading.notes, path=tuple(reading.path))
        if "SelectStmt" in tree:
            value = returned(tree["SelectStmt"], reading.here, boolean=False)
            reading.returns.append(Returned(path=tuple(reading.path), value=value))


def _assign(fields: Tree, reading: Reading) -> bool:
    match = _ASSIGNMENT.match(fields["expr"]["PLpgSQL_expr"]["query"])
    value = reading.term({"PLpgSQL_expr": {"query": match[2]}}) if match else None
    if match is None or value is None:
        reading.notes.understood = False
        return False
    reading.assign(match[1], value)
    if isinstance(value, Call):
        reading.passed(Holds(Opaque("performed", (value,))), raised=True)
    return False


def _execute(fields: Tree, reading: Reading) -> bool:
    trees = parse.queries(fields["sqlstmt"]["PLpgSQL_expr"]["query"])
    reading.notes.understood &= bool(trees)
    for tree in trees:
        reading.statement(tree)
        bind_statement(fields.get("target", {}) if fields.get("into") else {}, tree, reading)
        _passed(tree, reading)
        if fields.get("strict") and "SelectStmt" in tree:
            reading.passed(Exists(query_of(tree["SelectStmt"], reading.here)), raised=True)
    return False


def _perform(fields: Tree, reading: Reading) -> bool:
    """PERFORM f(x): what comes after it runs only where f did not raise."""
    text = fields["expr"]["PLpgSQL_expr"]["query"]
    for tree in parse.queries(text):
        reading.statement(tree)
        bind_statement({}, tree, reading)
        _passed(tree, reading)
    return False


def _passed(tree: Tree, reading: Reading) -> None:
    """Notes on the path that a statement ran: a function called in it can have raised instead."""
    value = returned(tree["SelectStmt"], reading.here, boolean=False) if "SelectStmt" in tree else None
    if value is not None and any(isinstance(node, Call) for node in inside(value)):
        reading.passed(Holds(Opaque("performed", (value,))), raised=True)


def _dynamic(fields: Tree, reading: Reading) -> bool:
    """EXECUTE: a text that is the same each time is read as it stands."""
    reading.runs(fields["query"])
    bind(fields.get("target", {}), None, (), reading)
    with written_out(fields["query"], fields, reading) as trees:
        for tree in trees:
            reading.statement(tree)
            found = reading.variables.get("found")
            bind_statement(fields.get("target", {}) if len(trees) == 1 else {}, tree, reading)
            # EXECUTE leaves FOUND as it was.
            reading.variables.pop("found", None)
            reading.variables |= {"found": found} if found is not None else {}
    return False


def _open(fields: Tree, reading: Reading) -> bool:
    if "dynquery" in fields:
        reading.runs(fields["dynquery"])
    elif "query" in fields:
        reading.note(fields["query"])
    return False


def _raise(fields: Tree, reading: Reading) -> bool:
    error = raises_error(fields)
    reading.raises |= error
    return error


def _assert(fields: Tree, reading: Reading) -> bool:
    reading.passed(reading.test(fields["cond"]), raised=True)
    return False


def _exit(fields: Tree, reading: Reading) -> bool:
    reading.gone = reading.so_far
    if "cond" not in fields:
        return True
    test = reading.test(fields["cond"])
    reading.notes.conditions.append(test)
    reading.passed(Not(test, unknown=True), raised=False)
    return False


def _commit(_: Tree, reading: Reading) -> bool:
    reading.gone = reading.so_far
    return False


def _diagnostics(fields: Tree, reading: Reading) -> bool:
    for item in fields.get("diag_items", []):
        diagnostic = item["PLpgSQL_diag_item"]
        reading.variables[reading.names[diagnostic["target"]]] = Opaque(str(diagnostic["kind"]).lower())
    return False


#: What each statement does to a reading; True when nothing after it runs.
STEPS: dict[str, Callable[[Tree, Reading], bool]] = {
    "PLpgSQL_stmt_exit": _exit,
    "PLpgSQL_stmt_return": _return,
    "PLpgSQL_stmt_return_next": _return_next,
    "PLpgSQL_stmt_return_query": _return_query,
    "PLpgSQL_stmt_assign": _assign,
    "PLpgSQL_stmt_execsql": _execute,
    "PLpgSQL_stmt_perform": _perform,
    "PLpgSQL_stmt_dynexecute": _dynamic,
    "PLpgSQL_stmt_open": _open,
    "PLpgSQL_stmt_raise": _raise,
    "PLpgSQL_stmt_assert": _assert,
    "PLpgSQL_stmt_getdiag": _diagnostics,
    "PLpgSQL_stmt_commit": _commit,
}
