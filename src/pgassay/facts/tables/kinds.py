"""Kinds of tables: what their rows are for. Facts come first; names only break ties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from pgassay.facts.conditions.values import ColumnOf, Opaque
from pgassay.facts.functions.bodies import Body
from pgassay.facts.policies.access import Access, Reach
from pgassay.facts.tables.columns import (
    counters,
    created_at,
    is_error,
    is_integer,
    is_json,
    is_now,
    is_secret,
    is_switch,
    is_timestamp,
    is_updated,
    lies_ahead,
)
from pgassay.facts.tables.keys import is_join, one_per_user, required_parents, unique_sets
from pgassay.facts.tables.states import State, is_vague, is_work, states
from pgassay.facts.tenants.tenancy import Tenancy
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation

__all__ = ["Kinds", "is_now", "is_timestamp"]

#: Names of tables that take note of what happened.
_LOG = re.compile(
    r"(^|_)(logs?|events?|history|audits?|audit_trail|telemetry|clicks|views_log|journal)$", re.I
)

#: Types of embeddings; a tsvector only helps to search.
_EMBEDDING = re.compile(r"(^|[.])(vector|halfvec|sparsevec)([(]|$)")


class Kinds(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Tells what tables are for. Not slotted: each answer is worked out once."""

    catalog: Catalog
    tenancy: Tenancy
    access: Access
    bodies: Mapping[str, Body]
    relations: tuple[Relation, ...]
    user_columns: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def states(self) -> dict[str, State]:
        """The state column of each relation that has one."""
        return states(self.catalog, self.relations, self.bodies)

    @cached_property
    def queues(self) -> frozenset[str]:
        """Relations with a state that work moves to an end, and a time or retry column beside it."""
        return frozenset(relation.identity for relation in self._tables() if self._is_queue(relation))

    @cached_property
    def logs(self) -> frozenset[str]:
        """Relations that rows are added to and not edited: stamped, referenced by nothing, without a natural
        key.
        """
        return frozenset(relation.identity for relation in self._tables() if self._is_log(relation))

    @cached_property
    def definitions(self) -> frozenset[str]:
        """Client-editable configuration: rows that say what shall happen, not what happened."""
        base = {relation.identity for relation in self._tables() if self._is_definition(relation)}
        base |= {relation.identity for relation in self._tables() if self._is_whole(relation, base)}
        return frozenset(
            base | {relation.identity for relation in self._tables() if self._is_part(relation, base)}
        )

    @cached_property
    def references(self) -> frozenset[str]:
        """Relations without a tenant that no client writes; none where no client is known."""
        return frozenset(
            relation.identity
            for relation in self._tables()
            if self.access.client_roles
            and self.tenancy.scope(relation.identity).kind in ("none", "declared")
            and not self.access.writers(relation)
        )

    @cached_property
    def bulk(self) -> frozenset[str]:
        """Business tables that imports fill: tenant's own, client-writable, and neither queue, log,
        definition nor link.
        """
        return frozenset(
            relation.identity
            for relation in self._tables()
            if self.tenancy.scope(relation.identity).kind == "key"
            and relation.identity not in self.queues | self.logs | self.definitions
            and self._client_writes(relation)
            and not self._is_link(relation)
            and (self.catalog.foreign_keys_to(relation.identity) or self.created_at(relation))
        )

    def created_at(self, relation: Relation) -> Column | None:
        """The column that says when a row was made, by name, else the first that defaults to now."""
        return created_at(relation)

    def updated_at(self, relation: Relation) -> Column | None:
        """The column that says when a row was last changed.

        It is the one that a BEFORE UPDATE trigger sets; else one so named; else a second timestamp that
        defaults to now.
        """
        created = self.created_at(relation)
        times = [column for column in relation.columns if is_timestamp(column) and column != created]
        touched = self.touched(relation)
        found = [column for column in times if column.name in touched] or [
            column for column in times if is_updated(column)
        ]
        return next(iter(found), None) or next(
            (c for c in times if is_now(c) and c.type != "date" and not lies_ahead(c)), None
        )

    def touched(self, relation: Relation) -> frozenset[str]:
        """The columns that BEFORE UPDATE triggers set."""
        found: set[str] = set()
        for trigger in self.catalog.triggers_of(relation.identity):
            if trigger.timing == "before" and "update" in trigger.events:
                found |= self.bodies.get(trigger.function, Body()).row_changes
                if trigger.function.partition("(")[0].endswith("moddatetime"):
                    found |= set(trigger.arguments)
        return frozenset(found)

    def secrets(self, relation: Relation) -> tuple[Column, ...]:
        """Text, bytea or json columns whose names say that they hold a secret."""
        return tuple(column for column in relation.columns if is_secret(column))

    def counters(self, relation: Relation) -> tuple[Column, ...]:
        """Integer columns that count tries by their names; in a queue, else those that functions raise."""
        named = counters(relation)
        if named or relation.identity not in self.queues:
            return named
        raised = {
            name
            for body in self.bodies.values()
            for write in body.writes
            if write.command == "update" and write.relation == relation.identity
            for name, value in write.values
            if isinstance(value, Opaque)
            and value.what == "+"
            and any(isinstance(part, ColumnOf) and part.name == name for part in value.parts)
        }
        return tuple(c for c in relation.columns if is_integer(c) and c.name in raised)

    def users(self, relation: Relation) -> frozenset[str]:
        """The columns of a relation that hold users."""
        return frozenset(column for identity, column in self.user_columns if identity == relation.identity)

    def recorded(self, relation: Relation) -> bool:
        """True when changes leave a trace: a row trigger on UPDATE or DELETE writes to another relation."""
        for trigger in self.catalog.triggers_of(relation.identity):
            if trigger.enabled != "disabled" and {"update", "delete"} & set(trigger.events):
                writes = self.bodies.get(trigger.function, Body()).writes
                if any(write.command == "insert" and write.relation != relation.identity for write in writes):
                    return True
        return False

    def _tables(self) -> Iterator[Relation]:
        return (relation for relation in self.relations if relation.is_table)

    def _client_writes(self, relation: Relation) -> bool:
        return bool(self.access.clients(relation, "insert") or self.access.clients(relation, "update"))

    def _is_link(self, relation: Relation) -> bool:
        users = self.users(relation)
        return is_join(self.catalog, relation, users) or one_per_user(self.catalog, relation, users)

    def _is_queue(self, relation: Relation) -> bool:
        state = self.states.get(relation.identity)
        if state is None or self._is_link(relation):
            return False
        created, updated = self.created_at(relation), self.updated_at(relation)
        times = any(is_timestamp(c) and c not in (created, updated) for c in relation.columns)
        targets = {move.to for move in state.moves if move.tests_old and move.to != state.initial}
        tried = bool(counters(relation)) or any(is_error(c) for c in relation.columns)
        if is_work(state):
            return tried if is_vague(state) else times or bool(counters(relation))
        return len(targets) > 1 and bool(counters(relation) or times)

    def _is_log(self, relation: Relation) -> bool:
        if (
            relation.identity in self.queues
            or self.created_at(relation) is None
            or self.updated_at(relation) is not None
        ):
            return False
        referenced = any(
            key.relation != relation.identity for key in self.catalog.foreign_keys_to(relation.identity)
        )
        if (
            referenced
            or self._has_natural_key(relation)
            or any(_EMBEDDING.search(c.type) for c in relation.columns)
        ):
            return False
        if _LOG.search(relation.name):
            return True
        payload = any(is_json(column) for column in relation.columns)
        written, by_trigger = self._inserted(relation.identity)
        if not self._changes(relation):
            return payload or written
        return by_trigger or (written and payload)

    def tells_of_event(self, relation: Relation, column: Column) -> bool:
        """True for the time of what a row takes note of: changed_at in a history."""
        return bool(_LOG.search(relation.name)) and column.name.lower().startswith("changed")

    def _has_natural_key(self, relation: Relation) -> bool:
        """True when a key names a user, or links rows: a state of things, not a note of what happened."""
        return self._is_link(relation) or any(
            key & self.users(relation) for key in unique_sets(self.catalog, relation)
        )

    def _changes(self, relation: Relation) -> bool:
        """True when a client reaches rows with UPDATE."""
        return any(
            self.access.reach(role, relation, "update") is not Reach.NONE for role in self.access.client_roles
        )

    def _inserted(self, relation: str) -> tuple[bool, bool]:
        """Whether functions insert into a relation, and whether a trigger's function does."""
        writers = [
            f
            for f, body in self.bodies.items()
            if any(w.command == "insert" and w.relation == relation for w in body.writes)
        ]
        known = [self.catalog.function.get(identity) for identity in writers]
        return bool(writers), any(function is not None and function.is_trigger for function in known)

    def _is_definition(self, relation: Relation) -> bool:
        if not self._may_define(relation):
            return False
        settings = any(is_json(column) for column in relation.columns)
        switches = [column for column in relation.columns if is_switch(column)]
        if settings and any(column.default == "true" for column in switches):
            return True
        worked = any(key.relation in self.queues for key in self.catalog.foreign_keys_to(relation.identity))
        return settings and bool(switches) and worked

    def _is_whole(self, relation: Relation, base: set[str]) -> bool:
        """True for what a definition is part of, when it can be switched off itself."""
        on = any(is_switch(column) and column.default == "true" for column in relation.columns)
        parts = (self.catalog.relation.get(name) for name in base)
        held = any(
            part is not None and relation.identity in required_parents(self.catalog, part) for part in parts
        )
        return on and held and self._may_define(relation)

    def _is_part(self, relation: Relation, base: set[str]) -> bool:
        """True for the steps of a definition: children with settings of their own that no user owns."""
        if relation.identity in base or not self._may_define(relation) or self.users(relation):
            return False
        settings = any(is_json(column) and column.default is not None for column in relation.columns)
        return settings and not base.isdisjoint(required_parents(self.catalog, relation))

    def _may_define(self, relation: Relation) -> bool:
        root = self.tenancy.scope(relation.identity).kind == "root"
        excluded = relation.identity in self.queues | self.logs
        other = self._is_link(relation) or self._is_interval(relation)
        return not (root or excluded or other) and self._client_writes(relation)

    def _is_interval(self, relation: Relation) -> bool:
        """True when a unique key holds only for rows without an end: each row tells of a span of time."""
        ends = {f"({column.quoted} IS NULL)" for column in relation.columns if is_timestamp(column)}
        return any(i.unique and i.predicate in ends for i in self.catalog.indexes_of(relation.identity))
