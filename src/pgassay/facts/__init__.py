"""What the catalog means: tenancy, access, what policies test, what functions do, and kinds of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import msgspec

from pgassay.config import Config
from pgassay.facts.conditions.translate import test_of
from pgassay.facts.conditions.values import Constant, Or, Test
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.read import body_of
from pgassay.facts.functions.sources import Sources
from pgassay.facts.gaps.believed import Believed, believed
from pgassay.facts.gaps.unread import Unread, unread
from pgassay.facts.policies.access import Access
from pgassay.facts.policies.classify import Classifier
from pgassay.facts.policies.predicates import Predicate
from pgassay.facts.tables.column_values import column_values
from pgassay.facts.tables.kinds import Kinds
from pgassay.facts.tables.lists import Listing, listings
from pgassay.facts.tables.tested import Tested, tested
from pgassay.facts.tenants.evidence import Comparison, Evidence, comparisons
from pgassay.facts.tenants.infer import infer
from pgassay.facts.tenants.tenancy import Tenancy
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function, Sequence, Type
from pgassay.model.relations import Policy, Relation, Trigger
from pgassay.model.roles import Grant
from pgassay.postgres import parse
from pgassay.read.platforms import managed_schemas


class Facts(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True, weakref=True):
    """Everything that is inferred once and that all rules share.

    Not slotted: each part is worked out when it is first asked for. `earlier` are the facts of the same
    database before a change: what the change cannot have touched is taken from there. `outside` are relations
    that only stand in for what no migration makes, and `after_outside` those that have columns from one.
    """

    catalog: Catalog
    config: Config
    platform: str
    earlier: Facts | None = None
    outside: frozenset[str] = frozenset()
    after_outside: frozenset[str] = frozenset()

    def is_own(self, item: Relation | Function | Type | Sequence) -> bool:
        """True for what the migrations made, and neither the platform nor an extension, nor a placeholder."""
        made = item.extension is None and item.schema not in self.managed
        return made and item.identity not in self.outside

    @property
    def managed(self) -> frozenset[str]:
        """Schemas that are not the user's."""
        return managed_schemas(self.platform)

    def is_own_policy(self, policy: Policy) -> bool:
        """True for every policy, also on the platform's tables; on a placeholder none can be judged."""
        relation = self.catalog.relation.get(policy.relation)
        return relation is not None and relation.extension is None and policy.relation not in self.outside

    def is_own_trigger(self, trigger: Trigger) -> bool:
        """True for a trigger on, or calling, something of the migrations."""
        relation = self.catalog.relation.get(trigger.relation)
        function = self.catalog.function.get(trigger.function)
        return bool((relation and self.is_own(relation)) or (function and self.is_own(function)))

    @cached_property
    def own_relations(self) -> tuple[Relation, ...]:
        """The relations that the migrations made."""
        return tuple(relation for relation in self.catalog.relations if self.is_own(relation))

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """What each function of the migrations does, by identity."""
        if self.earlier is not None and self._reads_like(self.earlier.catalog):
            return self.earlier.bodies
        return {f.identity: body_of(f, self.catalog) for f in self.catalog.functions if self.is_own(f)}

    def _reads_like(self, other: Catalog) -> bool:
        """True when functions have the same bodies and the names in them mean the same."""
        return self.catalog.functions == other.functions and self.catalog.column_names == other.column_names

    @cached_property
    def sources(self) -> Sources:
        """Resolves calls of the schema's functions."""
        return Sources(self.catalog, self.bodies)

    @cached_property
    def client_roles(self) -> tuple[str, ...]:
        """The roles an application's users arrive as: stated, the platform's, or those that policies and
        grants name.
        """
        if self.config.client_roles:
            return self.config.client_roles
        if self.platform == "supabase":
            return ("anon", "authenticated")
        named = {role for policy in self.catalog.policies for role in policy.roles if role != "public"}
        tables = {relation.identity for relation in self.own_relations}
        named |= {
            grant.grantee
            for grant in self.catalog.grants
            if grant.object in tables and grant.grantee != "public"
        }
        known = [self.catalog.role[name] for name in sorted(named) if name in self.catalog.role]
        owners = {relation.owner for relation in self.own_relations}
        return tuple(r.name for r in known if not (r.superuser or r.bypasses_rls or r.name in owners))

    @cached_property
    def service_roles(self) -> frozenset[str]:
        """Roles that row security does not hold."""
        return frozenset(role.name for role in self.catalog.roles if role.superuser or role.bypasses_rls)

    @cached_property
    def conditions(self) -> dict[tuple[str, str], Test]:
        """The tests of each policy, by its identity and clause (using, check)."""
        found: dict[tuple[str, str], Test] = {}
        for policy in self.catalog.policies:
            scope = scope_of(self.catalog, row=policy.relation)
            for clause, sql in (("using", policy.using), ("check", policy.check)):
                tree = parse.expression(sql) if sql is not None else None
                if tree is not None:
                    found[(policy.identity, clause)] = test_of(tree, scope)
        return found

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What policies hold the columns of rows equal to."""
        return tuple(found for test in self.conditions.values() for found in comparisons(test, self.sources))

    @cached_property
    def user_columns(self) -> frozenset[tuple[str, str]]:
        """The columns (relation, name) that hold users: by foreign key to the users' table, or as compared
        with the session.
        """
        found = {(c.relation, c.column) for c in self.comparisons if c.user}
        for constraint in self.catalog.constraints:
            if constraint.relation and constraint.references in self.users and len(constraint.columns) == 1:
                found.add((constraint.relation, constraint.columns[0]))
        return frozenset(found)

    @cached_property
    def users(self) -> frozenset[str]:
        """The relations whose rows are users: auth.users, or those whose key policies compare with the
        session.
        """
        if "auth.users" in self.catalog.relation:
            return frozenset({"auth.users"})
        targets = {(c.relation, c.column) for c in self.comparisons if c.user}
        keys = {
            constraint.references
            for constraint in self.catalog.constraints
            if constraint.references
            and constraint.relation
            and (constraint.relation, constraint.columns[0]) in targets
        }
        return frozenset(keys)

    @cached_property
    def tenancy(self) -> Tenancy:
        """Whose rows are whose."""
        evidence = Evidence(comparisons=self.comparisons, user_columns=self.user_columns, users=self.users)
        # What stands in for a relation has the columns that are named: enough to say whose rows are whose.
        known = (*self.own_relations, *(r for r in self.catalog.relations if r.identity in self.outside))
        return infer(self.catalog, self.config, self.sources, evidence, list(known))

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier(self.tenancy, self.sources, self.service_roles, self._visible)

    @cached_property
    def _predicates(self) -> dict[tuple[str, str], Predicate | None]:
        """What was asked of policies so far; of the facts before a change only few are."""
        if self.earlier is not None and self._asks_like(self.earlier):
            return self.earlier._predicates
        return {}

    def _predicate(self, policy: Policy, clause: str, sql: str | None) -> Predicate | None:
        key = (policy.identity, clause)
        if key not in self._predicates:
            test = self.conditions.get(key)
            self._predicates[key] = (
                self._classifier.predicate(sql or "", test, policy.relation) if test is not None else None
            )
        return self._predicates[key]

    def _asks_like(self, other: Facts) -> bool:
        """True when policies are the same and everything in them means the same."""
        return (
            self.bodies is other.bodies
            and self.catalog.policies == other.catalog.policies
            and self.conditions == other.conditions
            and self.tenancy == other.tenancy
            and self.service_roles == other.service_roles
            and self._secured == other._secured
        )

    @cached_property
    def _secured(self) -> frozenset[str]:
        return frozenset(one.identity for one in self.catalog.relations if one.is_table and one.rls_enabled)

    def _visible(self, relation: str) -> Test | None:
        """What row security asks of a row before some client role reads it; None where it does not hold."""
        known = self.catalog.relation.get(relation)
        if known is None or not known.is_table or not known.rls_enabled:
            return None
        granting: list[Test] = []
        for policy in self.catalog.policies_of(relation):
            test = self.conditions.get((policy.identity, "using"), Constant(True))
            serves = self.service_roles.issuperset(policy.roles)
            if policy.permissive and policy.command in ("all", "select") and not serves:
                granting.append(test)
        return Or(tuple(granting))

    def using(self, policy: Policy) -> Predicate | None:
        """What a policy's USING asks; None without one."""
        return self._predicate(policy, "using", policy.using)

    def check(self, policy: Policy) -> Predicate | None:
        """What a new row must pass: WITH CHECK, or USING where Postgres reuses it; None without either."""
        return self._predicate(policy, "check", policy.check) or self.using(policy)

    @cached_property
    def believed(self) -> Mapping[str, tuple[Believed, ...]]:
        """By relation, the columns of users' rows by which policies tell what a user may do."""
        keys = {one.identity: self.tenancy.key_of(one.identity) for one in self.own_relations}
        memberships = frozenset(one.relation for one in self.tenancy.entitlements)
        return believed(self.catalog, self.conditions, self.sources, memberships, keys)

    @cached_property
    def unread(self) -> Unread:
        """The functions and policies that were not understood as a whole."""
        return unread(self)

    @cached_property
    def access(self) -> Access:
        """Who reaches what."""
        return Access(
            catalog=self.catalog, client_roles=self.client_roles, using=self.using, check=self.check
        )

    @cached_property
    def grants_on(self) -> Mapping[str, tuple[Grant, ...]]:
        """The privileges on each object, by its identity; those on its columns are there too."""
        found: dict[str, list[Grant]] = defaultdict(list)
        for grant in self.catalog.grants:
            found[grant.object].append(grant)
        return {identity: tuple(grants) for identity, grants in found.items()}

    @cached_property
    def kinds(self) -> Kinds:
        """Which tables are queues, logs, definitions, and which columns hold secrets."""
        return Kinds(
            catalog=self.catalog,
            tenancy=self.tenancy,
            access=self.access,
            bodies=self.bodies,
            relations=self.own_relations,
            user_columns=self.user_columns,
        )

    @cached_property
    def column_values(self) -> dict[tuple[str, str], frozenset[str]]:
        """For each column (relation, name), the literals that functions and policies compare it with or set
        it to.
        """
        return column_values(self.bodies, self.conditions.values())

    @cached_property
    def tested(self) -> Tested:
        """Which columns conditions compare with something, and which they ask for NULL."""
        return tested(self)

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """The lists that functions, views and policies read."""
        return listings(self)
