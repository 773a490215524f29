"""Expressions with an argument of a call exchanged."""

from __future__ import annotations

import re

from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

_BEFORE = len("SELECT ")
_NAME = re.compile(r'(?:[\w$]+|"(?:[^"]|"")*")(?:\.(?:[\w$]+|"(?:[^"]|"")*"))*')


def with_argument(sql: str, function: Function, position: int, column: str, new: str) -> str:
    """The expression in which the calls of a function are given `new` where they are given a column."""
    tree = parse.expression(sql)
    places: list[int] = []
    for kind, fields in parse.walk(tree) if tree is not None else ():
        if kind == "FuncCall" and _names(fields, function) and len(fields.get("args", [])) > position:
            place = _place(fields["args"][position], column)
            places += [place] if place is not None else []
    for place in sorted(set(places), reverse=True):
        start = len(f"SELECT {sql}".encode()[:place].decode()) - _BEFORE
        match = _NAME.match(sql, start)
        if match is not None:
            sql = sql[:start] + new + sql[match.end() :]
    return sql


def _names(fields: Tree, function: Function) -> bool:
    names = [part["String"]["sval"] for part in fields["funcname"]]
    return names[-1] == function.name and (len(names) == 1 or names[-2] == function.schema)


def _place(argument: Tree, column: str) -> int | None:
    """Where a column stands that is an argument, with or without a cast."""
    ((kind, fields),) = argument.items()
    if kind == "TypeCast":
        return _place(fields["arg"], column)
    if kind != "ColumnRef" or "String" not in fields["fields"][-1]:
        return None
    return fields["location"] if fields["fields"][-1]["String"]["sval"] == column else None
