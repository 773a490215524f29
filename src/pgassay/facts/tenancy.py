"""Whose rows are whose: the tenant table, the tenant key of each relation, and what ties a user to a tenant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pgassay.config import Config
from pgassay.facts.conditions import Claim, ColumnOf, Query, Setting, Subquery, Term
from pgassay.facts.evidence import Comparison
from pgassay.facts.sources import Entitlement, Sources
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation

#: Words in a column's name that hint at a tenant key; they break ties and never decide against a fact.
_HINTS = ("tenant", "organization", "organisation", "org_", "account", "workspace", "team", "company")

#: Claims that their owner may edit; they entitle to nothing.
EDITABLE_CLAIMS = ("user_metadata", "raw_user_meta_data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How the rows of a relation belong to a tenant.

    `kind` is root (its rows are the tenants), key (`column` holds the tenant), path (`column` references `parent`, whose
    scope goes on), owner (`column` holds a user), declared (no tenant, on purpose) or none. `confidence` says what it rests on.
    """

    kind: str
    column: str | None = None
    parent: str | None = None
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """The tenancy of a database.

    `mode` is tenant, owner (each user an island, `table` is the users' table) or none. `scopes` has an entry for every
    relation of the migrations; `holders` are all columns (relation, name) whose values are tenants.
    """

    mode: str
    table: str | None
    key: str | None
    columns: tuple[str, ...]
    membership: Entitlement | None
    entitlements: tuple[Entitlement, ...]
    scopes: Mapping[str, Scope]
    inferred: bool
    holders: frozenset[tuple[str, str]]
    trusted_settings: frozenset[str]
    trusted_claims: frozenset[tuple[str, ...]]

    def scope(self, relation: str) -> Scope:
        """The scope of a relation; kind none for one that is not known."""
        return self.scopes.get(relation, Scope(kind="none"))

    def key_of(self, relation: str) -> str | None:
        """The column of a relation that itself holds the tenant (or, in owner mode, the user); None without one."""
        scope = self.scope(relation)
        if scope.kind == "key" or (scope.kind == "root" and self.mode == "tenant"):
            return scope.column
        return None

    def path(self, relation: str) -> tuple[tuple[str, str], ...]:
        """The steps (relation, column) from a relation to the one that holds the tenant key; empty without a path."""
        steps: list[tuple[str, str]] = []
        scope = self.scope(relation)
        while scope.kind == "path" and scope.column and scope.parent and len(steps) < 32:
            steps.append((relation, scope.column))
            relation, scope = scope.parent, self.scope(scope.parent)
        return tuple(steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What tenancy is inferred from: each comparison of a row's column with something of the session."""

    comparisons: tuple[Comparison, ...]
    user_columns: frozenset[tuple[str, str]]
    users: frozenset[str]


def infer(catalog: Catalog, config: Config, sources: Sources, evidence: Evidence, own: list[Relation]) -> Tenancy:
    """The tenancy that configuration states, completed by what policies, functions and keys show."""
    stated = config.tenancy
    entitlements = _entitlements(evidence, sources, catalog)
    table = stated.table or (None if stated.mode in ("owner", "none") else _tenant_table(catalog, evidence, entitlements, own))
    mode = stated.mode or ("tenant" if table else "owner" if _owner_columns(evidence) else "none")
    if mode == "owner":
        table = table or min(evidence.users, default=None)
    key = _key_column(catalog, table)
    columns = _key_names(catalog, table, key, mode, evidence, stated.column)
    scopes = _Scopes(catalog, config, table, key, columns, mode, evidence).all(own)
    leading = [e for e in entitlements if e.relation == stated.membership or (not stated.membership and _points_at(catalog, e, table))]
    return Tenancy(
        mode=mode,
        table=table if mode != "none" else None,
        key=key,
        columns=columns,
        membership=leading[0] if leading else None,
        entitlements=tuple(leading),
        scopes=scopes,
        inferred=not (stated.table or stated.mode),
        holders=_holders(catalog, table, key, scopes),
        trusted_settings=frozenset(stated.settings) | _trusted_settings(evidence, scopes),
        trusted_claims=frozenset(tuple(claim.split(".")) for claim in stated.claims),
    )


def _holders(
    catalog: Catalog, table: str | None, key: str | None, scopes: Mapping[str, Scope]
) -> frozenset[tuple[str, str]]:
    """The tenant table's key, every column that references it, and every tenant key."""
    found = {(relation, scope.column) for relation, scope in scopes.items() if scope.kind in ("key", "root") and scope.column}
    if table is not None and key is not None:
        found.add((table, key))
        found |= {(c.relation, c.columns[0]) for c in catalog.foreign_keys_to(table) if c.relation and len(c.columns) == 1}
    return frozenset(found)


def _entitlements(evidence: Evidence, sources: Sources, catalog: Catalog) -> list[Entitlement]:
    """What entitles to tenants in policies and functions, the most used first; then memberships by structure."""
    votes: Counter[Entitlement] = Counter()
    for comparison in evidence.comparisons:
        for found in comparison.entitling:
            votes[found] += 1
    for relation in catalog.relations:
        users = [column for owner, column in evidence.user_columns if owner == relation.identity]
        for constraint in catalog.foreign_keys_of(relation.identity):
            if len(constraint.columns) == 1 and constraint.references not in evidence.users:
                for user in users:
                    if constraint.columns[0] != user and _one_row_each(catalog, relation.identity, constraint.columns[0], user):
                        found = Entitlement(relation=relation.identity, tenant_column=constraint.columns[0], user_column=user)
                        votes[found] += 0
    return [found for found, _ in sorted(votes.items(), key=lambda item: (-item[1], str(item[0])))]


def _one_row_each(catalog: Catalog, relation: str, tenant: str, user: str) -> bool:
    """True when a key says that there is one row per user and tenant, or one per user: what a membership is."""
    keys = [set(index.columns) for index in catalog.indexes_of(relation) if index.unique and index.predicate is None]
    return {tenant, user} in keys or {user} in keys


def _points_at(catalog: Catalog, entitlement: Entitlement, table: str | None) -> bool:
    """True when an entitlement's tenant column holds keys of `table`."""
    if table is None:
        return False
    if entitlement.relation == table:
        return entitlement.tenant_column == _key_column(catalog, table)
    for constraint in catalog.foreign_keys_of(entitlement.relation):
        if constraint.columns[:1] == (entitlement.tenant_column,) and len(constraint.columns) == 1:
            return constraint.references == table
    return False


def _tenant_table(
    catalog: Catalog, evidence: Evidence, entitlements: list[Entitlement], own: list[Relation]
) -> str | None:
    """The relation that most policies and keys lead to, and that something joins to users."""
    joined = {target for e in entitlements if (target := _target(catalog, e.relation, e.tenant_column))}
    votes: Counter[str] = Counter()
    owned = bool(_owner_columns(evidence))
    for comparison in evidence.comparisons:
        targets = {t for e in comparison.entitling if (t := _target(catalog, e.relation, e.tenant_column))}
        if comparison.claim or comparison.setting:
            target = _target(catalog, comparison.relation, comparison.column)
            targets |= {target} if target else set()
            joined |= {target} if target else set()
        for target in targets:
            votes[target] += 3
    for relation in own:
        for constraint in catalog.foreign_keys_of(relation.identity):
            target = constraint.references
            if target and target != relation.identity and len(constraint.columns) == 1 and target not in evidence.users:
                # Where policies hold rows to their users and to no tenant, a hint makes no tenant table.
                hinted = not owned and any(hint in constraint.columns[0].lower() for hint in _HINTS)
                if target in joined or hinted:
                    votes[target] += 1
    profiles = {relation for relation, column in evidence.user_columns if _key_column(catalog, relation) == column}
    candidates = [t for t in votes if t not in evidence.users and t not in profiles and votes[t] > 0]
    own_names = {relation.identity for relation in own}
    candidates = [t for t in candidates if t in own_names]
    return min(candidates, key=lambda t: (-votes[t], t), default=None)


def _target(catalog: Catalog, relation: str, column: str) -> str | None:
    """The relation whose key a column holds: by its foreign key, or the relation itself when it is its key."""
    for constraint in catalog.foreign_keys_of(relation):
        if constraint.columns == (column,):
            return constraint.references
    return relation if _key_column(catalog, relation) == column else None


def _key_column(catalog: Catalog, table: str | None) -> str | None:
    """The single column of a relation's primary key (else of the unique key that foreign keys use)."""
    if table is None:
        return None
    for constraint in catalog.constraints_of(table, "primary key"):
        if len(constraint.columns) == 1:
            return constraint.columns[0]
    return next((c.referenced_columns[0] for c in catalog.foreign_keys_to(table) if len(c.referenced_columns) == 1), None)


def _owner_columns(evidence: Evidence) -> list[Comparison]:
    return [comparison for comparison in evidence.comparisons if comparison.user]


def _key_names(
    catalog: Catalog, table: str | None, key: str | None, mode: str, evidence: Evidence, stated: tuple[str, ...]
) -> tuple[str, ...]:
    """The names under which tenant keys go, the commonest first."""
    names: Counter[str] = Counter()
    if mode == "owner":
        names.update(comparison.column for comparison in _owner_columns(evidence))
    elif table is not None:
        names.update(c.columns[0] for c in catalog.foreign_keys_to(table) if len(c.columns) == 1 and c.relation != table)
        for comparison in evidence.comparisons:
            leads = any(_points_at(catalog, e, table) for e in comparison.entitling)
            if comparison.relation != table and leads:
                names[comparison.column] += 1
    if stated:
        return stated
    most = max(names.values(), default=0)
    # A column that points at the tenant table once (parent_id, referred_by) is not what keys are called.
    return tuple(name for name, count in sorted(names.items(), key=lambda item: (-item[1], item[0])) if count * 4 >= most or mode == "owner")


def _trusted_settings(evidence: Evidence, scopes: Mapping[str, Scope]) -> frozenset[str]:
    """Settings that policies compare with tenant keys."""
    return frozenset(
        comparison.setting
        for comparison in evidence.comparisons
        if comparison.setting and scopes.get(comparison.relation, Scope(kind="none")).column == comparison.column
    )


@dataclass(slots=True)
class _Scopes:
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
        if relation.identity in self.config.tenancy.reference or (stated is not None and stated.scope == "none"):
            return Scope(kind="declared", confidence="configuration")
        if stated is not None and stated.column:
            return Scope(kind="key", column=stated.column, confidence="configuration")
        if stated is not None and stated.via:
            target = _target(self.catalog, relation.identity, stated.via)
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
        ):
            if names:
                return Scope(kind="key", column=names[0], confidence=confidence)
        return Scope(kind="none")

    def _alike(self, column: Column | None, relation: Relation) -> bool:
        """True for a column that could hold tenant keys and references nothing else."""
        if column is None or (self.mode == "owner" and not relation.is_table):
            return False
        elsewhere = _target(self.catalog, relation.identity, column.name)
        return elsewhere in (None, self.table) or (self.mode == "owner" and elsewhere in self.evidence.users)

    def _paths(self, scopes: dict[str, Scope], own: list[Relation]) -> None:
        """Breadth first from the keyed relations, over NOT NULL foreign keys before nullable ones."""
        referencing: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
        for relation in own:
            for constraint in self.catalog.foreign_keys_of(relation.identity):
                column = relation.column(constraint.columns[0])
                if constraint.references and len(constraint.columns) == 1 and column is not None:
                    referencing[constraint.references].append((not column.not_null, relation.identity, column.name))
        wave = sorted(name for name, scope in scopes.items() if scope.kind in ("key", "root", "path"))
        while wave:
            reached: list[str] = []
            edges = sorted(edge + (parent,) for parent in wave for edge in referencing.get(parent, ()))
            for _, child, column, parent in edges:
                if scopes[child].kind == "none":
                    scopes[child] = Scope(kind="path", column=column, parent=parent, confidence="foreign key")
                    reached.append(child)
            wave = sorted(reached)

    def _owner(self, relation: Relation) -> Scope:
        users = sorted(column for owner, column in self.evidence.user_columns if owner == relation.identity)
        return Scope(kind="owner", column=users[0], confidence="user column") if users else Scope(kind="none")


