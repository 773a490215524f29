"""Kinds of tables and columns. The only place where names are hints; facts come first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pgassay.facts.access import Access, Reach
from pgassay.facts.bodies import Body
from pgassay.facts.states import State, states
from pgassay.facts.tenancy import Tenancy
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation

_NOW = re.compile(r"^\(?\s*(now\(\)|CURRENT_TIMESTAMP|transaction_timestamp\(\)|clock_timestamp\(\)|timezone\('utc'::text, now\(\)\))", re.I)
_CREATED = re.compile(r"^(created|inserted|occurred|logged|recorded|received|timestamp|ts)(_?(at|on|date|time))?$", re.I)
_UPDATED = re.compile(r"^(updated|modified|changed|last_updated|last_modified)(_?(at|on|date|time))?$", re.I)
_SECRET = re.compile(
    r"(secret|password|passwd|(^|_)token(_hash)?$|api_?key|key_hash|private_key|access_key|credential|(^|_)prompt$|card_number|(^|_)ssn$|"
    r"(^|_)iban$|encrypted_|signing_key)",
    re.I,
)
_COUNTER = re.compile(r"(retr|attempt|tries)", re.I)


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """Tells what tables are for. Not slotted: each answer is worked out once."""

    catalog: Catalog
    tenancy: Tenancy
    access: Access
    bodies: Mapping[str, Body]
    relations: tuple[Relation, ...]

    @cached_property
    def states(self) -> dict[str, State]:
        """The state column of each relation that has one."""
        return states(self.catalog, self.relations, self.bodies)

    @cached_property
    def queues(self) -> frozenset[str]:
        """Relations with a state that functions move, and a time or retry column beside it."""
        return frozenset(relation.identity for relation in self._tables() if self._is_queue(relation))

    @cached_property
    def logs(self) -> frozenset[str]:
        """Relations that rows are added to and not edited: written by functions or holding a payload, no client UPDATE."""
        return frozenset(relation.identity for relation in self._tables() if self._is_log(relation))

    @cached_property
    def definitions(self) -> frozenset[str]:
        """Client-editable configuration: rows that say what shall happen, not what happened."""
        return frozenset(relation.identity for relation in self._tables() if self._is_definition(relation))

    @cached_property
    def references(self) -> frozenset[str]:
        """Relations without a tenant that no client writes."""
        return frozenset(
            relation.identity
            for relation in self._tables()
            if self.tenancy.scope(relation.identity).kind in ("none", "declared") and not self.access.writers(relation)
        )

    @cached_property
    def bulk(self) -> frozenset[str]:
        """Business tables that imports fill: tenant's own, client-writable, and neither queue, log nor definition."""
        return frozenset(
            relation.identity
            for relation in self._tables()
            if self.tenancy.scope(relation.identity).kind == "key"
            and relation.identity not in self.queues | self.logs | self.definitions
            and self._client_writes(relation)
            and (self.catalog.foreign_keys_to(relation.identity) or self.created_at(relation))
        )

    def created_at(self, relation: Relation) -> Column | None:
        """The column that says when a row was made: a timestamp that defaults to now, by name or the first of them."""
        times = [column for column in relation.columns if is_timestamp(column)]
        named = [column for column in times if _CREATED.match(column.name)]
        stamped = [column for column in times if is_now(column) and not _UPDATED.match(column.name)]
        return next(iter(named), None) or next(iter(stamped), None)

    def updated_at(self, relation: Relation) -> Column | None:
        """The column that says when a row was last changed: by name, or the second timestamp that defaults to now."""
        times = [column for column in relation.columns if is_timestamp(column)]
        named = [column for column in times if _UPDATED.match(column.name)]
        stamped = [column for column in times if is_now(column)]
        return next(iter(named), None) or (stamped[1] if len(stamped) > 1 else None)

    def secrets(self, relation: Relation) -> tuple[Column, ...]:
        """Text, bytea or json columns whose names say that they hold a secret."""
        return tuple(
            column
            for column in relation.columns
            if (column.type_category == "S" or column.type in ("bytea", "jsonb", "json")) and _SECRET.search(column.name)
        )

    def counters(self, relation: Relation) -> tuple[Column, ...]:
        """Integer columns that count tries."""
        return tuple(c for c in relation.columns if c.type in ("integer", "smallint", "bigint") and _COUNTER.search(c.name))

    def _tables(self) -> Iterator[Relation]:
        return (relation for relation in self.relations if relation.is_table)

    def _client_writes(self, relation: Relation) -> bool:
        return bool(self.access.clients(relation, "insert") or self.access.clients(relation, "update"))

    def _is_queue(self, relation: Relation) -> bool:
        state = self.states.get(relation.identity)
        if state is None or not (state.moves or state.initial):
            return False
        created, updated = self.created_at(relation), self.updated_at(relation)
        times = [c for c in relation.columns if is_timestamp(c) and c not in (created, updated)]
        counters = self.counters(relation)
        return bool((state.moves and (times or counters)) or (counters and times and state.initial))

    def _is_log(self, relation: Relation) -> bool:
        if relation.identity in self.queues or self.created_at(relation) is None or self.updated_at(relation) is not None:
            return False
        if any(self.access.reach(role, relation, "update") is not Reach.NONE for role in self.access.client_roles):
            return False
        referenced = any(key.relation != relation.identity for key in self.catalog.foreign_keys_to(relation.identity))
        payload = any(column.type in ("jsonb", "json") for column in relation.columns)
        return not referenced and (payload or self._written_by_function(relation.identity))

    def _written_by_function(self, relation: str) -> bool:
        return any(w.command == "insert" and w.relation == relation for body in self.bodies.values() for w in body.writes)

    def _is_definition(self, relation: Relation) -> bool:
        if relation.identity in self.queues | self.logs or not self._client_writes(relation):
            return False
        settings = [c for c in relation.columns if c.type in ("jsonb", "json")]
        switches = [c for c in relation.columns if c.type == "boolean" and c.default is not None]
        return bool(settings and switches)


def is_timestamp(column: Column) -> bool:
    """True for timestamps and dates."""
    return column.type_category == "D" and column.type not in ("interval",)


def is_now(column: Column) -> bool:
    """True for a column that defaults to the current time."""
    return column.default is not None and bool(_NOW.match(column.default))
