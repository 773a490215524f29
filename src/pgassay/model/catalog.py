"""The database as Postgres describes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Protocol, TypeVar

import msgspec

from pgassay.model.objects import Dependency, Extension, Function, Publication, Schema, Sequence, Type
from pgassay.model.relations import Column, Constraint, Index, Policy, Relation, Trigger
from pgassay.model.roles import DefaultGrant, Grant, Membership, Role
from pgassay.model.statistics import Statistics


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


class Catalog(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything pgassay knows of a database, sorted by identity, without an OID.

    `version` is the server's server_version_num (180006 is 18.6). `statistics` are there only where the
    database is in use and was asked for them; a replay has none. Not slotted: the look-up tables below are
    made once, when first asked for.
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
    statistics: Statistics | None = None

    @cached_property
    def relation(self) -> dict[str, Relation]:
        """Relations by identity."""
        return _by_identity(self.relations)

    @cached_property
    def relation_names(self) -> dict[tuple[str, str], str]:
        """Identities of relations by (schema, name), both without quotes."""
        return {(relation.schema, relation.name): relation.identity for relation in self.relations}

    @cached_property
    def column_names(self) -> dict[str, tuple[str, ...]]:
        """The names of each relation's columns, by its identity."""
        return {item.identity: tuple(column.name for column in item.columns) for item in self.relations}

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
    def type(self) -> dict[str, Type]:
        """Types by identity."""
        return _by_identity(self.types)

    @cached_property
    def below(self) -> dict[str, tuple[Relation, ...]]:
        """The partitions and the tables that inherit, by the identity of what they are right below."""
        groups: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            if relation.parent is not None:
                groups[relation.parent].append(relation)
        return {parent: tuple(relations) for parent, relations in groups.items()}

    @cached_property
    def numbered_columns(self) -> frozenset[str]:
        """The columns that own a sequence, as `schema.table.column` without quotes."""
        return frozenset(one.owned_by.replace('"', "") for one in self.sequences if one.owned_by)

    @cached_property
    def checked_domains(self) -> frozenset[str]:
        """The domains that refuse values."""
        strict = (one.identity for one in self.types if one.kind == "domain" and one.not_null)
        return frozenset((*strict, *(one.domain for one in self.constraints if one.domain is not None)))

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
