"""What migrations use and do not make: empty objects and bare roles are put in its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from pgassay.model.names import quoted
from pgassay.model.source import Migration, Statement
from pgassay.read.column_types import ColumnTypes
from pgassay.read.failures import Failure
from pgassay.read.made import Made
from pgassay.read.names import extension_of, plain_name
from pgassay.read.placeholder import Placeholders, stands_for
from pgassay.read.platforms import managed_schemas
from pgassay.read.presumed import PARTS, Presumed, changed, literal, presumed_by
from pgassay.read.tablespaces import Tablespaces

_ROLE = re.compile(r'^role "(?P<role>[^"]+)" does not exist')
_OF_RELATION = re.compile(r'^column "(?P<column>[^"]+)" of relation "(?P<table>[^"]+)" does not exist')
_OF_ALIAS = re.compile(r"^column (?P<alias>[^\s.]+)\.(?P<column>\S+) does not exist")
_COLUMN = re.compile(
    r'^column "(?P<column>[^"]+)" (?:referenced in foreign key |named in key |does not exist)'
)
_NO_KEY = re.compile(
    r'^there is no (?:primary key for|unique constraint matching given keys for) referenced table "([^"]+)"'
)
_NO_IDENTITY = re.compile(
    r'^cannot (?:update|delete from) table "([^"]+)" because it does not have a replica identity'
)
_NO_CONSTRAINT = re.compile(
    r'^constraint "(?P<name>[^"]+)" (?:of relation|for table) "(?P<table>[^"]+)" does not exist'
)
_NO_LABEL = re.compile(r'^invalid input value for enum (?P<type>[^:]+): "(?P<label>[^"]*)"$')
_NOT_A_LABEL = re.compile(r'^"(?P<label>[^"]+)" is not an existing enum label$')
_OPERATOR = re.compile(r"^operator does not exist: (\S+) \S+ (\S+)$")
_BOOLEAN = re.compile(r"must be type boolean, not type (.+)$")
_NO_SCHEMA = re.compile(r"^permission denied for schema (\S+)$")
#: What gives something to a role, which takes being a member of it.
_AS_OWNER = ("AlterOwnerStmt", "AlterTableStmt", "AlterDefaultPrivilegesStmt", "CreateSchemaStmt")
#: A name as near to one that is there is a slip of the pen.
_ALIKE = 0.8
_MANAGED = managed_schemas("supabase") | {"information_schema", "pg_catalog"}


class There(msgspec.Struct, frozen=True, kw_only=True):
    """The roles and the schemas that are there when something is missed."""

    roles: frozenset[str]
    schemas: frozenset[str]


class Outside:
    """What a set of migrations lacks, and what was put in its place.

    Nothing stands in for what a migration of the set makes sooner or later, for what an extension brings, or
    for what belongs into a schema of the platform.
    """

    def __init__(self, migrations: Sequence[Migration]) -> None:
        self._made = Made(migrations)
        self.tablespaces = Tablespaces(self._made)
        self._columns: dict[str, dict[str, str]] = {}
        # The column that was guessed last, and for which statement.
        self._guessed: tuple[str, str, Statement] | None = None
        # Which failure of a placeholder's explains a statement's.
        self._causes: dict[int, int | None] = {}
        self.placeholders = Placeholders()
        self.roles: dict[str, Statement] = {}

    @cached_property
    def _types(self) -> ColumnTypes:
        return ColumnTypes(self._made.statements)

    def supply(self, failure: Failure, there: There) -> str | None:
        """The SQL that makes what a refused statement lacks; None where it lacks nothing from outside."""
        if failure.kind == "refused":
            return self._right(failure)
        if failure.kind != "error":
            return None
        failure = self._judged(failure)
        match failure.sqlstate:
            case "42P01" if failure.missing is not None:
                return self._taken_for_granted(failure) or self._relation(failure, failure.missing, there)
            case "3F000" if failure.missing is not None:
                return self._taken_for_granted(failure) or self._schema(failure, failure.missing)
            case "42703":
                return self._column(failure)
            case "42804" | "42883":
                return self._taken_for_granted(failure) or self._type(failure)
            case "42830" | "55000":
                return self._key(failure)
            case "22P02" | "22023":
                return self._label(failure)
            case "42704":
                return (
                    self._taken_for_granted(failure)
                    or self._known_type(failure)
                    or self._key(failure)
                    or self._constraint(failure)
                    or self._role(failure, there.roles)
                )
            case _:
                return None

    def applied(self, statement: Statement) -> None:
        """Follows a statement that went through to what it renamed and dropped."""
        moved = self.placeholders.applied(statement)
        if moved is not None and moved[0] in self._columns:
            self._columns[moved[1]] = self._columns.pop(moved[0])

    def _taken_for_granted(self, failure: Failure) -> str | None:
        """What a statement drops or changes that nothing has made, so that it can.

        A policy or trigger that it changes is not known well enough, but on what stands in itself.
        """
        one = self._presumed(failure)
        if one is None:
            return None
        making = one.making
        if one.kind in PARTS and not one.drops and not self.placeholders.has("relation", one.on or ""):
            return None
        if one.kind == "index":
            schema = one.name.rpartition(".")[0]
            inside = (
                name for name in self.placeholders.here("relation") if name.rpartition(".")[0] == schema
            )
            relation = next(inside, None)
            making = f"CREATE INDEX {quoted(one.bare)} ON {_dotted(relation)} ((1))" if relation else None
        if making is not None:
            self.placeholders.add(one.family, one.name, failure, stays=not one.drops)
        return making

    def _presumed(self, failure: Failure) -> Presumed | None:
        """What a refused statement takes for granted and nothing of the set makes; None for all else."""
        one = presumed_by(failure, self.placeholders)
        if one is None or extension_of(one.name) is not None or self._made.makes(one, failure.statement):
            return None
        schema = one.name if one.kind == "schema" else one.name.rpartition(".")[0]
        return None if one.on is None and schema in _MANAGED else one

    def _judged(self, failure: Failure) -> Failure:
        one = self._presumed(failure)
        # The names of indexes and sequences are often Postgres's own: a wrong one is a slip.
        return replace(failure, earlier=one is not None and one.kind not in ("index", "sequence"))

    def _schema(self, failure: Failure, name: str) -> str | None:
        if name in self._made.first or name in _MANAGED or extension_of(name) or name.startswith("pg_"):
            return None
        self.placeholders.add("schema", name, failure)
        return f"CREATE SCHEMA {quoted(name)}"

    def _known_type(self, failure: Failure) -> str | None:
        """A type that a later statement drops or changes, for one that uses it before; what a function takes
        that is dropped; and one of a schema that stands in itself.
        """
        name = (failure.missing or "").removesuffix("[]")
        schema, _, bare = name.rpartition(".")
        one = self._made.types.get(name)
        making = one.making if one is not None else None
        lost = failure.statement.kind == "DropStmt" or self.placeholders.has("schema", schema)
        if one is None and lost and bare not in self._made.bare:
            making = f"CREATE TYPE {_dotted(name)} AS ENUM ()"
        if making is None or not failure.message.startswith("type ") or extension_of(name) is not None:
            return None
        self.placeholders.add("type", name, failure)
        return making

    def _label(self, failure: Failure) -> str | None:
        """A value of an enum that stands in: which ones the real one has is not known."""
        match = _NO_LABEL.match(failure.message)
        enum, label = (plain_name(match["type"]), match["label"]) if match is not None else ("", "")
        if (other := _NOT_A_LABEL.match(failure.message)) and failure.statement.kind == "AlterEnumStmt":
            enum, label = next(changed(failure.statement)).name, other["label"]
        if not self.placeholders.has("type", enum):
            return None
        return f"ALTER TYPE {_dotted(enum)} ADD VALUE IF NOT EXISTS {literal(label)}"

    def _relation(self, failure: Failure, name: str, there: There) -> str | None:
        schema, _, bare = name.rpartition(".")
        if bare in self._made.bare or extension_of(name) is not None or name in self.placeholders.dropped:
            return None
        before = ""
        if schema and schema not in self._made.first and not self.placeholders.has("schema", schema):
            making = None if schema in there.schemas else self._schema(failure, schema)
            if making is None:
                return None
            before = f"{making}; "
        self.placeholders.add("relation", name, failure)
        keyed = self._types.referenced(name) or {"id": self._types.of("id")}
        # No error tells of a column that Postgres takes from the relation around: it is there from the start.
        columns = self._columns.setdefault(name, {**self._types.meant(name), **keyed})
        listed = ", ".join(f"{quoted(column)} {kind}" for column, kind in columns.items())
        keys = "".join(f", UNIQUE ({quoted(column)})" for column in keyed)
        return f"{before}CREATE TABLE {_dotted(name)} ({listed}{keys})"

    def _column(self, failure: Failure) -> str | None:
        names = self.placeholders.relations(failure.statement)
        match = _OF_RELATION.match(failure.message)
        if match is not None:
            table = plain_name(match["table"]).rpartition(".")[2]
            names = [name for name in names if name.rpartition(".")[2] == table]
        elif (match := _OF_ALIAS.match(failure.message)) is not None:
            alias = match["alias"]
            names = [name for name in names if stands_for(alias, name, failure.statement)]
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
        """What a foreign key needs on its other side, and what a publication needs to tell rows apart."""
        match = _NO_KEY.match(failure.message) or _NO_IDENTITY.match(failure.message)
        names = [
            name
            for name in self.placeholders.relations(failure.statement)
            if match and name.endswith(match[1])
        ]
        if not names:
            return None
        name = names[0]
        if failure.sqlstate == "55000":
            return f"ALTER TABLE {_dotted(name)} REPLICA IDENTITY FULL"
        wanted = self._types.keys_to(failure.statement, name) or ("id",)
        if any(column not in self._columns[name] for column in wanted):
            return None
        columns = ", ".join(map(quoted, wanted))
        kind = "UNIQUE" if failure.sqlstate == "42830" else "PRIMARY KEY"
        return f"ALTER TABLE {_dotted(name)} ADD {kind} ({columns})"

    def _constraint(self, failure: Failure) -> str | None:
        match = _NO_CONSTRAINT.match(failure.message)
        names = [
            name
            for name in self.placeholders.relations(failure.statement)
            if match and name.endswith(match["table"])
        ]
        if match is None or not names:
            return None
        return f"ALTER TABLE {_dotted(names[0])} ADD CONSTRAINT {quoted(match['name'])} CHECK (true)"

    def _role(self, failure: Failure, known: frozenset[str]) -> str | None:
        match = _ROLE.match(failure.message)
        if match is None or match["role"] in self._made.roles:
            return None
        if difflib.get_close_matches(match["role"], sorted(known), n=1, cutoff=_ALIKE):
            return None
        self.roles.setdefault(match["role"], failure.statement)
        role = quoted(match["role"])
        joined = f"; GRANT {role} TO CURRENT_USER" if failure.statement.kind in _AS_OWNER else ""
        return f"CREATE ROLE {role} NOLOGIN{joined}"

    def failed(self, failure: Failure) -> None:
        """Notes what a statement rests on that stays refused: later ones rename and drop things."""
        found = self.placeholders.of(failure) if failure.kind == "error" else None
        self._causes[failure.statement.number] = found.failure.statement.number if found is not None else None

    def laid(self, failures: Iterable[Failure]) -> Iterator[Failure]:
        """The failures, with those of statements that rest on a placeholder laid to what it stands for."""
        for failure in map(self._judged, failures):
            if failure.statement.number not in self._causes:
                self.failed(failure)
            laid = self._causes[failure.statement.number]
            yield failure if failure.cause is not None else replace(failure, cause=laid)


def _dotted(name: str) -> str:
    return ".".join(quoted(part) for part in name.split("."))
