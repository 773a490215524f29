"""Who reaches what: role x relation x command, as grants, row security and policies allow it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property

import msgspec

from pgassay.facts.policies.predicates import Predicate
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Policy, Relation

COMMANDS = ("select", "insert", "update", "delete")


class Reach(StrEnum):
    """Which rows of a relation a role reaches with a command."""

    NONE = "none"
    SOME = "some rows"
    ALL = "all rows"


class Access(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Answers who reaches what. `client_roles` are the roles that an application's users arrive as.

    Not slotted: the grants by relation are gathered once, when first asked for, and what was answered is
    kept: a hundred rules ask the same.
    """

    catalog: Catalog
    client_roles: tuple[str, ...]
    using: Callable[[Policy], Predicate | None]
    check: Callable[[Policy], Predicate | None]

    @cached_property
    def _granted(self) -> dict[str, dict[str, dict[str, frozenset[str] | None]]]:
        """relation -> role -> privilege -> columns; None for the whole relation."""
        found: dict[str, dict[str, dict[str, frozenset[str] | None]]] = defaultdict(lambda: defaultdict(dict))
        for grant in self.catalog.grants:
            if grant.kind not in (
                "table",
                "view",
                "relation",
                "column",
                "materialized view",
                "foreign table",
                "table column",
            ):
                continue
            held = found[grant.object][grant.grantee]
            privilege = grant.privilege.lower()
            if grant.column is None:
                held[privilege] = None
            elif held.get(privilege, frozenset()) is not None:
                held[privilege] = (held.get(privilege) or frozenset()) | {grant.column}
        return found

    @cached_property
    def entered(self) -> dict[str, frozenset[str]]:
        """Each schema (as Postgres quotes it) with the grantees that have USAGE of it."""
        found: dict[str, set[str]] = defaultdict(set)
        for grant in self.catalog.grants:
            if grant.kind == "schema" and grant.privilege.lower() == "usage":
                found[grant.object].add(grant.grantee)
        return {schema: frozenset(grantees) for schema, grantees in found.items()}

    @cached_property
    def _roles_of(self) -> dict[str, frozenset[str]]:
        """Each role with the roles whose privileges it has: itself, public, and what it inherits."""
        parents: dict[str, set[str]] = defaultdict(set)
        for membership in self.catalog.memberships:
            if membership.inherits:
                parents[membership.member].add(membership.role)
        result: dict[str, frozenset[str]] = {}
        for role in self.catalog.roles:
            seen, stack = {role.name, "public"}, [role.name]
            while stack:
                for parent in parents[stack.pop()] - seen:
                    seen.add(parent)
                    stack.append(parent)
            result[role.name] = frozenset(seen)
        return result

    def roles_of(self, role: str) -> frozenset[str]:
        """The roles whose privileges a role has."""
        return self._roles_of.get(role, frozenset({role, "public"}))

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], frozenset[str] | None]:
        return {}

    @cached_property
    def _applying(self) -> dict[tuple[str, str, str], tuple[Policy, ...]]:
        return {}

    @cached_property
    def _reached(self) -> dict[tuple[str, str, str], Reach]:
        return {}

    def columns(self, role: str, relation: str, privilege: str) -> frozenset[str] | None:
        """The columns a role may use a privilege on: None for all of them, empty for none."""
        key = (role, relation, privilege)
        if key not in self._columns:
            self._columns[key] = self._columns_of(role, relation, privilege)
        return self._columns[key]

    def _columns_of(self, role: str, relation: str, privilege: str) -> frozenset[str] | None:
        held: frozenset[str] = frozenset()
        grants = self._granted.get(relation)
        if grants is None:
            return held
        for one in self.roles_of(role):
            columns = grants[one].get(privilege, frozenset()) if one in grants else frozenset()
            if columns is None:
                return None
            held |= columns
        return held

    def granted(self, role: str, relation: str, privilege: str) -> bool:
        """True when a role holds a privilege on a relation, or on some of its columns."""
        return self.columns(role, relation, privilege) != frozenset()

    def bypasses(self, role: str, relation: Relation) -> bool:
        """True when row security does not apply to a role."""
        known = self.catalog.role.get(role)
        owns = relation.owner in self.roles_of(role)
        return (known is not None and (known.superuser or known.bypasses_rls)) or (
            owns and not relation.rls_forced
        )

    def policies(self, role: str, relation: str, command: str) -> tuple[Policy, ...]:
        """The policies that apply to a role's command."""
        key = (role, relation, command)
        if key not in self._applying:
            roles = self.roles_of(role)
            self._applying[key] = tuple(
                policy
                for policy in self.catalog.policies_of(relation)
                if policy.command in ("all", command) and not roles.isdisjoint(policy.roles)
            )
        return self._applying[key]

    def reach(self, role: str, relation: Relation, command: str) -> Reach:
        """Which rows of a relation a role reaches with a command (usage of the schema is not looked at)."""
        key = (role, relation.identity, command)
        if key not in self._reached:
            self._reached[key] = self._reach(role, relation, command)
        return self._reached[key]

    def _reach(self, role: str, relation: Relation, command: str) -> Reach:
        if not self.granted(role, relation.identity, command):
            return Reach.NONE
        if not relation.is_table or not relation.rls_enabled or self.bypasses(role, relation):
            return Reach.ALL
        policies = self.policies(role, relation.identity, command)
        permissive = [self._deciding(policy, command) for policy in policies if policy.permissive]
        restrictive = [self._deciding(policy, command) for policy in policies if not policy.permissive]
        if not any(predicate is None or not predicate.never for predicate in permissive) or any(
            p is not None and p.never for p in restrictive
        ):
            return Reach.NONE
        if any(predicate is None or predicate.always for predicate in permissive) and all(
            p is None or p.always for p in restrictive
        ):
            return Reach.ALL
        return Reach.SOME

    def _deciding(self, policy: Policy, command: str) -> Predicate | None:
        """The predicate that decides: WITH CHECK for INSERT, else USING; None when the policy has neither."""
        return self.check(policy) if command == "insert" else self.using(policy)

    def clients(self, relation: Relation, command: str) -> tuple[str, ...]:
        """The client roles that reach at least some rows of a relation with a command."""
        return tuple(
            role for role in self.client_roles if self.reach(role, relation, command) is not Reach.NONE
        )

    def readers(self, relation: Relation) -> tuple[str, ...]:
        """The client roles that read at least some rows."""
        return self.clients(relation, "select")

    def writers(self, relation: Relation) -> tuple[str, ...]:
        """The client roles that insert, update or delete at least some rows."""
        return tuple(
            role
            for role in self.client_roles
            if any(self.reach(role, relation, command) is not Reach.NONE for command in COMMANDS[1:])
        )

    def granted_clients(self, relation: Relation, commands: Iterable[str] = COMMANDS) -> tuple[str, ...]:
        """The client roles that hold one of the privileges, whatever row security says."""
        wanted = tuple(commands)
        return tuple(
            role
            for role in self.client_roles
            if any(self.granted(role, relation.identity, c) for c in wanted)
        )
