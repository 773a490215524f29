"""What a schema names, and the words of those names that are hints to what they mean."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from pgassay.model.source import Statement
from pgassay.postgres.parse import walk

#: Modules of pgassay.facts.tables in which what a column is called is a hint; the words in them stay.
_NAMING = (
    "authors",
    "columns",
    "formats",
    "kinds",
    "open_words",
    "secrets",
    "pairs",
    "past",
    "purposes",
    "references",
    "states",
)
WORD = re.compile(r"[A-Za-z]+")


@cache
def hints() -> tuple[re.Pattern[str], ...]:
    """The patterns over names in those modules, without those that any name of a form (`<x>_id`) matches."""
    found: list[re.Pattern[str]] = []
    for module in _NAMING:
        for value in vars(importlib.import_module(f"pgassay.facts.tables.{module}")).values():
            for one in value.values() if isinstance(value, Mapping) else (value,):
                if isinstance(one, re.Pattern):
                    found.append(one)
    return tuple(one for one in found if not one.search("qbcdf_id") and not one.search("qbcdf"))


@cache
def hint_words() -> frozenset[str]:
    """The words in the modules of facts in which names are hints: in word lists and in patterns."""
    found: set[str] = set()
    for name in _NAMING:
        tree = ast.parse(inspect.getsource(importlib.import_module(f"pgassay.facts.tables.{name}")))
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(word)) if re.fullmatch("[a-z_]+", word):
                    found.update(word.split("_"))
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(text)), *_]
                ):
                    found.update(re.findall("[a-z]{3,}", text))
                case _:
                    pass
    return frozenset(found)


def matched(name: str) -> set[str]:
    """The words of a name that a pattern reads."""
    words: set[str] = set()
    for pattern in hints():
        for match in pattern.finditer(name):
            start, end = match.span()
            words |= {w.group().lower() for w in WORD.finditer(name) if w.start() < end and w.end() > start}
    return words


def listed(name: str) -> set[str]:
    """The words of a column's name that stand in a list of such words."""
    return {word for word in WORD.findall(name.lower()) if word in hint_words()}


@dataclass(slots=True)
class Names:
    """What a schema defines: relations, columns, parameters of functions, and all else that has a name."""

    relations: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)
    parameters: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def add(self, statement: Statement) -> None:
        """Adds what one statement defines."""
        tree = statement.tree
        match statement.kind:
            case "CreateStmt" | "CreateForeignTableStmt":
                self.relations.add(tree.get("base", tree)["relation"]["relname"])
            case "ViewStmt":
                self.relations.add(tree["view"]["relname"])
            case "CreateTableAsStmt":
                self.relations.add(tree["into"]["rel"]["relname"])
            case "CreateFunctionStmt":
                self.others.add(tree["funcname"][-1]["String"]["sval"])
            case "CreatePolicyStmt":
                self.others.add(tree["policy_name"])
            case "IndexStmt" if "idxname" in tree:
                self.others.add(tree["idxname"])
            case "CreateTrigStmt":
                self.others.add(tree["trigname"])
            case "RenameStmt" if tree.get("renameType") == "OBJECT_COLUMN":
                self.columns.add(tree["newname"])
            case "RenameStmt":
                self.others.add(tree["newname"])
            case _:
                pass
        for name, node in walk({statement.kind: tree}):
            if name == "ColumnDef" and "colname" in node:
                self.columns.add(node["colname"])
            elif name == "Constraint" and "conname" in node:
                self.others.add(node["conname"])
            elif name == "FunctionParameter" and node.get("name"):
                self.parameters.add(node["name"])
