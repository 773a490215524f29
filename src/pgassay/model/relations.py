"""Tables, views and what hangs on them, as the catalog describes them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a relation is: pg_class.relkind in words."""

    TABLE = "table"
    PARTITIONED = "partitioned table"
    VIEW = "view"
    MATERIALIZED = "materialized view"
    FOREIGN = "foreign table"


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column; `type` is as format_type prints it, `default` (or what generates it) as pg_get_expr does.

    `identity` is "", always or by default; `generated` is "", stored or virtual. `not_null` holds for new
    rows: whether old ones were looked at, the constraint says (`validated`, from 18 on).
    """

    name: str
    quoted: str
    type: str
    type_schema: str
    type_category: str
    not_null: bool
    default: str | None
    identity: str
    generated: str
    comment: str | None


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A table, view, materialized view or foreign table.

    `identity` is schema-qualified and quoted where Postgres quotes; `parent` is the table it is a partition
    or child of, `partition_test` what its rows fulfil as a partition, as an expression; `options` holds
    reloptions (`security_invoker=true`); `definition` is a view's query; `persistence` is permanent or
    unlogged; `replica_identity` default, nothing, full or index.
    """

    identity: str
    schema: str
    name: str
    kind: Kind
    owner: str
    columns: tuple[Column, ...]
    rls_enabled: bool
    rls_forced: bool
    persistence: str
    replica_identity: str
    options: tuple[str, ...]
    parent: str | None
    partition_bound: str | None
    partition_key: str | None = None
    partition_test: str | None = None
    definition: str | None
    extension: str | None
    comment: str | None

    @property
    def is_table(self) -> bool:
        """True for ordinary and partitioned tables: what holds rows of its own and can have policies."""
        return self.kind in (Kind.TABLE, Kind.PARTITIONED)

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


class Constraint(msgspec.Struct, frozen=True, kw_only=True):
    """A constraint of a table, or of a domain (then `relation` is None).

    `kind` is check, foreign key, primary key, unique, exclusion or not null; `columns` are those it names, in
    its own order. A NOT NULL is here only where it says more than its column: a name of its own, NOT VALID,
    or NO INHERIT.
    """

    identity: str
    name: str
    relation: str | None
    domain: str | None
    kind: str
    columns: tuple[str, ...]
    references: str | None
    referenced_columns: tuple[str, ...]
    on_delete: str | None
    on_update: str | None
    match_full: bool
    deferrable: bool
    validated: bool
    enforced: bool
    inherited: bool
    definition: str
    expression: str | None


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """An index; `keys` are its key columns or expressions in order, `predicate` its WHERE."""

    identity: str
    name: str
    relation: str
    method: str
    keys: tuple[str, ...]
    columns: tuple[str | None, ...]
    included: tuple[str, ...]
    operator_classes: tuple[str, ...]
    descending: tuple[bool, ...]
    unique: bool
    primary: bool
    valid: bool
    nulls_not_distinct: bool
    predicate: str | None
    constraint: str | None
    definition: str
    comment: str | None = None


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """A row-level security policy. `command` is all, select, insert, update or delete; roles may hold
    "public".
    """

    identity: str
    name: str
    relation: str
    command: str
    permissive: bool
    roles: tuple[str, ...]
    using: str | None
    check: str | None
    comment: str | None


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """A trigger. `timing` is before, after or instead of; `events` a subset of insert, update, delete,
    truncate.

    `enabled` is origin, disabled, replica or always; `function` the identity of what it calls, `arguments`
    what it passes.
    """

    identity: str
    name: str
    relation: str
    function: str
    timing: str
    events: tuple[str, ...]
    per_row: bool
    enabled: str
    update_columns: tuple[str, ...]
    condition: str | None
    arguments: tuple[str, ...]
    constraint: bool
    definition: str
