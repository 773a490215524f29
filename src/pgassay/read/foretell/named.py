"""What has a name in a set of migrations, with what its text tells of it."""

from __future__ import annotations

import msgspec

from pgassay.model.names import quoted


class NamedColumn(msgspec.Struct, kw_only=True):
    """A column; `type` is as format_type prints it, None where that cannot be told."""

    name: str
    type: str | None
    not_null: bool = False
    default: bool = False
    identity: str = ""
    generated: str = ""

    def look(self) -> dict[str, str | bool | int | None]:
        """What the recorder would keep of it. Collations are not known here."""
        return {
            "name": self.name,
            "type": self.type,
            "not_null": self.not_null,
            "identity": self.identity,
            "generated": self.generated,
            "collation": 0,
            "default": "stated" if self.default else None,
        }


class NamedConstraint(msgspec.Struct, kw_only=True):
    """A constraint; `kind` is pg_constraint.contype, `not_null` the columns of which it says no more than
    that they are NOT NULL.
    """

    name: str
    kind: str
    columns: tuple[str, ...] = ()
    validated: bool = True
    references: str | None = None
    not_null: tuple[str, ...] = ()

    def look(self) -> dict[str, str | bool | int | None]:
        """What the recorder would keep of it."""
        return {"name": self.name, "kind": self.kind, "validated": self.validated}


class NamedRelation(msgspec.Struct, kw_only=True):
    """A table or view. `known` is false where something may have shaped it that was not read.

    `file` is the number of the migration that made it, -1 for what was there before all of them; `was` its
    identity when the running file began; `parts` its policies and triggers ("policy", space, name); of a
    partition, `is_default` says that it takes what no other does. `below` are its partitions and children,
    `referring` the relations with foreign keys to it, `indexes` its own; some of them can be gone.
    """

    schema: str
    name: str
    kind: str = "table"
    file: int = -1
    known: bool = True
    partitioned: bool = False
    parent: str | None = None
    is_partition: bool = False
    is_default: bool = False
    unlogged: bool = False
    was: str = ""
    columns: dict[str, NamedColumn] = msgspec.field(default_factory=dict[str, NamedColumn])
    constraints: dict[str, NamedConstraint] = msgspec.field(default_factory=dict[str, NamedConstraint])
    parts: set[str] = msgspec.field(default_factory=set[str])
    below: set[str] = msgspec.field(default_factory=set[str])
    referring: set[str] = msgspec.field(default_factory=set[str])
    indexes: set[str] = msgspec.field(default_factory=set[str])
    identity: str = ""

    def __post_init__(self) -> None:
        self.identify()

    def identify(self) -> None:
        """Gives it its identity as Postgres writes it: schema-qualified, quoted where it has to be."""
        self.identity = f"{quoted(self.schema)}.{quoted(self.name)}"


class NamedIndex(msgspec.Struct, kw_only=True):
    """An index, and the relation it is on."""

    identity: str
    relation: str
    columns: tuple[str, ...] = ()


class NamedType(msgspec.Struct, kw_only=True):
    """A type of the set's own: an enum, a composite or a domain; `base` is what a domain is made of.

    `bare` is true for a domain without any constraint and default.
    """

    identity: str
    kind: str
    base: str | None = None
    bare: bool = False
