"""Infers tenancy from what policies compare with the session, and from where foreign keys lead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

import msgspec

from pgassay.config import Config
from pgassay.facts.functions.sources import Entitlement, Sources
from pgassay.facts.tenants.evidence import Comparison, Evidence
from pgassay.facts.tenants.scopes import Scopes, key_column, keyed_relation
from pgassay.facts.tenants.tenancy import Scope, Tenancy
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation

#: Words in a column's name that hint at a tenant key; they break ties and never decide against a fact.
_HINTS = ("tenant", "organization", "organisation", "org_", "account", "workspace", "team", "company")


def infer(
    catalog: Catalog, config: Config, sources: Sources, evidence: Evidence, own: list[Relation]
) -> Tenancy:
    """The tenancy that configuration states, completed by what policies, functions and keys show."""
    stated = config.tenancy
    entitlements = _entitlements(evidence, sources, catalog)
    table = stated.table or (
        None if stated.mode in ("owner", "none") else _tenant_table(catalog, evidence, entitlements, own)
    )
    mode = stated.mode or ("tenant" if table else "owner" if _owner_columns(evidence) else "none")
    if mode == "owner":
        table = table or min(evidence.users, default=None)
    key = key_column(catalog, table)
    columns = _key_names(catalog, table, key, mode, evidence, stated.column)
    scopes = Scopes(catalog, config, table, key, columns, mode, evidence).all(own)
    leading = [
        e
        for e in entitlements
        if e.relation == stated.membership or (not stated.membership and _points_at(catalog, e, table))
    ]
    holders = _holders(catalog, table, key, scopes)
    return Tenancy(
        mode=mode,
        table=table if mode != "none" else None,
        key=key,
        columns=columns,
        membership=leading[0] if leading else None,
        entitlements=tuple(leading),
        scopes=scopes,
        inferred=not (stated.table or stated.mode),
        holders=holders,
        held=_by_relation(holders),
        trusted_settings=frozenset(stated.settings) | _trusted_settings(evidence, scopes),
        trusted_claims=frozenset(tuple(claim.split(".")) for claim in stated.claims),
    )


def _holders(
    catalog: Catalog, table: str | None, key: str | None, scopes: Mapping[str, Scope]
) -> frozenset[tuple[str, str]]:
    """The tenant table's key, every column that references it, and every tenant key."""
    found = {
        (relation, scope.column)
        for relation, scope in scopes.items()
        if scope.kind in ("key", "root") and scope.column
    }
    if table is not None and key is not None:
        found.add((table, key))
        found |= {
            (c.relation, c.columns[0])
            for c in catalog.foreign_keys_to(table)
            if c.relation and len(c.columns) == 1
        }
    return frozenset(found)


