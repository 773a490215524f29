"""What stands in for objects that no migration makes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from pgassay.model.source import Statement
from pgassay.postgres.parse import walk
from pgassay.read.failures import Failure
from pgassay.read.names import names_touched, plain_name
from pgassay.read.presumed import INSIDE, Presumed, changed

_WORDS = re.compile(r'[\w."]+')
_CODE = ("DoStmt", "CreateFunctionStmt", "CallStmt")
_CHANGING = ("DropStmt", "RenameStmt", "AlterObjectSchemaStmt")


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """An empty object in the place of one that no migration makes: its plain name, and the statement that
    missed it first, as Postgres refused it.

    `kind` is relation, schema, type, function, policy or trigger. `now` is what it is called in the end, and
    `stays` is False once it is dropped.
    """

    name: str
    now: str
    failure: Failure
    kind: str = "relation"
    stays: bool = True

    @property
    def called(self) -> str:
        """Its name, with the kind where it is no relation."""
        return called(self.kind, self.name)


def called(kind: str, name: str) -> str:
    """A kind and a plain name in words; of a relation the name."""
    if kind in ("policy", "trigger"):
        relation, _, own = name.partition(".")
        return f"{kind} {own} on {relation}"
    return name if kind == "relation" else f"{kind} {name}"


class Placeholders:
    """The placeholders of a replay, by kind and plain name, also once statements rename or drop them."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, str], Placeholder] = {}
        # Relations that a statement dropped: what asks for them later asks in vain.
        self.dropped: set[str] = set()

    def __iter__(self) -> Iterator[Placeholder]:
        return iter(self._all.values())

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def add(self, kind: str, name: str, failure: Failure, *, stays: bool = True) -> None:
        """Notes one; what missed it first counts."""
        one = Placeholder(kind=kind, name=name, now=name, failure=failure, stays=stays)
        self._all.setdefault((kind, name), one)

    def has(self, kind: str, name: str) -> bool:
        """True for one that is there."""
        one = self._all.get((kind, name))
        return one is not None and one.stays

    def here(self, kind: str) -> list[str]:
        """The names of those of a kind that are there."""
        return [one.now for one in self._all.values() if one.kind == kind and one.stays]

    def relations(self, statement: Statement) -> list[str]:
        """The relations that a statement names; of a body of code, those whose name is a word of it."""
        if not self._all:
            return []
        touched = names_touched(statement)
        if statement.kind in _CODE:
            touched |= {plain_name(word) for word in _WORDS.findall(statement.sql)}
        elif statement.tree.get("objtype") == "OBJECT_COLUMN":
            # COMMENT ON COLUMN gives the parts of a name in a list.
            *parts, _ = statement.tree["object"]["List"]["items"]
            touched |= {plain_name(".".join(str(part["String"]["sval"]) for part in parts))}
        return [name for name in self.here("relation") if name in touched]

    def of(self, failure: Failure) -> Placeholder | None:
        """The one that a refused statement rests on: a relation that it names, or a type or a function that
        Postgres speaks of.
        """
        for name in self.relations(failure.statement):
            return self._all["relation", name]
        for kind in ("type", "function"):
            for name in self.here(kind):
                if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", plain_name(failure.message)):
                    return self._all[kind, name]
        return None

    def applied(self, statement: Statement) -> tuple[str, str] | None:
        """Follows what a statement has renamed or dropped; the old and the new name of a relation that has
        another one now.
        """
        if statement.kind not in _CHANGING or statement.tree.get("renameType") in INSIDE:
            return None
        moved = None
        for one in changed(statement):
            if one.drops and one.family == "relation":
                self.dropped.add(one.name)
            known = self._all.get((one.family, one.name))
            if known is None:
                continue
            if one.drops:
                self._all[one.family, one.name] = replace(known, stays=False)
                continue
            name = _renamed(statement, one)
            del self._all[one.family, one.name]
            self._all[one.family, name] = replace(known, now=name)
            moved = (one.name, name) if one.family == "relation" else moved
        return moved


def _renamed(statement: Statement, one: Presumed) -> str:
    schema, _, bare = one.name.rpartition(".")
    if statement.kind == "AlterObjectSchemaStmt":
        return plain_name(f"{statement.tree['newschema']}.{bare}")
    if one.on is not None:
        schema = one.on
    new = str(statement.tree["newname"])
    return f"{schema}.{new}" if schema else new


def stands_for(alias: str, name: str, statement: Statement) -> bool:
    """True where a statement calls a relation by an alias, or by its own name."""
    bare = name.rpartition(".")[2]
    if alias == bare:
        return True
    for _, node in walk({statement.kind: statement.tree}):
        if node.get("relname") == bare and node.get("alias", {}).get("aliasname") == alias:
            return True
    said = rf'\b{re.escape(bare)}"?\s+(?:as\s+)?"?{re.escape(alias)}\b'
    return statement.kind in _CODE and bool(re.search(said, statement.sql, re.I))
