"""Handlers in PL/pgSQL that take every error and keep nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.functions.steps import raises_error
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

#: What a handler can do to keep an error: write it, send it, call something that does.
_KEEPING = ("PLpgSQL_stmt_execsql", "PLpgSQL_stmt_perform", "PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_call")

#: LOG and WARNING, as PL/pgSQL numbers the levels of RAISE.
_LOGGED = (15, 19)
_ERROR = re.compile(r"\b(SQLERRM|SQLSTATE)\b", re.I)


def swallows(function: Function) -> bool:
    """True when every handler for OTHERS in a function only tells the log, or nobody; False without one.

    A handler that raises, writes or calls something keeps the error; so may one that sets a variable, which
    what comes after it can look at.
    """
    handlers = _for_others(function)
    return bool(handlers) and not any(_keeps(handler) for handler in handlers)


def tells_log(function: Function) -> bool:
    """True when every handler for OTHERS in a function raises a notice or a warning at least."""
    handlers = _for_others(function)
    return bool(handlers) and all("PLpgSQL_stmt_raise" in dict(_steps(handler)) for handler in handlers)


def tells_why(function: Function) -> bool:
    """True when every handler for OTHERS in a function writes what went wrong to the server's log, which
    takes warnings and no notices.
    """
    handlers = _for_others(function)
    return bool(handlers) and all(
        any(
            kind == "PLpgSQL_stmt_raise" and fields.get("elog_level") in _LOGGED and _names_error(fields)
            for kind, fields in _steps(handler)
        )
        for handler in handlers
    )


def _names_error(fields: Tree) -> bool:
    said = (fields for kind, fields in parse.walk(fields.get("params", [])) if kind == "PLpgSQL_expr")
    return any(_ERROR.search(str(one.get("query", ""))) for one in said)


def _for_others(function: Function) -> list[Tree]:
    tree = parse.plpgsql(function.definition) if function.language == "plpgsql" else None
    found: list[Tree] = []
    for kind, fields in parse.walk(tree) if tree is not None else ():
        if kind == "PLpgSQL_exception":
            names = [one["PLpgSQL_condition"]["condname"] for one in fields["conditions"]]
            found += [fields] if "others" in names else []
    return found


def _steps(handler: Tree) -> Iterator[tuple[str, Tree]]:
    return parse.walk(handler.get("action", []))


def _keeps(handler: Tree) -> bool:
    return any(
        kind in _KEEPING
        or kind == "PLpgSQL_stmt_assign"
        or (kind == "PLpgSQL_stmt_raise" and raises_error(fields))
        for kind, fields in _steps(handler)
    )
