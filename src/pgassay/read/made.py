"""What a set of migrations makes sooner or later, by name: what it lacks comes from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from pgassay.model.source import Migration, Statement
from pgassay.read.inner import inner
from pgassay.read.names import names_created, plain_name, schemas_brought
from pgassay.read.presumed import Presumed, changed

#: What a body makes when it runs.
_MAKES = re.compile(
    r"\bcreate\s+(?:unlogged\s+|temp(?:orary)?\s+)?(?:table|(?:materialized\s+)?view|schema)\s+"
    r"(?:if\s+not\s+exists\s+)?(?P<made>[\w.\"]+)|\brename\s+to\s+(?P<renamed>[\w\"]+)",
    re.I,
)
#: What drops or changes types.
_OF_TYPES = ("AlterDomainStmt", "AlterEnumStmt", "AlterObjectSchemaStmt", "DropStmt", "RenameStmt")
_MAKES_ROLE = re.compile(r"\bcreate\s+(?:role|user|group)\s+(?P<role>[\w\"]+)", re.I)


class Made:
    """The names that the statements of a set make. Worked out when something is missed for the first time:
    most sets lack nothing.
    """

    def __init__(self, migrations: Sequence[Migration]) -> None:
        self._migrations = migrations

    @cached_property
    def statements(self) -> list[Statement]:
        """All statements of the set, in order."""
        return [statement for migration in self._migrations for statement in migration.statements]

    @cached_property
    def first(self) -> dict[str, int]:
        """Each plain name with the number of the first statement that makes it."""
        found: dict[str, int] = {}
        for statement in self.statements:
            for name in _made(statement):
                found.setdefault(name, statement.number)
        return found

    @cached_property
    def types(self) -> dict[str, Presumed]:
        """The types that a statement takes for granted and none makes, by plain name."""
        found: dict[str, Presumed] = {}
        for statement in self.statements:
            if statement.kind in _OF_TYPES and not statement.tree.get("missing_ok"):
                for one in changed(statement):
                    if one.family == "type" and not self.makes(one, statement):
                        found.setdefault(one.name, one)
        return found

    @cached_property
    def bare(self) -> frozenset[str]:
        """The same names without their schemas."""
        return frozenset(name.rpartition(".")[2] for name in self.first)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that the set makes."""
        return frozenset(name for statement in self.statements for name in _roles_made(statement))

    def makes(self, one: Presumed, statement: Statement) -> bool:
        """True for what the set makes before a statement drops it, or at all where it is only changed."""
        if one.drops:
            return self._before(one, statement)
        return one.name in self.first or (one.on is None and one.bare in self.bare)

    def _before(self, one: Presumed, statement: Statement) -> bool:
        known = (self.first.get(name, statement.number) for name in (one.name, one.bare))
        return any(number < statement.number for number in known)


def _made(statement: Statement) -> Iterator[str]:
    yield from names_created(statement)
    if statement.kind == "RenameStmt":
        yield str(statement.tree.get("newname", ""))
    elif statement.kind == "CreateExtensionStmt":
        yield from schemas_brought(statement)
    elif statement.kind in ("DoStmt", "CreateFunctionStmt"):
        for match in _MAKES.finditer(statement.sql):
            yield plain_name(match["made"] or match["renamed"])
        for one in inner(statement, {}):
            yield from names_created(one)


def _roles_made(statement: Statement) -> Iterator[str]:
    if statement.kind == "CreateRoleStmt":
        yield str(statement.tree["role"])
    elif statement.kind in ("DoStmt", "CreateFunctionStmt"):
        for match in _MAKES_ROLE.finditer(statement.sql):
            yield plain_name(match["role"])
