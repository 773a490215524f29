"""The database as Postgres describes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from pgassay.model.relations import Column, Constraint, Index, Policy, Relation, Trigger


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ref:
    """An object's type and identity, as pg_identify_object gives them; `relation` and `column` where there are any."""

    kind: str
    identity: str
    relation: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        return self.identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema and its owner."""

    identity: str
    name: str
    owner: str
    extension: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function or procedure. `identity` carries its argument types; `body` is the source between the quotes.

    `kind` is function, procedure, aggregate or window; `volatility` immutable, stable or volatile; `settings` are
    its SET clauses (`search_path=""`); `arguments` the names of its inputs ("" where unnamed), `argument_types` their types.
    """

    identity: str
    schema: str
    name: str
    kind: str
    language: str
    owner: str
    arguments: tuple[str, ...]
    argument_types: tuple[str, ...]
    result: str
    returns_set: bool
    volatility: str
    strict: bool
    security_definer: bool
    leakproof: bool
    parallel: str
    settings: tuple[str, ...]
    body: str
    definition: str
    extension: str | None
    comment: str | None

    @property
    def is_trigger(self) -> bool:
        """True for a function that only a trigger or event trigger can call."""
        return self.result in ("trigger", "event_trigger")

    @property
    def search_path(self) -> str | None:
        """Its fixed search_path, or None when the caller's applies."""
        for setting in self.settings:
            name, _, value = setting.partition("=")
            if name == "search_path":
                return value
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A sequence; `owned_by` is the column it belongs to."""

    identity: str
    schema: str
    name: str
    owner: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycles: bool
    owned_by: str | None
    extension: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """An enum (with `labels`), domain (with `base`), composite (with `attributes`) or range type."""

    identity: str
    schema: str
    name: str
    kind: str
    owner: str
    labels: tuple[str, ...]
    base: str | None
    not_null: bool
    default: str | None
    attributes: tuple[str, ...]
    extension: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One privilege of one grantee; "public" is everybody. `column` is set for a column privilege."""

    kind: str
    object: str
    column: str | None
    grantee: str
    grantor: str
    privilege: str
    grantable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultGrant:
    """A privilege that objects which `role` creates in `schema` (None: anywhere) will carry."""

    role: str
    schema: str | None
    kind: str
    grantee: str
    privilege: str
    grantable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the cluster and the settings fixed to it."""

    name: str
    superuser: bool
    inherits: bool
    creates_roles: bool
    creates_databases: bool
    can_login: bool
    replication: bool
    bypasses_rls: bool
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """`member` belongs to `role`: with `inherits` it has its privileges, with `can_set` it can become it."""

    role: str
    member: str
    inherits: bool
    can_set: bool
    admin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRelation:
    """A relation that a publication holds; empty `columns` means all."""

    relation: str
    columns: tuple[str, ...]
    condition: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication; `schemas` are those it holds whole."""

    name: str
    owner: str
    all_tables: bool
    operations: tuple[str, ...]
    relations: tuple[PublishedRelation, ...]
    schemas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An installed extension. `stand_in` is true for one of pgassay's own substitutes."""

    name: str
    version: str
    schema: str
    relocatable: bool
    stand_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """`object` needs `needs` (a normal pg_depend row, both as type and identity)."""

    kind: str
    object: str
    needs_kind: str
    needs: str
    needs_column: str | None


class _OfRelation(Protocol):
    @property
    def relation(self) -> str | None: ...


class _Identified(Protocol):
    @property
    def identity(self) -> str: ...


_R = TypeVar("_R", bound=_OfRelation)
_I = TypeVar("_I", bound=_Identified)


def _by_relation(objects: Iterable[_R]) -> dict[str, tuple[_R, ...]]:
    groups: dict[str, list[_R]] = defaultdict(list)
    for item in objects:
        if item.relation is not None:
            groups[item.relation].append(item)
    return {relation: tuple(items) for relation, items in groups.items()}


