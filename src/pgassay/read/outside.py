"""What migrations use and do not make: empty relations and bare roles are put in its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from pgassay.model.names import quoted
from pgassay.model.source import Migration, Statement
from pgassay.postgres.parse import walk
from pgassay.read.column_types import ColumnTypes
from pgassay.read.failures import Failure
from pgassay.read.names import extension_of, names_created, names_touched, plain_name

#: What a body makes when it runs.
_MAKES = re.compile(
    r"\bcreate\s+(?:unlogged\s+|temp(?:orary)?\s+)?(?:table|(?:materialized\s+)?view|schema)\s+"
    r"(?:if\s+not\s+exists\s+)?(?P<made>[\w.\"]+)|\brename\s+to\s+(?P<renamed>[\w\"]+)",
    re.I,
)
_MAKES_ROLE = re.compile(r"\bcreate\s+(?:role|user|group)\s+(?P<role>[\w\"]+)", re.I)
_ROLE = re.compile(r'^role "(?P<role>[^"]+)" does not exist')
_OF_RELATION = re.compile(r'^column "(?P<column>[^"]+)" of relation "(?P<table>[^"]+)" does not exist')
_OF_ALIAS = re.compile(r"^column (?P<alias>[^\s.]+)\.(?P<column>\S+) does not exist")
_COLUMN = re.compile(
    r'^column "(?P<column>[^"]+)" (?:referenced in foreign key |named in key |does not exist)'
)
_NO_KEY = re.compile(
    r'^there is no (?:primary key for|unique constraint matching given keys for) referenced table "([^"]+)"'
)
_NO_CONSTRAINT = re.compile(r'^constraint "(?P<name>[^"]+)" of relation "(?P<table>[^"]+)" does not exist')
_OPERATOR = re.compile(r"^operator does not exist: (\S+) \S+ (\S+)$")
_BOOLEAN = re.compile(r"must be type boolean, not type (.+)$")
_NO_SCHEMA = re.compile(r"^permission denied for schema (\S+)$")
#: What gives something to a role, which takes being a member of it.
_AS_OWNER = ("AlterOwnerStmt", "AlterTableStmt", "AlterDefaultPrivilegesStmt", "CreateSchemaStmt")
#: A name as near to one that is there is a slip of the pen.
_ALIKE = 0.8


class Placeholder(msgspec.Struct, frozen=True, kw_only=True):
    """An empty relation in the place of one that no migration makes: its plain name, and the statement that
    missed it first, as Postgres refused it.
    """

    name: str
    failure: Failure


class Outside:
    """What a set of migrations lacks, and what was put in its place.

    Nothing stands in for what a migration of the set makes sooner or later, for what an extension brings, or
    for what belongs into a schema of the platform.
    """

    def __init__(self, migrations: Sequence[Migration]) -> None:
        self._migrations = migrations
        self._columns: dict[str, dict[str, str]] = {}
        # The column that was guessed last, and for which statement.
        self._guessed: tuple[str, str, Statement] | None = None
        self.placeholders: dict[str, Placeholder] = {}
        self.roles: dict[str, Statement] = {}

    # Worked out when something is missed for the first time: most sets lack nothing.
    @cached_property
    def _statements(self) -> list[Statement]:
        return [statement for migration in self._migrations for statement in migration.statements]

    @cached_property
    def _types(self) -> ColumnTypes:
        return ColumnTypes(self._statements)

    @cached_property
    def _made(self) -> frozenset[str]:
        return frozenset(name for statement in self._statements for name in _made(statement))

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(name.rpartition(".")[2] for name in self._made)

    @cached_property
    def _roles(self) -> frozenset[str]:
        return frozenset(name for statement in self._statements for name in _roles_made(statement))

    def supply(self, failure: Failure, known_roles: Iterable[str]) -> str | None:
        """The SQL that makes what a refused statement lacks; None where it lacks nothing from outside.

        `known_roles` are those that are there.
        """
        if failure.kind == "refused":
            return self._right(failure)
        if failure.kind != "error":
            return None
        match failure.sqlstate:
            case "42P01" if failure.missing is not None:
                return self._relation(failure, failure.missing)
            case "42703":
                return self._column(failure)
            case "42804" | "42883":
                return self._type(failure)
            case "42830":
                return self._key(failure)
            case "42704":
                return self._key(failure) or self._constraint(failure) or self._role(failure, known_roles)
            case _:
                return None

    def rests(self, statement: Statement) -> Placeholder | None:
        """The placeholder that a statement names; None where it names none."""
        names = self._named(statement)
        return self.placeholders[names[0]] if names else None

    def _named(self, statement: Statement) -> list[str]:
        """The placeholders that a statement names; of a body of code, those whose name is a word of it."""
        if not self.placeholders:
            return []
        touched = names_touched(statement)
        if statement.kind in ("DoStmt", "CreateFunctionStmt", "CallStmt"):
            touched |= set(re.findall(r"[\w.]+", plain_name(statement.sql)))
        return [name for name in self.placeholders if name in touched]

    def _relation(self, failure: Failure, name: str) -> str | None:
        schema, _, bare = name.rpartition(".")
        if bare in self._bare or extension_of(name) is not None or (schema and schema not in self._made):
            return None
        self.placeholders.setdefault(name, Placeholder(name=name, failure=failure))
        keyed = self._types.referenced(name) or {"id": self._types.of("id")}
        # No error tells of a column that Postgres takes from the relation around: it is there from the start.
        columns = self._columns.setdefault(name, {**self._types.meant(name), **keyed})
        listed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
        keys = "".join(f", UNIQUE ({quoted(column)})" for column in keyed)
        return f"CREATE TABLE {_dotted(name)} ({listed}{keys})"

    def _column(self, failure: Failure) -> str | None:
        names = self._named(failure.statement)
        match = _OF_RELATION.match(failure.message)
        if match is not None:
            names = [name for name in names if name.rpartition(".")[2] == match["table"]]
        elif (match := _OF_ALIAS.match(failure.message)) is not None:
            alias = match["alias"]
            names = [name for name in names if _stands_for(alias, name, failure.statement)]
        else:
            match = _COLUMN.match(failure.message)
        column = match["column"] if match is not None else ""
        name = next((name for name in names if column not in self._columns[name]), None)
        if name is None or not column:
            return None
        kind = self._columns[name][column] = self._types.of(column)
        self._guessed = (name, column, failure.statement)
        return f"ALTER TABLE {_dotted(name)} ADD COLUMN {quoted(column)} {kind}"

    def _type(self, failure: Failure) -> str | None:
        """The type that a statement wants of the column that was made for it."""
        name, column, statement = self._guessed or ("", "", None)
        self._guessed = None
        match = _OPERATOR.match(failure.message) or _BOOLEAN.search(failure.message)
        if statement is not failure.statement or match is None:
            return None
        kind = self._columns[name][column]
        wanted = next((one for one in (*match.groups(), "boolean") if one != kind), kind)
        if kind not in match.groups() or " " in wanted.replace(" with time zone", ""):
            return None
        self._columns[name][column] = wanted
        return f"ALTER TABLE {_dotted(name)} ALTER COLUMN {quoted(column)} TYPE {wanted} USING NULL"

    def _right(self, failure: Failure) -> str | None:
        """What an owner that was made here must be allowed to."""
        match = _NO_SCHEMA.match(failure.message)
        roles = [name for name in self.roles if re.search(rf"\b{re.escape(name)}\b", failure.statement.sql)]
        if match is None or not roles or failure.statement.kind not in _AS_OWNER:
            return None
        return f"GRANT CREATE ON SCHEMA {quoted(match[1])} TO {quoted(roles[0])}"

    def _key(self, failure: Failure) -> str | None:
        """What a foreign key needs on its other side."""
        match = _NO_KEY.match(failure.message)
        names = [name for name in self._named(failure.statement) if match and name.endswith(match[1])]
        if not names:
            return None
        name = names[0]
        wanted = self._types.keys_to(failure.statement, name) or ("id",)
        if any(column not in self._columns[name] for column in wanted):
            return None
        columns = ", ".join(map(quoted, wanted))
        kind = "UNIQUE" if failure.sqlstate == "42830" else "PRIMARY KEY"
        return f"ALTER TABLE {_dotted(name)} ADD {kind} ({columns})"

    def _constraint(self, failure: Failure) -> str | None:
        match = _NO_CONSTRAINT.match(failure.message)
        names = [name for name in self._named(failure.statement) if match and name.endswith(match["table"])]
        if match is None or not names:
            return None
        return f"ALTER TABLE {_dotted(names[0])} ADD CONSTRAINT {quoted(match['name'])} CHECK (true)"

    def _role(self, failure: Failure, known: Iterable[str]) -> str | None:
        match = _ROLE.match(failure.message)
        if match is None or match["role"] in self._roles:
            return None
        if difflib.get_close_matches(match["role"], known, n=1, cutoff=_ALIKE):
            return None
        self.roles.setdefault(match["role"], failure.statement)
        role = quoted(match["role"])
        joined = f"; GRANT {role} TO CURRENT_USER" if failure.statement.kind in _AS_OWNER else ""
        return f"CREATE ROLE {role} NOLOGIN{joined}"

    def laid(self, failures: Iterable[Failure]) -> Iterator[Failure]:
        """The failures, with those of statements that name a placeholder laid to what it stands for."""
        for failure in failures:
            found = self.rests(failure.statement) if failure.kind == "error" else None
            if found is not None and failure.cause is None:
                failure = replace(failure, cause=found.failure.statement.number)
            yield failure


def _made(statement: Statement) -> Iterator[str]:
    yield from names_created(statement)
    if statement.kind == "RenameStmt":
        yield str(statement.tree.get("newname", ""))
    elif statement.kind in ("DoStmt", "CreateFunctionStmt"):
        for match in _MAKES.finditer(statement.sql):
            yield plain_name(match["made"] or match["renamed"])


def _roles_made(statement: Statement) -> Iterator[str]:
    if statement.kind == "CreateRoleStmt":
        yield str(statement.tree["role"])
    elif statement.kind in ("DoStmt", "CreateFunctionStmt"):
        for match in _MAKES_ROLE.finditer(statement.sql):
            yield plain_name(match["role"])


def _stands_for(alias: str, name: str, statement: Statement) -> bool:
    """True where a statement calls a relation by an alias, or by its own name."""
    bare = name.rpartition(".")[2]
    if alias == bare:
        return True
    for _, node in walk({statement.kind: statement.tree}):
        if node.get("relname") == bare and node.get("alias", {}).get("aliasname") == alias:
            return True
    said = rf'\b{re.escape(bare)}"?\s+(?:as\s+)?"?{re.escape(alias)}\b'
    return statement.kind in ("DoStmt", "CreateFunctionStmt") and bool(re.search(said, statement.sql, re.I))


def _dotted(name: str) -> str:
    return ".".join(quoted(part) for part in name.split("."))
