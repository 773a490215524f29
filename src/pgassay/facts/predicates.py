"""What a policy tests: the tenant, the owner, a flag, nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pgassay.facts.conditions import (
    Call,
    Claim,
    ColumnOf,
    Compare,
    Exists,
    Holds,
    IsNull,
    Literal,
    Member,
    Not,
    Opaque,
    Query,
    Session,
    Subquery,
    Term,
    Test,
    branches,
    substitute,
)
from pgassay.facts.sources import Sources, bound_users, calls_in, is_user
from pgassay.facts.tenancy import EDITABLE_CLAIMS, Tenancy, entitles, holds_tenant, is_tenant_claim


class Asks(StrEnum):
    """What one atom of a predicate asks."""

    TENANT = "the row's tenant is one of the session's"
    OWNER = "the row's user is the session's"
    NULL_TENANT = "the row has no tenant"
    PARENT = "the row's parent passes a test"
    FLAG = "a column has a fixed value"
    ADMIN = "the session's user has a role"
    SERVICE = "the session is a service"
    SIGNED_IN = "somebody is signed in"
    EDITABLE = "a claim that its owner can edit"
    OTHER = "something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One thing a predicate asks; `column` is the row's column it is about.

    For PARENT, `parent` is the relation looked up and `inner` how its row can pass. For ADMIN, `bound` tells whether the
    role is tied to the row's tenant.
    """

    asks: Asks
    column: str | None = None
    negated: bool = False
    parent: str | None = None
    inner: tuple[Branch, ...] = ()
    function: str | None = None
    value: str | None = None
    arbitrary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way for a row to pass: all its atoms hold together."""

    atoms: tuple[Atom, ...]

    def asks(self, what: Asks) -> bool:
        """True when an atom of this branch asks that, not negated."""
        return any(atom.asks is what and not atom.negated for atom in self.atoms)

    @property
    def binds_tenant(self) -> bool:
        """True when every row that passes is of one of the session's tenants."""
        return any(
            not atom.negated
            and (
                atom.asks is Asks.TENANT
                or (atom.asks is Asks.PARENT and bool(atom.inner) and all(inner.binds_tenant for inner in atom.inner))
            )
            for atom in self.atoms
        )

    @property
    def binds_owner(self) -> bool:
        """True when every row that passes belongs to the session's user, itself or through its parent."""
        return any(
            not atom.negated
            and (
                atom.asks is Asks.OWNER
                or (atom.asks is Asks.PARENT and bool(atom.inner) and all(i.binds_owner or i.binds_tenant for i in atom.inner))
            )
            for atom in self.atoms
        )

    @property
    def guarded(self) -> bool:
        """True when only a service or somebody with a role passes."""
        return self.asks(Asks.SERVICE) or self.asks(Asks.ADMIN)

    @property
    def free(self) -> bool:
        """True when nothing about the session or the row is asked."""
        return not self.atoms

    @property
    def opaque(self) -> bool:
        """True when a part was not understood."""
        return any(atom.asks is Asks.OTHER for atom in self.atoms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A USING or WITH CHECK expression, as the branches that pass; none: no row ever does."""

    sql: str
    branches: tuple[Branch, ...]

    @property
    def always(self) -> bool:
        """True when every row passes."""
        return any(branch.free for branch in self.branches)

    @property
    def never(self) -> bool:
        """True when no row passes."""
        return not self.branches

    @property
    def binds_tenant(self) -> bool:
        """True when every branch binds the tenant."""
        return bool(self.branches) and all(branch.binds_tenant for branch in self.branches)

    @property
    def opaque(self) -> bool:
        """True when a branch that decides was not understood."""
        return any(branch.opaque for branch in self.branches)


@dataclass(frozen=True, slots=True)
class Classifier:
    """Tells what conditions ask, given who is whose."""

    tenancy: Tenancy
    sources: Sources
    services: frozenset[str]

    def predicate(self, sql: str, test: Test, relation: str) -> Predicate:
        """The predicate of a policy on `relation`."""
        return Predicate(sql=sql, branches=self._branches(test, relation, "", 0))

    def _branches(self, test: Test, relation: str, alias: str, depth: int) -> tuple[Branch, ...]:
        found: list[Branch] = []
        for branch in branches(test):
            found += self._expanded(branch, relation, alias, depth)
        return tuple(dict.fromkeys(found))

    def _expanded(self, tests: tuple[Test, ...], relation: str, alias: str, depth: int) -> list[Branch]:
        """The branch itself, or several where a helper that it calls has several ways to be true."""
        result: list[tuple[Atom, ...]] = [()]
        for test in tests:
            choices = self._choices(test, relation, alias, depth)
            result = [(*left, *right) for left in result for right in choices][:64]
        return [Branch(atoms=tuple(dict.fromkeys(atoms))) for atoms in result]

    def _choices(self, test: Test, relation: str, alias: str, depth: int) -> list[tuple[Atom, ...]]:
        if isinstance(test, Holds) and isinstance(test.term, Call) and depth < 4:
            inner = self.sources.condition(test.term)
            if inner is not None:
                ways = self._branches(inner, relation, alias, depth + 1)
                if ways and not any(branch.opaque for branch in ways):
                    name = test.term.name
                    return [tuple(self._named(atom, name) for atom in way.atoms) for way in ways]
        return [(self._atom(test, relation, alias, depth),)]

    def _named(self, atom: Atom, function: str) -> Atom:
        return Atom(
            asks=atom.asks,
            column=atom.column,
            negated=atom.negated,
            parent=atom.parent,
            inner=atom.inner,
            function=atom.function or function,
            value=atom.value,
            arbitrary=atom.arbitrary,
        )

    def _atom(self, test: Test, relation: str, alias: str, depth: int) -> Atom:
        match test:
            case Not(part):
                return self._negated(part, relation, alias, depth)
            case IsNull(term):
                column = _own(term, alias)
                if column is None:
                    return Atom(asks=Asks.OTHER)
                asks = Asks.NULL_TENANT if column == self.tenancy.key_of(relation) else Asks.FLAG
                return Atom(asks=asks, column=column, value="NULL")
            case Compare("=", left, right):
                return self._equal(left, right, relation, alias)
            case Member(term, among):
                return self._member(term, among, relation, alias, depth)
            case Exists(query) | Holds(Subquery(query)):
                return self._exists(query, relation, alias, depth)
            case Holds(term):
                return self._truth(term, relation, alias)
            case Compare(operator, left, right):
                column = _own(left, alias) or _own(right, alias)
                literal = isinstance(left, Literal) or isinstance(right, Literal)
                return Atom(asks=Asks.FLAG if column and literal else Asks.OTHER, column=column, value=operator)
            case _:
                return Atom(asks=Asks.OTHER)

    def _negated(self, part: Test, relation: str, alias: str, depth: int) -> Atom:
        if isinstance(part, IsNull) and (is_user(part.term) or part.term in (Session("role"), Session("claims"))):
            return Atom(asks=Asks.SIGNED_IN)
        atom = self._atom(part, relation, alias, depth)
        return Atom(
            asks=atom.asks, column=atom.column, negated=not atom.negated, parent=atom.parent, inner=atom.inner,
            function=atom.function, value=atom.value,
        )

    def _equal(self, left: Term, right: Term, relation: str, alias: str) -> Atom:
        for one, other in ((left, right), (right, left)):
            column = _own(one, alias)
            if column is not None:
                return self._column_equal(column, other, relation)
            if one == Session("role") and isinstance(other, Literal):
                return Atom(asks=Asks.SERVICE if other.value in self.services else Asks.SIGNED_IN, value=other.value)
            if one == Session("database user") and isinstance(other, Literal):
                return Atom(asks=Asks.SERVICE if other.value in self.services else Asks.ADMIN, value=other.value)
            if isinstance(one, Claim) and isinstance(other, Literal):
                editable = bool(one.path) and one.path[0] in EDITABLE_CLAIMS
                return Atom(asks=Asks.EDITABLE if editable else Asks.ADMIN, value=other.value)
            if isinstance(one, Subquery) and isinstance(other, Literal):
                # (SELECT role FROM members WHERE user_id = auth.uid()) = 'admin'
                return Atom(asks=Asks.ADMIN if self._about_session(one.query) else Asks.OTHER, value=other.value)
            if isinstance(one, Call) and isinstance(other, Literal):
                return Atom(asks=Asks.ADMIN, function=one.name, value=other.value)
        return Atom(asks=Asks.OTHER)

    def _column_equal(self, column: str, other: Term, relation: str) -> Atom:
        value = self.sources.value(other)
        arbitrary = isinstance(value, Subquery) and value.query.arbitrary
        if column == self.tenancy.key_of(relation):
            if isinstance(value, Claim) and value.path and value.path[0] in EDITABLE_CLAIMS:
                return Atom(asks=Asks.EDITABLE, column=column)
            if entitles(other, self.tenancy, self.sources) or (self.tenancy.mode == "owner" and is_user(value)):
                return Atom(asks=Asks.TENANT, column=column, arbitrary=arbitrary, function=_called(other))
        if is_user(value):
            return Atom(asks=Asks.OWNER, column=column)
        if isinstance(value, Literal):
            return Atom(asks=Asks.FLAG, column=column, value=value.value)
        if isinstance(value, Subquery) and self._about_session(value.query):
            parent = self._parent(column, value.query, relation)
            return parent or Atom(asks=Asks.OWNER, column=column, arbitrary=arbitrary)
        return Atom(asks=Asks.OTHER, column=column)

    def _member(self, term: Term, among: Query | tuple[Term, ...], relation: str, alias: str, depth: int) -> Atom:
        column = _own(term, alias)
        if isinstance(among, tuple):
            if column is not None and len(among) == 1:
                return self._column_equal(column, among[0], relation)
            literal = all(isinstance(item, Literal) for item in among)
            if term == Session("role") and literal:
                values = {item.value for item in among if isinstance(item, Literal)}
                return Atom(asks=Asks.SERVICE if values <= self.services else Asks.SIGNED_IN)
            if column is None and isinstance(term, (Claim, Call, Subquery)) and literal:
                return Atom(asks=Asks.ADMIN)
            if is_user(term) and any(_own(item, alias) for item in among):
                return Atom(asks=Asks.OWNER, column=next(c for item in among if (c := _own(item, alias))))
            return Atom(asks=Asks.FLAG if column and literal else Asks.OTHER, column=column)
        if column is None:
            users = is_user(term) or (isinstance(term, Subquery) and self._about_session(term.query))
            return self._user_among(among, relation, alias, depth) if users else Atom(asks=Asks.OTHER)
        if column == self.tenancy.key_of(relation) and entitles(among, self.tenancy, self.sources):
            return Atom(asks=Asks.TENANT, column=column, arbitrary=among.arbitrary)
        return self._looked_up(column, among, depth) or Atom(asks=Asks.OTHER, column=column)

    def _user_among(self, query: Query, relation: str, alias: str, depth: int) -> Atom:
        """auth.uid() IN (SELECT m.user_id FROM m WHERE m.tenant_id = row.tenant_id …)."""
        if len(query.output) == 1 and isinstance(query.output[0], ColumnOf):
            same = Compare("=", query.output[0], Session("user"))
            from pgassay.facts.conditions import And

            return self._exists(Query(query.sources, And((query.where, same)), query.output), relation, alias, depth)
        return Atom(asks=Asks.OTHER)

    def _looked_up(self, column: str, query: Query, depth: int) -> Atom | None:
        """column IN (SELECT parent.key FROM parent WHERE …): the row passes when its parent does."""
        output = query.output[0] if len(query.output) == 1 else None
        if not isinstance(output, ColumnOf) or output.relation is None or depth > 3:
            return None
        inner = self._branches(query.where, output.relation, output.alias, depth + 1)
        inner = tuple(self._with_entitlement(branch, query, output) for branch in inner)
        return Atom(asks=Asks.PARENT, column=column, parent=output.relation, inner=inner, arbitrary=query.arbitrary)

    def _with_entitlement(self, branch: Branch, query: Query, output: ColumnOf) -> Branch:
        """A parent reached through a join with a membership binds the tenant by that join."""
        if branch.binds_tenant or len(query.sources) < 2:
            return branch
        for tests in branches(query.where):
            if self._join_entitles(tests, output):
                tenant = Atom(asks=Asks.TENANT, column=self.tenancy.key_of(output.relation or ""))
                return Branch(atoms=(*branch.atoms, tenant))
        return branch

    def _join_entitles(self, tests: tuple[Test, ...], output: ColumnOf) -> bool:
        users = {user.alias for user in bound_users(tests)}
        for test in tests:
            if isinstance(test, Compare) and test.operator == "=":
                for one, other in ((test.left, test.right), (test.right, test.left)):
                    if isinstance(one, ColumnOf) and isinstance(other, ColumnOf) and one.alias in users and other.alias == output.alias:
                        held = self.tenancy.key_of(other.relation or "") == other.name
                        entitled = any(e.relation == one.relation and e.tenant_column == one.name for e in self.tenancy.entitlements)
                        if held and entitled:
                            return True
        return False

    def _parent(self, column: str, query: Query, relation: str) -> Atom | None:
        return self._looked_up(column, query, 1) if query.sources else None

    def _exists(self, query: Query, relation: str, alias: str, depth: int) -> Atom:
        if depth > 3:
            return Atom(asks=Asks.OTHER)
        kinds = [self._exists_branch(tests, query, relation, alias, depth) for tests in branches(query.where)]
        return kinds[0] if kinds and all(kind.asks is kinds[0].asks for kind in kinds) else _weakest(kinds)

    def _exists_branch(self, tests: tuple[Test, ...], query: Query, relation: str, alias: str, depth: int) -> Atom:
        inside = {source for source, _ in query.sources}
        key = self.tenancy.key_of(relation)
        users = {user.relation for user in bound_users(tests) if user.alias in inside}
        for inner, outer in _correlations(tests, inside, alias):
            if outer == key and inner.relation in users and self._tenant_of(inner):
                return Atom(asks=Asks.TENANT, column=outer, arbitrary=False)
        for inner, outer in _correlations(tests, inside, alias):
            if inner.relation is not None:
                rest = tuple(test for test in tests if not _is_pair(test, inner, outer, alias))
                from pgassay.facts.conditions import And

                narrowed = Query(query.sources, And(rest), (inner,), query.arbitrary, query.complete)
                found = self._looked_up(outer, narrowed, depth)
                if found is not None:
                    return found
        if users:
            return Atom(asks=Asks.ADMIN)
        return Atom(asks=Asks.OTHER)

    def _tenant_of(self, column: ColumnOf) -> bool:
        """True for the tenant column of a relation that ties users to tenants."""
        return holds_tenant(column, self.tenancy) or any(
            e.relation == column.relation and e.tenant_column == column.name for e in self.tenancy.entitlements
        )

    def _about_session(self, query: Query) -> bool:
        ways = branches(query.where)
        return bool(ways) and all(any(True for _ in bound_users(way)) or _calls_session(way) for way in ways)

    def _truth(self, term: Term, relation: str, alias: str) -> Atom:
        column = _own(term, alias)
        if column is not None:
            return Atom(asks=Asks.FLAG, column=column, value="true")
        if isinstance(term, Call):
            key = self.tenancy.key_of(relation)
            bound = next((c for argument in term.arguments if (c := _own(argument, alias)) and c == key), None)
            if bound is not None:
                return Atom(asks=Asks.TENANT, column=bound, function=term.name)
            return Atom(asks=Asks.ADMIN, function=term.name)
        if isinstance(term, Claim):
            editable = bool(term.path) and term.path[0] in EDITABLE_CLAIMS
            return Atom(asks=Asks.EDITABLE if editable else Asks.ADMIN)
        if isinstance(term, Opaque) and any(is_tenant_claim(part, self.tenancy) for part in term.parts if isinstance(part, (Claim,))):
            own = next((c for part in term.parts if (c := _own(part, alias))), None)  # type: ignore[arg-type]
            if own is not None and own == self.tenancy.key_of(relation):
                return Atom(asks=Asks.TENANT, column=own)
        return Atom(asks=Asks.OTHER)


def _own(term: object, alias: str) -> str | None:
    """The column's name if a term is a column of the tested row."""
    return term.name if isinstance(term, ColumnOf) and term.alias == alias else None


def _called(term: Term) -> str | None:
    return term.name if isinstance(term, Call) else None


def _correlations(tests: tuple[Test, ...], inside: set[str], alias: str) -> list[tuple[ColumnOf, str]]:
    """Pairs (inner column, column of the tested row) that a branch holds equal."""
    pairs: list[tuple[ColumnOf, str]] = []
    for test in tests:
        if isinstance(test, Compare) and test.operator == "=":
            for inner, outer in ((test.left, test.right), (test.right, test.left)):
                name = _own(outer, alias)
                if isinstance(inner, ColumnOf) and inner.alias in inside and name is not None:
                    pairs.append((inner, name))
    return pairs


def _is_pair(test: Test, inner: ColumnOf, outer: str, alias: str) -> bool:
    if not (isinstance(test, Compare) and test.operator == "="):
        return False
    sides = (test.left, test.right)
    return inner in sides and any(_own(side, alias) == outer for side in sides)


def _calls_session(tests: tuple[Test, ...]) -> bool:
    return any(isinstance(argument, Session) for test in tests for call in calls_in(test) for argument in call.arguments)


def _weakest(kinds: list[Atom]) -> Atom:
    """Of several ways into one sub-select, the one that asks least."""
    order = [Asks.OTHER, Asks.FLAG, Asks.SIGNED_IN, Asks.PARENT, Asks.ADMIN, Asks.OWNER, Asks.TENANT]
    return min(kinds, key=lambda atom: order.index(atom.asks) if atom.asks in order else 0, default=Atom(asks=Asks.OTHER))


__all__ = ["Asks", "Atom", "Branch", "Classifier", "Predicate", "substitute"]
