"""What statements drop or change without asking whether it is there: something made it before."""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec

from pgassay.model.names import quoted
from pgassay.model.source import Statement, Tree
from pgassay.read.failures import Failure
from pgassay.read.inner import inner
from pgassay.read.names import plain_name

#: The objects that DROP and ALTER name, as the parser calls them, in the words of Postgres's messages.
_KINDS = {
    "OBJECT_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_INDEX": "index",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "domain",
    "OBJECT_SCHEMA": "schema",
    "OBJECT_FUNCTION": "function",
    "OBJECT_ROUTINE": "function",
    "OBJECT_PROCEDURE": "procedure",
    "OBJECT_POLICY": "policy",
    "OBJECT_TRIGGER": "trigger",
}
RELATIONS = frozenset({"table", "view", "materialized view", "sequence", "index"})
#: What RENAME can mean of a table's own.
INSIDE = ("OBJECT_COLUMN", "OBJECT_TABCONSTRAINT")
PARTS = frozenset({"policy", "trigger"})
_FAMILIES = {"domain": "type", "procedure": "function"}

#: The body of a function that stands in for another.
UNKNOWN_BODY = "/* no migration makes this function */"
_SWITCHES = ("AT_EnableTrig", "AT_DisableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig")


class Presumed(msgspec.Struct, frozen=True, kw_only=True):
    """An object that a statement takes for granted. `name` is its plain name, of a policy or a trigger behind
    that of its relation, which is `on`; `making` is SQL that makes one like it, None where the statement does
    not tell enough. `drops` where the statement takes it away.
    """

    kind: str
    name: str
    drops: bool
    making: str | None = None
    on: str | None = None

    @property
    def family(self) -> str:
        """What shares its name with nothing else: a relation, a type, a function …"""
        return "relation" if self.kind in RELATIONS else _FAMILIES.get(self.kind, self.kind)

    @property
    def bare(self) -> str:
        """Its name without a schema."""
        if self.on is None:
            return self.name.rpartition(".")[2]
        return self.on.rpartition(".")[2] + self.name.removeprefix(self.on)

    def is_meant(self, missing: str) -> bool:
        """True where a message means it by `missing`: messages leave schemas out now and then."""
        return missing in (self.name, self.bare)


def presumed_by(failure: Failure, known: Container[tuple[str, str]] = ()) -> Presumed | None:
    """The object that a refused statement misses, where it drops or changes it without IF EXISTS; None for
    all else.

    It is none of the `known` ones (family and name): a message can mean one of two.
    """
    missing = failure.missing
    if missing is None or failure.kind != "error":
        return None
    for statement in (failure.statement, *inner(failure.statement, {})):
        for one in () if statement.tree.get("missing_ok") else changed(statement):
            if one.is_meant(missing) and (one.family, one.name) not in known:
                return one
    return None


def changed(statement: Statement) -> Iterator[Presumed]:
    """The objects that a statement drops or changes, whether it asks if they are there or not."""
    tree = statement.tree
    match statement.kind:
        case "DropStmt":
            kind = _KINDS.get(str(tree["removeType"]))
            for item in tree["objects"] if kind is not None else ():
                yield _named(kind or "", item, drops=True)
        case "AlterEnumStmt":
            label = tree.get("oldVal") or tree.get("newValNeighbor")
            yield _named("type", {"List": {"items": tree["typeName"]}}, labels=[label] if label else [])
        case "AlterDomainStmt":
            yield _named("domain", {"List": {"items": tree["typeName"]}})
        case "AlterFunctionStmt":
            yield _named(_KINDS.get(str(tree.get("objtype")), "function"), {"ObjectWithArgs": tree["func"]})
        case "AlterPolicyStmt":
            yield _part("policy", [*_range(tree["table"]), tree["policy_name"]], drops=False)
        case "AlterSeqStmt":
            yield _named("sequence", _list(tree["sequence"]))
        case "RenameStmt" | "AlterOwnerStmt" | "AlterObjectSchemaStmt":
            yield from _altered(tree)
        case "AlterTableStmt":
            yield from _of_table(tree)
        case _:
            return


