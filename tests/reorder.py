"""The same statements in another order, as far as they are free of each other."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pglast.parser import ParseError, scan

from naming import Names
from pgassay.model.source import Statement
from pgassay.postgres.parse import split_statements

#: Statements that add something to a relation or function and leave what it is: free among themselves.
_ATTACHED = ("IndexStmt", "CreatePolicyStmt", "CreateTrigStmt", "CommentStmt")
_MAKING = (
    "CreateStmt",
    "ViewStmt",
    "CreateFunctionStmt",
    "CreateEnumStmt",
    "CreateDomainStmt",
    "CompositeTypeStmt",
)


def shuffled(text: str, seed: str) -> str:
    """The text with its statements in another order, each behind all that it needs; one seed, one order."""
    statements, faults = split_statements(text, "")
    if faults or len(statements) < 3:
        return text
    pieces = _cut(text, statements)
    marks = [_marks(statement) for statement in statements]
    waiting = {
        index: {other for other in range(index) if _must_follow(marks[other], marks[index])}
        for index in range(len(statements))
    }
    chosen: list[int] = []
    dice = random.Random(seed)
    while waiting:
        ready = [index for index, others in sorted(waiting.items()) if not others & waiting.keys()]
        index = dice.choice(ready)
        chosen.append(index)
        del waiting[index]
    return "".join(pieces[index] for index in chosen)


def _cut(text: str, statements: list[Statement]) -> list[str]:
    """The text of each statement with the comments above and beside it, up to semicolon and line end."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    pieces: list[str] = []
    done = 0
    for number, statement in enumerate(statements):
        start = starts[statement.location.line - 1] + statement.location.column - 1
        end = text.find(";", start + len(statement.sql))
        end = len(text) if end < 0 or number == len(statements) - 1 else end + 1
        rest = re.compile(r"[ \t]*(--[^\n]*)?\n").match(text, end)
        end = rest.end() if rest else end
        pieces.append(_ended(text[done:end], statement))
        done = end
    return pieces


def _ended(piece: str, statement: Statement) -> str:
    """A piece that ends with a semicolon and a line, so that any other can follow it."""
    head, _, tail = piece.partition(statement.sql)
    return f"{head}{statement.sql}{tail if ';' in tail else ';' + tail}" + (
        "" if piece.endswith("\n") else "\n"
    )


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a statement makes or changes, what it names, and whether nothing may pass it."""

    makes: frozenset[str]
    names: frozenset[str]
    fixed: bool


def _marks(statement: Statement) -> _Marks:
    names = frozenset(_names(statement.sql))
    tree = statement.tree
    kind = statement.kind
    if kind in _ATTACHED and (kind != "IndexStmt" or "idxname" in tree):
        own = [str(tree[key]) for key in ("idxname", "policy_name", "trigname") if key in tree]
        return _Marks(frozenset(own), names, False)
    if kind in _MAKING:
        defined = Names()
        defined.add(statement)
        # The typeName of a domain is the type that it stands on.
        parts = tree.get("domainname", tree.get("funcname", tree.get("typeName", [])))
        made = defined.relations | {part["String"]["sval"] for part in parts if "String" in part}
        if kind == "CompositeTypeStmt":
            made.add(tree["typevar"]["relname"])
        return _Marks(frozenset(made), names, False)
    if kind == "AlterTableStmt":
        relation = {str(tree["relation"]["relname"])}
        switches = {command["AlterTableCmd"]["subtype"] for command in tree["cmds"]}
        row_security = switches <= {"AT_EnableRowSecurity", "AT_ForceRowSecurity"}
        return _Marks(frozenset() if row_security else frozenset(relation), names, False)
    if kind == "GrantStmt" and tree.get("targtype") == "ACL_TARGET_OBJECT":
        return _Marks(frozenset({"grants", *names}), names | {"grants"}, False)
    return _Marks(frozenset(), names, True)


def _must_follow(before: _Marks, after: _Marks) -> bool:
    if before.fixed or after.fixed:
        return True
    return bool(before.makes & after.names or after.makes & before.names or before.makes & after.makes)


def _names(text: str) -> Iterator[str]:
    """Every name in a text and in the bodies within it."""
    try:
        tokens = scan(text)
    except ParseError:
        return
    for token in tokens:
        word = text[token.start : token.end + 1]
        if token.name == "SCONST":
            body = word.strip("'")
            if word.startswith("$"):
                tag = word[: word.index("$", 1) + 1]
                body = word[len(tag) : -len(tag)]
            yield from _names(body)
        elif re.match(r'["A-Za-z_]', word):
            yield word.strip('"') if word.startswith('"') else word.lower()
