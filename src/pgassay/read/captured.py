"""Columns that a sub-select means of the one relation it reads, and that it would take from around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.read.names import plain_name

#: The relation that a statement stands around its sub-selects, by the field that holds it.
_AROUND = {"CreatePolicyStmt": "table", "AlterPolicyStmt": "table", "UpdateStmt": "relation"}
_READING = (*_AROUND, "DeleteStmt", "SelectStmt", "ViewStmt", "InsertStmt")


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """A column by name alone in a sub-select over one relation: `relation` is that, as a plain name, and
    `around` are those around it. `compared` is a column of these that the sub-select's is compared with.
    """

    relation: str
    column: str
    around: frozenset[str]
    compared: str | None = None


def captured(statements: Iterable[Statement]) -> Iterator[Captured]:
    """The columns that sub-selects over one relation name without saying whose they are, and mean of it.

    These are what they return, and what they compare with a value or with a column that is said to be of a
    relation around. Postgres takes such a name from around where the relation has no such column.
    """
    for statement in statements:
        if statement.kind in _READING:
            tree = statement.tree
            field = _AROUND.get(statement.kind, "")
            around = frozenset({_range(tree[field])}) if field in tree else frozenset[str]()
            yield from _within({statement.kind: tree}, around, None)


def _within(node: object, around: frozenset[str], compared: str | None) -> Iterator[Captured]:
    if isinstance(node, list):
        for one in node:
            yield from _within(one, around, None)
    if not isinstance(node, dict):
        return
    for name, field in node.items():
        if name == "SubLink" and isinstance(field, dict):
            left = _bare(field.get("testexpr", {})) or _qualified(field.get("testexpr", {}))[1]
            yield from _within(field.get("testexpr"), around, None)
            yield from _within(field.get("subselect"), around, left)
        elif name == "SelectStmt" and isinstance(field, dict):
            yield from _of_select(field, around, compared)
            inside = {_range(one) for kind, one in walk(field.get("fromClause", [])) if kind == "RangeVar"}
            yield from _within(field, around | inside, None)
        else:
            yield from _within(field, around, None)


def _of_select(select: Tree, around: frozenset[str], compared: str | None) -> Iterator[Captured]:
    reads = select.get("fromClause", [])
    if not around or len(reads) != 1 or "RangeVar" not in reads[0]:
        return
    relation = reads[0]["RangeVar"]
    name = _range(relation)
    own = {relation["relname"], relation.get("alias", {}).get("aliasname", relation["relname"])}
    for target in select.get("targetList", []):
        for column in _bare_columns(target["ResTarget"].get("val")):
            yield Captured(relation=name, column=column, around=around, compared=compared)
    for column in _asked(select.get("whereClause"), own):
        yield Captured(relation=name, column=column, around=around)


def _asked(node: object, own: set[str]) -> Iterator[str]:
    """The columns that conditions ask of a row by name alone."""
    if not isinstance(node, dict):
        return
    match next(iter(node.items()), ("", None)):
        case ("BoolExpr", Mapping() as both):
            for one in both["args"]:
                yield from _asked(one, own)
        case ("A_Expr", Mapping() as compared):
            left, right = compared.get("lexpr"), compared.get("rexpr")
            for one, other in ((left, right), (right, left)):
                name = _bare(one)
                if name and not any(_bare_columns(other)) and _qualified(other)[0] not in own:
                    yield name
        case (("NullTest" | "BooleanTest"), Mapping() as tested):
            yield from [name] if (name := _bare(tested.get("arg"))) else []
        case _:
            yield from [name] if (name := _bare(node)) else []


def _bare_columns(node: object) -> Iterator[str]:
    """The columns by name alone in an expression, but for its own sub-selects."""
    if isinstance(node, list):
        for one in node:
            yield from _bare_columns(one)
    elif isinstance(node, dict):
        if name := _bare(node):
            yield name
        for kind, field in node.items():
            if kind not in ("SubLink", "ColumnRef"):
                yield from _bare_columns(field)


def _bare(node: object) -> str:
    """The name of a column that stands alone; "" for all else."""
    words = _words(node)
    return words[0] if len(words) == 1 else ""


def _qualified(node: object) -> tuple[str, str | None]:
    """The relation or alias and the name of a column that says whose it is."""
    words = _words(node)
    return (words[-2], words[-1]) if len(words) > 1 else ("", None)


def _words(node: object) -> list[str]:
    fields = node.get("ColumnRef", {}).get("fields", []) if isinstance(node, dict) else []
    return [str(one["String"]["sval"]) for one in fields if "String" in one]


def _range(node: Tree) -> str:
    schema = node.get("schemaname")
    return plain_name(f"{schema}.{node['relname']}" if schema else str(node["relname"]))