def _by_relation(holders: frozenset[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for relation, column in holders:
        found[relation].add(column)
    return {relation: frozenset(columns) for relation, columns in found.items()}


def _entitlements(evidence: Evidence, sources: Sources, catalog: Catalog) -> list[Entitlement]:
    """What entitles to tenants in policies and functions, most used first; then memberships by structure."""
    votes: Counter[Entitlement] = Counter()
    for comparison in evidence.comparisons:
        for found in comparison.entitling:
            votes[found] += 1
    for relation in catalog.relations:
        users = [column for owner, column in evidence.user_columns if owner == relation.identity]
        for constraint in catalog.foreign_keys_of(relation.identity):
            if len(constraint.columns) == 1 and constraint.references not in evidence.users:
                for user in users:
                    if constraint.columns[0] != user and _one_row_each(
                        catalog, relation.identity, constraint.columns[0], user
                    ):
                        found = Entitlement(
                            relation=relation.identity, tenant_column=constraint.columns[0], user_column=user
                        )
                        votes[found] += 0
    return [found for found, _ in sorted(votes.items(), key=lambda item: (-item[1], str(item[0])))]


def _one_row_each(catalog: Catalog, relation: str, tenant: str, user: str) -> bool:
    """True when a key says that there is one row per user and tenant, or per user: what a membership is."""
    keys = [
        set(index.columns)
        for index in catalog.indexes_of(relation)
        if index.unique and index.predicate is None
    ]
    return {tenant, user} in keys or {user} in keys


def _points_at(catalog: Catalog, entitlement: Entitlement, table: str | None) -> bool:
    """True when an entitlement's tenant column holds keys of `table`."""
    if table is None:
        return False
    if entitlement.relation == table:
        return entitlement.tenant_column == key_column(catalog, table)
    for constraint in catalog.foreign_keys_of(entitlement.relation):
        if constraint.columns[:1] == (entitlement.tenant_column,) and len(constraint.columns) == 1:
            return constraint.references == table
    return False


def _tenant_table(
    catalog: Catalog, evidence: Evidence, entitlements: list[Entitlement], own: list[Relation]
) -> str | None:
    """The relation that most policies and keys lead to, and that something joins to users."""
    owned = {comparison.relation for comparison in _owner_columns(evidence)}
    held = _held(catalog, evidence, entitlements)
    joined = {target for target, one in held.items() if _separates(target, one, owned)}
    if any(held[target].comparisons for target in joined):
        # What policies go by outweighs a key that only says there is one row per user.
        joined = {target for target in joined if held[target].comparisons}
    votes = Counter({target: 3 * one.comparisons for target, one in held.items() if target in joined})
    for relation in own:
        for constraint in catalog.foreign_keys_of(relation.identity):
            target = constraint.references
            if (
                target
                and target != relation.identity
                and len(constraint.columns) == 1
                and target not in evidence.users
            ):
                # Where policies hold rows to their users and to no tenant, a hint makes no tenant table.
                hinted = not owned and any(hint in constraint.columns[0].lower() for hint in _HINTS)
                if target in joined or hinted:
                    votes[target] += 1
    profiles = {
        relation for relation, column in evidence.user_columns if key_column(catalog, relation) == column
    }
    candidates = [t for t in votes if t not in evidence.users and t not in profiles and votes[t] > 0]
    own_names = {relation.identity for relation in own}
    candidates = [
        t
        for t in candidates
        if t in own_names and (held[t].comparisons or is_carried(catalog, own, t, held[t].members))
    ]
    return min(candidates, key=lambda t: (-votes[t], t), default=None)


def is_carried(catalog: Catalog, own: list[Relation], target: str, members: set[str]) -> bool:
    """True when half of the tables or more, memberships aside, lead to the rows of one: by foreign keys, or
    by a column that is called as those that reference it; a third where the name hints at tenants. Where no
    policy says whose rows are whose, what groups a few things is no tenant.
    """
    keys = (key.columns for key in catalog.foreign_keys_to(target) if len(key.columns) == 1)
    names = {_plain(name) for (name,) in keys}
    tables = {relation.identity for relation in own if relation.is_table} - members - {target}
    reached = {
        relation.identity
        for relation in own
        if relation.identity in tables and any(_plain(column.name) in names for column in relation.columns)
    }
    wave = {target, *reached}
    while wave:
        found = {key.relation for parent in wave for key in catalog.foreign_keys_to(parent) if key.relation}
        wave = (found & tables) - reached
        reached |= wave
    share = 3 if any(_plain(hint) in name for name in names for hint in _HINTS) else 2
    return bool(reached) and len(reached) * share >= len(tables)


def _plain(name: str) -> str:
    """A name as it is whichever way its words are put together."""
    return name.replace("_", "").lower()


class _Holding(msgspec.Struct, kw_only=True):
    """What is held to the rows of one relation: how many comparisons of policies do so, of which relations;
    `keyed` are those that reference it, `members` those that join it to users. `by_itself` is true while
    policies join it to users by nothing but its own rows.
    """

    comparisons: int = 0
    relations: set[str] = msgspec.field(default_factory=set[str])
    keyed: set[str] = msgspec.field(default_factory=set[str])
    members: set[str] = msgspec.field(default_factory=set[str])
    by_itself: bool = True


def _held(catalog: Catalog, evidence: Evidence, entitlements: list[Entitlement]) -> dict[str, _Holding]:
    """By relation, what is held to its rows as the session is entitled to them, or claims them."""
    found: dict[str, _Holding] = defaultdict(_Holding)
    for entitlement in entitlements:
        target = keyed_relation(catalog, entitlement.relation, entitlement.tenant_column)
        if target:
            found[target].members.add(entitlement.relation)
    for comparison in evidence.comparisons:
        by = {
            (keyed_relation(catalog, e.relation, e.tenant_column), e.relation) for e in comparison.entitling
        }
        if comparison.claim or comparison.setting:
            by.add((keyed_relation(catalog, comparison.relation, comparison.column), ""))
        for target in {target for target, _ in by if target}:
            found[target].comparisons += 1
            found[target].relations.add(comparison.relation)
            found[target].by_itself &= {relation for held, relation in by if held == target} == {target}
    for target, one in found.items():
        one.keyed = {key.relation for key in catalog.foreign_keys_to(target) if key.relation} - {target}
    return found


def _separates(target: str, holding: _Holding, owned: set[str]) -> bool:
    """True for what separates tenants, and not for a thing that users have in common.

    An order or a trip names its own user, and each user is an island. A conversation has its members and a
    ride its reviewers; what hangs on them is held to them while most of the schema is held to users. Tenants
    hold at least half as many relations as users do, memberships aside; and more than those where no policy
    says who belongs to them.
    """
    if holding.comparisons and holding.by_itself:
        return False
    others = len(owned - holding.members - {target})
    if not holding.comparisons:
        return len(holding.keyed) > others
    return len(holding.relations | holding.keyed) * 2 >= others


def _owner_columns(evidence: Evidence) -> list[Comparison]:
    return [comparison for comparison in evidence.comparisons if comparison.user]


def _key_names(
    catalog: Catalog,
    table: str | None,
    key: str | None,
    mode: str,
    evidence: Evidence,
    stated: tuple[str, ...],
) -> tuple[str, ...]:
    """The names under which tenant keys go, the commonest first."""
    names: Counter[str] = Counter()
    if mode == "owner":
        names.update(comparison.column for comparison in _owner_columns(evidence))
    elif table is not None:
        held = {
            (c.relation, c.columns[0])
            for c in catalog.foreign_keys_to(table)
            if len(c.columns) == 1 and c.relation != table
        }
        held |= {
            (comparison.relation, comparison.column)
            for comparison in evidence.comparisons
            if comparison.relation != table
            and any(_points_at(catalog, e, table) for e in comparison.entitling)
        }
        names.update(column for _, column in held)
    if stated:
        return stated
    most = max(names.values(), default=0)
    # A column that points at the tenant table once (parent_id, referred_by) is not what keys are called.
    return tuple(
        name
        for name, count in sorted(names.items(), key=lambda item: (-item[1], item[0]))
        if count * 4 >= most or mode == "owner"
    )


def _trusted_settings(evidence: Evidence, scopes: Mapping[str, Scope]) -> frozenset[str]:
    """Settings that policies compare with tenant keys."""
    return frozenset(
        comparison.setting
        for comparison in evidence.comparisons
        if comparison.setting
        and scopes.get(comparison.relation, Scope(kind="none")).column == comparison.column
    )
