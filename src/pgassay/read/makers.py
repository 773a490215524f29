"""Which statements make what, by name: those too that Postgres refused, which no catalog knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from pgassay.model.source import Statement
from pgassay.read.inner import written
from pgassay.read.names import columns_defined, names_created, plain_name


class Makers(msgspec.Struct, frozen=True, kw_only=True):
    """The statements that make each plain name, in their order; `renamed` are those that give a table of that
    name another one, with it, and `extensions` the names of those that are created.
    """

    making: Mapping[str, tuple[Statement, ...]]
    renamed: Mapping[str, tuple[tuple[Statement, str], ...]]
    extensions: frozenset[str]

    def of(self, name: str) -> tuple[Statement, ...]:
        """The statements that make a name, in their order."""
        return self.making.get(name, ())

    def after(self, name: str, statement: Statement) -> Statement | None:
        """The first one behind `statement` that makes a name; None where none does."""
        return next((one for one in self.of(name) if one.number > statement.number), None)

    def before(self, names: Iterable[str], statement: Statement) -> Statement | None:
        """The first of all that makes one of the names, if it stands before `statement`."""
        made = [one for name in names for one in self.of(name)[:1] if one.number < statement.number]
        return min(made, key=lambda one: one.number, default=None)


def makers_of(statements: Iterable[Statement]) -> Makers:
    """What each of the statements makes, looked up once for all."""
    making: dict[str, list[Statement]] = defaultdict(list)
    renamed: dict[str, list[tuple[Statement, str]]] = defaultdict(list)
    extensions: set[str] = set()
    for one in statements:
        within = written(one) if one.kind == "DoStmt" else ()
        made = frozenset().union(*(names_created(part) | columns_defined(part) for part in (one, *within)))
        for name in made:
            making[name].append(one)
        if one.kind == "CreateExtensionStmt":
            extensions.add(str(one.tree.get("extname")))
        if one.kind == "RenameStmt" and one.tree.get("renameType") == "OBJECT_TABLE":
            relation = plain_name(str(one.tree.get("relation", {}).get("relname")))
            renamed[relation].append((one, str(one.tree.get("newname"))))
    return Makers(
        making={name: tuple(found) for name, found in making.items()},
        renamed={name: tuple(found) for name, found in renamed.items()},
        extensions=frozenset(extensions),
    )