def _altered(tree: Tree) -> Iterator[Presumed]:
    """What is renamed, moved or given to somebody."""
    kind = _KINDS.get(str(tree.get("renameType") or tree.get("objectType")))
    if tree.get("renameType") in INSIDE:
        kind = "table"
    if kind in PARTS and "subname" in tree:
        yield _part(kind, [*_range(tree["relation"]), tree["subname"]], drops=False)
    elif kind == "schema" and "subname" in tree:
        yield _named(kind, {"String": {"sval": tree["subname"]}})
    elif kind is not None and "relation" in tree:
        yield _named(kind, _list(tree["relation"]))
    elif kind is not None and "object" in tree:
        yield _named(kind, tree["object"])


def _of_table(tree: Tree) -> Iterator[Presumed]:
    kind = _KINDS.get(str(tree.get("objtype")))
    if kind is not None:
        yield _named(kind, _list(tree["relation"]), composite=True)
    for command in (one["AlterTableCmd"] for one in tree.get("cmds", [])):
        if command.get("subtype") in _SWITCHES and command.get("name"):
            yield _part("trigger", [*_range(tree["relation"]), command["name"]], drops=False)


def _named(
    kind: str, item: Tree, *, drops: bool = False, labels: list[str] | None = None, composite: bool = False
) -> Presumed:
    """An object by the node that names it, with SQL that makes one."""
    if kind in PARTS:
        return _part(kind, _strings(item["List"]["items"]), drops=drops)
    if "ObjectWithArgs" in item:
        called = item["ObjectWithArgs"]
        words = _strings(called["objname"])
        making = _function(kind, words, called)
        return Presumed(kind=kind, name=plain_name(".".join(words)), drops=drops, making=making)
    words = _words(item)
    name = ".".join(quoted(word) for word in words)
    enum = ", ".join(literal(label) for label in labels or ())
    making = {
        "table": f"CREATE TABLE {name} ()" if drops else None,
        "view": f"CREATE VIEW {name} AS SELECT",
        "materialized view": f"CREATE MATERIALIZED VIEW {name} AS SELECT",
        "sequence": f"CREATE SEQUENCE {name}",
        "type": f"CREATE TYPE {name} AS " + ("()" if composite else f"ENUM ({enum})"),
        "domain": f"CREATE DOMAIN {name} AS text",
        "schema": f"CREATE SCHEMA {name}",
    }.get(kind)
    return Presumed(kind=kind, name=plain_name(".".join(words)), drops=drops, making=making)


def _part(kind: str, words: list[str], *, drops: bool) -> Presumed:
    """A policy or a trigger; `words` are the names of its relation, then its own."""
    relation, name = ".".join(quoted(word) for word in words[:-1]), quoted(words[-1])
    if kind == "policy":
        making = f"CREATE POLICY {name} ON {relation} USING (false)"
    else:
        making = (
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {relation} FOR EACH ROW "
            "EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()"
        )
    on = plain_name(".".join(words[:-1]))
    return Presumed(kind=kind, name=f"{on}.{words[-1]}", drops=drops, making=making, on=on)


def _function(kind: str, words: list[str], called: Tree) -> str:
    """SQL that makes a function of these arguments, which nothing can use by chance: it returns nothing."""
    types = ", ".join(_type(one["TypeName"]) for one in called.get("objargs", []) if "TypeName" in one)
    name = ".".join(quoted(word) for word in words)
    what, returns = ("PROCEDURE", "") if kind == "procedure" else ("FUNCTION", " RETURNS void")
    return f"CREATE {what} {name}({types}){returns} LANGUAGE sql AS '{UNKNOWN_BODY}'"


def _type(node: Tree) -> str:
    name = ".".join(quoted(word) for word in _strings(node["names"]))
    return name + "[]" * len(node.get("arrayBounds", []))


def _words(item: Tree) -> list[str]:
    """The names of a dotted name, in whichever node it stands."""
    if "String" in item:
        return [str(item["String"]["sval"])]
    if "TypeName" in item:
        return _strings(item["TypeName"]["names"])
    return _strings(item["List"]["items"])


def _strings(items: list[Tree]) -> list[str]:
    return [str(one["String"]["sval"]) for one in items]


def _range(node: Tree) -> list[str]:
    return [str(node[key]) for key in ("schemaname", "relname") if key in node]


def _list(node: Tree) -> Tree:
    return {"List": {"items": [{"String": {"sval": word}} for word in _range(node)]}}


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
