"""How each relation's rows belong to a tenant: by a key of their own, by a path of foreign keys, or by their
owner.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from pgassay.config import Config
from pgassay.facts.tenants.evidence import Evidence
from pgassay.facts.tenants.tenancy import Scope
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation


class Scopes(msgspec.Struct):
    """Works out the scope of every relation."""

    catalog: Catalog
    config: Config
    table: str | None
    key: str | None
    columns: tuple[str, ...]
    mode: str
    evidence: Evidence

    def all(self, own: list[Relation]) -> dict[str, Scope]:
        """A scope for each relation: what is stated, then keys, then the shortest path, then owners."""
        scopes = {relation.identity: self._direct(relation) for relation in own}
        self._paths(scopes, own)
        for relation in own:
            if scopes[relation.identity].kind == "none":
                scopes[relation.identity] = self._owner(relation)
        return scopes

    def _direct(self, relation: Relation) -> Scope:
        stated = self.config.tenancy.relations.get(relation.identity)
        if relation.identity in self.config.tenancy.reference or (
            stated is not None and stated.scope == "none"
        ):
            return Scope(kind="declared", confidence="configuration")
        if stated is not None and stated.column:
            return Scope(kind="key", column=stated.column, confidence="configuration")
        if stated is not None and stated.via:
            target = keyed_relation(self.catalog, relation.identity, stated.via)
            return Scope(kind="path", column=stated.via, parent=target, confidence="configuration")
        if self.mode == "none" or self.table is None:
            return Scope(kind="none")
        if relation.identity == self.table and self.mode == "tenant":
            return Scope(kind="root", column=self.key, confidence="tenant table")
        return self._key(relation)

    def _key(self, relation: Relation) -> Scope:
        pointing = {
            c.columns[0]
            for c in self.catalog.foreign_keys_of(relation.identity)
            if len(c.columns) == 1 and c.references == self.table
        }
        composite = {
            column
            for c in self.catalog.foreign_keys_of(relation.identity)
            for column in c.columns
            if len(c.columns) > 1 and column in self.columns
        }
        compared = {c.column for c in self.evidence.comparisons if c.relation == relation.identity}
        named = [name for name in self.columns if self._alike(relation.column(name), relation)]
        for names, confidence in (
            ([n for n in self.columns if n in pointing], "foreign key"),
            ([n for n in named if n in compared], "policy"),
            ([n for n in named if n in composite], "composite foreign key"),
            (named, "name and type"),
            (sorted(pointing & compared), "foreign key and policy"),
            (
                [one for one in pointing if len(pointing) == 1 and self._required(relation, one)],
                "foreign key",
            ),
            ([one.name for one in relation.columns if self._is_spelt_alike(one, relation)], "spelling"),
        ):
            if names:
                return Scope(kind="key", column=names[0], confidence=confidence)
        return Scope(kind="none")

    def _required(self, relation: Relation, name: str) -> bool:
        column = relation.column(name)
        return column is not None and column.not_null

    def _alike(self, column: Column | None, relation: Relation) -> bool:
        """True for a column that could hold tenant keys and references nothing else."""
        if column is None or (self.mode == "owner" and not relation.is_table):
            return False
        elsewhere = keyed_relation(self.catalog, relation.identity, column.name)
        return elsewhere in (None, self.table) or (self.mode == "owner" and elsewhere in self.evidence.users)

    def _is_spelt_alike(self, column: Column, relation: Relation) -> bool:
        """True for tenant_id beside "tenantId": one name in two spellings, for values of one type."""
        table = self.catalog.relation.get(self.table or "")
        key = table.column(self.key or "") if table is not None and self.mode == "tenant" else None
        spelt = {_spelling(name) for name in self.columns}
        return (
            key is not None
            and relation.is_table
            and column.type == key.type
            and _spelling(column.name) in spelt
            and self._alike(column, relation)
        )

    def _paths(self, scopes: dict[str, Scope], own: list[Relation]) -> None:
        """Breadth first from the keyed relations, over NOT NULL foreign keys before nullable ones."""
        referencing: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
        for relation in own:
            for constraint in self.catalog.foreign_keys_of(relation.identity):
                column = relation.column(constraint.columns[0])
                if constraint.references and len(constraint.columns) == 1 and column is not None:
                    referencing[constraint.references].append(
                        (not column.not_null, relation.identity, column.name)
                    )
        wave = sorted(name for name, scope in scopes.items() if scope.kind in ("key", "root", "path"))
        while wave:
            reached: list[str] = []
            edges = sorted((*edge, parent) for parent in wave for edge in referencing.get(parent, ()))
            for _, child, column, parent in edges:
                if scopes[child].kind == "none":
                    scopes[child] = Scope(kind="path", column=column, parent=parent, confidence="foreign key")
                    reached.append(child)
            wave = sorted(reached)

    def _owner(self, relation: Relation) -> Scope:
        users = sorted(column for owner, column in self.evidence.user_columns if owner == relation.identity)
        return Scope(kind="owner", column=users[0], confidence="user column") if users else Scope(kind="none")


def _spelling(name: str) -> str:
    return name.replace("_", "").lower()


def keyed_relation(catalog: Catalog, relation: str, column: str) -> str | None:
    """The relation whose key a column holds: by foreign key, or the relation itself when it is its key."""
    for constraint in catalog.foreign_keys_of(relation):
        if constraint.columns == (column,):
            return constraint.references
    return relation if key_column(catalog, relation) == column else None


def key_column(catalog: Catalog, table: str | None) -> str | None:
    """The single column of a relation's primary key (else of the unique key that foreign keys use)."""
    if table is None:
        return None
    for constraint in catalog.constraints_of(table, "primary key"):
        if len(constraint.columns) == 1:
            return constraint.columns[0]
    return next(
        (c.referenced_columns[0] for c in catalog.foreign_keys_to(table) if len(c.referenced_columns) == 1),
        None,
    )