def is_tenant_claim(term: Term, tenancy: Tenancy) -> bool:
    """True for a claim or setting that names the session's tenants and that its user cannot edit."""
    if isinstance(term, Setting):
        return term.name in tenancy.trusted_settings
    if isinstance(term, Claim):
        return bool(term.path) and term.path[0] not in EDITABLE_CLAIMS
    return False


def entitles(found: Term | Query, tenancy: Tenancy, sources: Sources) -> bool:
    """True when the values of a term are the session's own tenants."""
    if isinstance(found, (Claim, Setting)):
        return is_tenant_claim(found, tenancy)
    if not isinstance(found, Query):
        found = sources.value(found)
        if isinstance(found, (Claim, Setting)):
            return is_tenant_claim(found, tenancy)
    query = found.query if isinstance(found, Subquery) else found
    if isinstance(query, Query):
        return any(holds_tenant(output, tenancy) for output in query.output if isinstance(output, ColumnOf)) and bool(
            sources.entitling(query)
        )
    return any(holds_tenant(ColumnOf("", e.relation, e.tenant_column), tenancy) for e in sources.entitling(found))  # type: ignore[arg-type]


def holds_tenant(column: ColumnOf, tenancy: Tenancy) -> bool:
    """True for a column whose values are tenants."""
    return (column.relation, column.name) in tenancy.holders
