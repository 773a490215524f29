"""The literals of a statement, each with the type that it is read as, where the statement tells."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.source import Statement, Tree
from pgassay.read.names import names_touched, plain_name

#: What hands the type that is asked of it on to its parts.
_PASSING = ("A_ArrayExpr", "CaseExpr", "CaseWhen", "CoalesceExpr", "Constraint", "List", "MinMaxExpr")


def literals(statement: Statement, catalog: Catalog) -> Iterator[tuple[str, str | None]]:
    """Each literal with the bare name of its type; None where that is not known.

    It is told by a cast, by the column that gets the literal or is compared with it, and by the column's
    definition.
    """
    touched = names_touched(statement)
    types: dict[str, set[str]] = {}
    for relation in catalog.relations:
        if plain_name(relation.identity) in touched:
            for column in relation.columns:
                types.setdefault(column.name, set()).add(_bare(column.type))
    known = {name: found.copy().pop() for name, found in types.items() if len(found) == 1}
    yield from _Reader(columns=known).of({statement.kind: statement.tree}, None)


class _Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Reads literals; `columns` are the types of the columns of the tables that the statement names."""

    columns: dict[str, str]

    def of(self, node: object, type_: str | None) -> Iterator[tuple[str, str | None]]:
        """The literals in a part of a parse tree of which a type is asked."""
        if isinstance(node, list):
            for one in node:
                yield from self.of(one, type_)
        elif isinstance(node, dict):
            for name, part in node.items():
                yield from self._named(str(name), part, type_)

    def _named(self, name: str, part: object, type_: str | None) -> Iterator[tuple[str, str | None]]:
        if not isinstance(part, dict):
            yield from self.of(part, type_)
            return
        match name:
            case "A_Const":
                if "sval" in part:
                    yield str(part["sval"].get("sval", "")), type_
            case "TypeCast":
                yield from self.of(part["arg"], _type(part["typeName"]))
            case "ColumnDef":
                yield from self.of(
                    list(part.values()), _type(part["typeName"]) if "typeName" in part else None
                )
            case "A_Expr":
                sides = [part.get("lexpr"), part.get("rexpr")]
                told = (found for side in sides if (found := self._told(side)) is not None)
                yield from self.of(sides, next(told, None))
            case "InsertStmt":
                yield from self._inserted(part)
            case "UpdateStmt":
                for target in part.get("targetList", []):
                    one = target["ResTarget"]
                    yield from self.of(one.get("val"), self.columns.get(one.get("name", "")))
                yield from self.of({key: value for key, value in part.items() if key != "targetList"}, None)
            case _:
                passes = name in _PASSING or name[:1].islower()
                yield from self.of(list(part.values()), type_ if passes else None)

    def _inserted(self, tree: Tree) -> Iterator[tuple[str, str | None]]:
        names = [one["ResTarget"].get("name", "") for one in tree.get("cols", [])]
        rows = tree.get("selectStmt", {}).get("SelectStmt", {}).get("valuesLists", [])
        for row in rows:
            items = row["List"]["items"]
            for at, item in enumerate(items):
                yield from self.of(item, self.columns.get(names[at]) if at < len(names) else None)
        rest = {key: value for key, value in tree.items() if key != "selectStmt" or not rows}
        yield from self.of(rest, None)

    def _told(self, node: object) -> str | None:
        """The type of one side of a comparison."""
        if not isinstance(node, dict):
            return None
        if "TypeCast" in node:
            return _type(node["TypeCast"]["typeName"])
        fields = node.get("ColumnRef", {}).get("fields", [])
        return self.columns.get(fields[-1].get("String", {}).get("sval", "")) if fields else None


def _type(node: Tree) -> str:
    return str(node["names"][-1]["String"]["sval"])


def _bare(name: str) -> str:
    return name.removesuffix("[]").rpartition(".")[2].replace('"', "")
