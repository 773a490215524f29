"""Whose rows are whose: the tenant table, each relation's tenant key, and what ties a user to a tenant."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pgassay.facts.conditions.values import Claim, ColumnOf, Setting, Term
from pgassay.facts.functions.sources import Entitlement

#: Claims that their owner may edit; they entitle to nothing.
EDITABLE_CLAIMS = ("user_metadata", "raw_user_meta_data")


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """How the rows of a relation belong to a tenant.

    `kind` is root (its rows are the tenants), key (`column` holds the tenant), path (`column` references
    `parent`, whose scope goes on), owner (`column` holds a user), declared (no tenant, on purpose) or none.
    `confidence` says what it rests on.
    """

    kind: str
    column: str | None = None
    parent: str | None = None
    confidence: str = ""


_UNKNOWN = Scope(kind="none")


class Tenancy(msgspec.Struct, frozen=True, kw_only=True):
    """The tenancy of a database.

    `mode` is tenant, owner (each user an island, `table` is the users' table) or none. `scopes` has an entry
    for every relation of the migrations; `holders` are all columns (relation, name) whose values are tenants,
    and `held` the same by relation.
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
    held: Mapping[str, frozenset[str]]
    trusted_settings: frozenset[str]
    trusted_claims: frozenset[tuple[str, ...]]

    def scope(self, relation: str) -> Scope:
        """The scope of a relation; kind none for one that is not known."""
        return self.scopes.get(relation, _UNKNOWN)

    def key_of(self, relation: str) -> str | None:
        """The column of a relation that itself holds the tenant (or, in owner mode, the user); None without
        one.
        """
        scope = self.scope(relation)
        if scope.kind == "key" or (scope.kind == "root" and self.mode == "tenant"):
            return scope.column
        return None

    def path(self, relation: str) -> tuple[tuple[str, str], ...]:
        """The steps (relation, column) from a relation to the one that holds the tenant key; empty without a
        path.
        """
        steps: list[tuple[str, str]] = []
        scope = self.scope(relation)
        while scope.kind == "path" and scope.column and scope.parent and len(steps) < 32:
            steps.append((relation, scope.column))
            relation, scope = scope.parent, self.scope(scope.parent)
        return tuple(steps)


def is_tenant_claim(term: Term, tenancy: Tenancy) -> bool:
    """True for a claim or setting that names the session's tenants and that its user cannot edit."""
    if isinstance(term, Setting):
        return term.name in tenancy.trusted_settings
    if isinstance(term, Claim):
        return bool(term.path) and term.path[0] not in EDITABLE_CLAIMS
    return False


def holds_tenant(column: ColumnOf, tenancy: Tenancy) -> bool:
    """True for a column whose values are tenants."""
    return (column.relation, column.name) in tenancy.holders