def _by_identity(objects: Iterable[_I]) -> dict[str, _I]:
    return {item.identity: item for item in objects}


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything pgassay knows of a database, sorted by identity, without an OID.

    Not slotted: the look-up tables below are made once, when first asked for.
    """

    version: int
    schemas: tuple[Schema, ...] = ()
    relations: tuple[Relation, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    policies: tuple[Policy, ...] = ()
    functions: tuple[Function, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    types: tuple[Type, ...] = ()
    grants: tuple[Grant, ...] = ()
    default_grants: tuple[DefaultGrant, ...] = ()
    roles: tuple[Role, ...] = ()
    memberships: tuple[Membership, ...] = ()
    publications: tuple[Publication, ...] = ()
    extensions: tuple[Extension, ...] = ()
    dependencies: tuple[Dependency, ...] = ()

    @cached_property
    def relation(self) -> dict[str, Relation]:
        """Relations by identity."""
        return _by_identity(self.relations)

    @cached_property
    def relation_names(self) -> dict[tuple[str, str], str]:
        """Identities of relations by (schema, name), both without quotes."""
        return {(relation.schema, relation.name): relation.identity for relation in self.relations}

    @cached_property
    def function(self) -> dict[str, Function]:
        """Functions by identity (with argument types)."""
        return _by_identity(self.functions)

    @cached_property
    def functions_named(self) -> dict[str, tuple[Function, ...]]:
        """Functions by schema-qualified name without arguments."""
        groups: dict[str, list[Function]] = defaultdict(list)
        for function in self.functions:
            groups[f"{function.schema}.{function.name}"].append(function)
        return {name: tuple(items) for name, items in groups.items()}

    @cached_property
    def role(self) -> dict[str, Role]:
        """Roles by name."""
        return {role.name: role for role in self.roles}

    @cached_property
    def _policies(self) -> dict[str, tuple[Policy, ...]]:
        return _by_relation(self.policies)

    @cached_property
    def _constraints(self) -> dict[str, tuple[Constraint, ...]]:
        return _by_relation(self.constraints)

    @cached_property
    def _indexes(self) -> dict[str, tuple[Index, ...]]:
        return _by_relation(self.indexes)

    @cached_property
    def _triggers(self) -> dict[str, tuple[Trigger, ...]]:
        return _by_relation(self.triggers)

    @cached_property
    def _referencing(self) -> dict[str, tuple[Constraint, ...]]:
        groups: dict[str, list[Constraint]] = defaultdict(list)
        for constraint in self.constraints:
            if constraint.references is not None:
                groups[constraint.references].append(constraint)
        return {relation: tuple(items) for relation, items in groups.items()}

    def policies_of(self, relation: str) -> tuple[Policy, ...]:
        """The policies of a relation."""
        return self._policies.get(relation, ())

    def constraints_of(self, relation: str, kind: str | None = None) -> tuple[Constraint, ...]:
        """The constraints of a relation, of one kind if asked."""
        found = self._constraints.get(relation, ())
        return found if kind is None else tuple(item for item in found if item.kind == kind)

    def foreign_keys_of(self, relation: str) -> tuple[Constraint, ...]:
        """The foreign keys that a relation holds."""
        return self.constraints_of(relation, "foreign key")

    def foreign_keys_to(self, relation: str) -> tuple[Constraint, ...]:
        """The foreign keys of other relations (or itself) that point at a relation."""
        return self._referencing.get(relation, ())

    def indexes_of(self, relation: str) -> tuple[Index, ...]:
        """The indexes of a relation."""
        return self._indexes.get(relation, ())

    def triggers_of(self, relation: str) -> tuple[Trigger, ...]:
        """The triggers of a relation."""
        return self._triggers.get(relation, ())

    def column(self, relation: str, name: str) -> Column | None:
        """One column of one relation, or None."""
        found = self.relation.get(relation)
        return found.column(name) if found else None
