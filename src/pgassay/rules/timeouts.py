"""Which limits on waiting and running hold when a statement runs, as the migrations set them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.rules.context import Context

_NO_LIMIT = re.compile(r"\s*-?0*(\.0*)?\s*[a-z]*\s*", re.IGNORECASE)

#: What gives a session all the settings back that it began with.
_ALL_BACK = (("DiscardStmt", "DISCARD_ALL"), ("VariableSetStmt", "VAR_RESET_ALL"))


def limited(context: Context, *names: str) -> frozenset[int]:
    """The numbers of the statements of new files that run with one of these settings above zero.

    What counts is what their file sets before them, by SET or set_config, and what the files before the new
    ones have set for the database or for a role. What the tool that runs the files sets is known where a file
    ends with setting a limit for the session: it puts back what it met.
    """
    found: set[int] = set()
    held = any(_puts_back(migration.statements, names) for migration in context.migrations)
    for migration in context.migrations:
        if context.watched.is_new(migration):
            found.update(_in_session(migration.statements, names, held))
            continue
        for statement in migration.statements:
            if statement.kind in ("AlterDatabaseSetStmt", "AlterRoleSetStmt"):
                for value, _ in _set_by("VariableSetStmt", statement.tree.get("setstmt", {}), names):
                    held = bool(value)
    return frozenset(found)


def _puts_back(statements: Sequence[Statement], names: Sequence[str]) -> bool:
    """True where the last statement of a file sets a limit for the session, after others that wanted none or
    another.
    """
    if len(statements) < 2:
        return False
    *before, last = statements
    ends = any(value and not local for value, local in _set_by(last.kind, last.tree, names))
    return ends and any(True for one in before for _ in _set_by(one.kind, one.tree, names))


def _in_session(statements: Iterable[Statement], names: Sequence[str], at_first: bool) -> Iterator[int]:
    """The numbers of the statements that run with a limit, in a session that began with one, or with none."""
    session, transaction = at_first, None
    for statement in statements:
        if session if transaction is None else transaction:
            yield statement.number
        if statement.kind == "TransactionStmt":
            transaction = None
        for value, local in _set_by(statement.kind, statement.tree, names):
            limit = at_first if value is None else value
            if local:
                transaction = limit
            else:
                session, transaction = limit, None


def _set_by(kind: str, tree: Tree, names: Sequence[str]) -> Iterator[tuple[bool | None, bool]]:
    """What a statement sets the limits to, and whether for its transaction only: above zero or not, None for
    what a session begins with.
    """
    if (kind, tree.get("target", tree.get("kind"))) in _ALL_BACK:
        yield None, False
    elif kind == "VariableSetStmt" and tree.get("name") in names:
        given: list[Tree] = tree.get("args", [])
        yield (_is_limit(given[0]) if given else None), bool(tree.get("is_local"))
    elif kind == "SelectStmt":
        for name, call in walk(tree):
            if name == "FuncCall" and call["funcname"][-1]["String"].get("sval") == "set_config":
                constants = [argument.get("A_Const", {}) for argument in call.get("args", [])]
                if len(constants) == 3 and constants[0].get("sval", {}).get("sval") in names:
                    local = bool(constants[2].get("boolval", {}).get("boolval"))
                    yield _is_limit(call["args"][1]), local


def _is_limit(node: Tree) -> bool:
    """True for a constant above zero; `SET lock_timeout = 0` waits for ever."""
    constant: Tree = node.get("A_Const", {})
    if "ival" in constant:
        return int(constant["ival"].get("ival", 0)) > 0
    return not _NO_LIMIT.fullmatch(str(constant.get("sval", constant.get("fval", {})).get("sval", "1")))
