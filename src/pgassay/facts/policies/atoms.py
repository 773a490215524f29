"""What a single comparison asks of the row that is tested."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    Call,
    Claim,
    ColumnOf,
    Compare,
    Holds,
    IsNull,
    Literal,
    Opaque,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
)
from pgassay.facts.functions.sources import Sources, is_user
from pgassay.facts.policies.always import of_any_member
from pgassay.facts.policies.predicates import Asks, Atom, Branch, is_sent_along
from pgassay.facts.tenants.tenancy import EDITABLE_CLAIMS, Tenancy, is_tenant_claim

#: Operators that ask whether one value is among several.
_AMONG = ("?", "?|", "@>", "<@", "&&", "= ANY")
_OF_SESSION = (Session, Claim, Setting)


def own_column(term: object, alias: str) -> str | None:
    """The column's name if a term is a column of the tested row."""
    return term.name if isinstance(term, ColumnOf) and term.alias == alias else None


def editable(term: Term, whole: Term | None = None) -> tuple[str, ...]:
    """The path of a claim that its owner can edit, or of what a client sends along with its request; empty
    for any other term.

    `whole` is what the term was found in: the key of a header stands there.
    """
    if isinstance(term, Claim):
        return term.path if term.path[:1] and term.path[0] in EDITABLE_CLAIMS else ()
    if not isinstance(term, Setting) or not is_sent_along((term.name,)):
        return ()
    for node in inside(whole or term):
        if isinstance(node, Opaque) and node.what == "->" and node.parts[:1] == (term,):
            return (term.name, *(part.value or "" for part in node.parts[1:] if isinstance(part, Literal)))
    return (term.name,)


class Asker(msgspec.Struct, frozen=True):
    """Names what one test asks, given who is whose. Calls and sub-selects have been looked into before."""

    tenancy: Tenancy
    sources: Sources
    services: frozenset[str]

    def tenant_columns(self, relation: str) -> frozenset[str]:
        """The columns of a relation that hold tenants."""
        found = self.tenancy.held.get(relation, frozenset())
        key = self.tenancy.key_of(relation)
        return found | {key} if key else found

    def holds_tenant(self, column: ColumnOf) -> bool:
        """True for a column of a look-up whose values are tenants, or that entitles a user to them."""
        return column.name in self.tenant_columns(column.relation or "") or any(
            e.relation == column.relation and e.tenant_column == column.name
            for e in self.tenancy.entitlements
        )

    def entitles(self, branch: Branch, column: ColumnOf) -> bool:
        """True when a row that passes says that the session belongs to the tenant in `column`."""
        users = {e.user_column for e in self.tenancy.entitlements if e.relation == column.relation}
        owned = any(
            atom.asks is Asks.OWNER and not atom.negated and atom.column in users for atom in branch.atoms
        )
        return owned or branch.binds_tenant

    def atom(self, test: Test, relation: str, alias: str) -> Atom:
        """What one test asks."""
        match test:
            case IsNull(term):
                return self._null(term, relation, alias)
            case Compare("=", left, right):
                return self._equal(left, right, relation, alias)
            case Compare(operator, left, right):
                return self._among(operator, left, right, relation, alias) or self._other(
                    test, alias, operator
                )
            case Holds(term):
                return self._truth(term, relation, alias)
            case _:
                return self._other(test, alias, None)

    def any_of(
        self, term: Term, among: tuple[Term, ...], relation: str, alias: str
    ) -> list[tuple[Atom, ...]]:
        """What a term in a list of literals asks, as the ways in which it holds."""
        atoms = [self._equal(self.sources.value(term), item, relation, alias) for item in among]
        signed = {atom.negated for atom in atoms if atom.asks is Asks.SIGNED_IN}
        if len(signed) == 2:
            return [()]
        values = ", ".join(item.value or "NULL" for item in among if isinstance(item, Literal))
        weakest = min(atoms, key=lambda atom: atom.asks is Asks.SERVICE)
        return [(replace(weakest, value=values),)]

    def lookup(self, tests: tuple[Test, ...], query: Query, alias: str) -> Atom | None:
        """What a look-up that is not tied to the tested row asks: whether the session has something."""
        if any(self.of_session(test) for test in tests):
            member = of_any_member(tests, query, self.tenancy, self.sources)
            return Atom(asks=Asks.ADMIN, arbitrary=query.arbitrary, member=member)
        if any(own_column(node, alias) for test in tests for node in inside(test)):
            return Atom(asks=Asks.OTHER)
        return Atom(asks=Asks.FLAG)

    def of_session(self, part: Test | Term) -> bool:
        """True when something in a condition is the session's, or is a function that could ask for it."""
        for node in inside(part):
            if isinstance(node, _OF_SESSION):
                return True
            if isinstance(node, Call) and self._reads_session(node):
                return True
        return False

    def _reads_session(self, call: Call) -> bool:
        function = self.sources.function_called(call)
        return (
            function is not None
            and function.identity in self.sources.bodies
            and function.volatility != "immutable"
        )

    def _null(self, term: Term, relation: str, alias: str) -> Atom:
        column = own_column(term, alias)
        if column is not None:
            asks = Asks.NULL_TENANT if column in self.tenant_columns(relation) else Asks.FLAG
            return Atom(asks=asks, column=column, value="NULL")
        value = self._unwrapped(term)
        if isinstance(value, _OF_SESSION):
            # A signed-in user can lack a setting or a claim all the same.
            lacking = (
                value.name
                if isinstance(value, Setting)
                else ".".join(value.path)
                if isinstance(value, Claim)
                else None
            )
            return Atom(asks=Asks.SIGNED_IN, negated=True, value=lacking)
        return self._other(IsNull(term), alias, "NULL")

    def _equal(self, left: Term, right: Term, relation: str, alias: str) -> Atom:
        for one, other in ((left, right), (right, left)):
            column = own_column(one, alias)
            if column is not None:
                return self._column(column, other, relation, alias)
        for one, other in ((left, right), (right, left)):
            if isinstance(other, Literal):
                return self._session(one, other.value, alias)
            inner = next((name for node in inside(one) if (name := own_column(node, alias))), None)
            if inner is not None and not self.of_session(one) and isinstance(other, _OF_SESSION):
                # A piece of a column, such as the first folder of a path.
                return self._column(inner, other, relation, alias)
        return self._other(Compare("=", left, right), alias, "=")

    def _column(self, column: str, value: Term, relation: str, alias: str) -> Atom:
        """column = value."""
        plain = self._unwrapped(value)
        if claim := editable(plain, self.sources.value(value)):
            return Atom(asks=Asks.EDITABLE, column=column, claim=claim)
        key = column in self.tenant_columns(relation)
        if key and (
            is_tenant_claim(plain, self.tenancy) or (self.tenancy.mode == "owner" and is_user(plain))
        ):
            return Atom(asks=Asks.TENANT, column=column)
        if is_user(plain):
            return Atom(asks=Asks.OWNER, column=column)
        if isinstance(plain, Literal):
            return Atom(asks=Asks.FLAG, column=column, value=plain.value)
        return self._other(Compare("=", ColumnOf(alias, relation, column), plain), alias, "=")

    def _session(self, term: Term, value: str | None, alias: str) -> Atom:
        """Something of the session held to a literal."""
        whole = self.sources.value(term)
        term = self._unwrapped(term)
        if claim := editable(term, whole):
            return Atom(asks=Asks.EDITABLE, value=value, claim=claim)
        if term == Session("role") or term == Session("database user"):
            if value in self.services:
                return Atom(asks=Asks.SERVICE, value=value)
            if term == Session("role"):
                return Atom(
                    asks=Asks.SIGNED_IN, negated=value == "anon", value=value if value == "anon" else None
                )
            return Atom(asks=Asks.ADMIN, value=value)
        if isinstance(term, _OF_SESSION):
            return Atom(asks=Asks.ADMIN, value=value)
        return self._other(Compare("=", term, Literal(value)), alias, value)

    def _among(self, operator: str, left: Term, right: Term, relation: str, alias: str) -> Atom | None:
        """A tenant among the tenants of a claim."""
        keys = self.tenant_columns(relation)
        for one, other in ((left, right), (right, left)):
            column = next((name for node in inside(one) if (name := own_column(node, alias)) in keys), None)
            plain = self._unwrapped(other)
            if operator in _AMONG and column is not None and isinstance(plain, _OF_SESSION):
                if claim := editable(plain, self.sources.value(other)):
                    return Atom(asks=Asks.EDITABLE, column=column, claim=claim)
                if is_tenant_claim(plain, self.tenancy):
                    return Atom(asks=Asks.TENANT, column=column)
        return None

    def _truth(self, term: Term, relation: str, alias: str) -> Atom:
        column = own_column(term, alias)
        if column is not None:
            return Atom(asks=Asks.FLAG, column=column, value="true")
        plain = self._unwrapped(term)
        if isinstance(plain, Claim):
            claim = editable(plain)
            return Atom(asks=Asks.EDITABLE if claim else Asks.ADMIN, claim=claim)
        if isinstance(plain, Call):
            return self._unread(plain, relation, alias)
        return self._other(Holds(plain), alias, None)

    def _unread(self, call: Call, relation: str, alias: str) -> Atom:
        """A boolean function whose body tells nothing: by what it is given."""
        columns = {name for argument in call.arguments if (name := own_column(argument, alias))}
        known = self.sources.function_called(call)
        body = self.sources.bodies.get(known.identity) if known is not None else None
        asks_session = any(self.of_session(argument) for argument in call.arguments) or (
            body is not None
            and any(name.startswith("auth.") or name == "current_setting" for name in body.calls)
        )
        keys = columns & self.tenant_columns(relation)
        if asks_session and keys:
            return Atom(asks=Asks.TENANT, column=min(keys), function=call.name)
        if asks_session and not columns:
            return Atom(asks=Asks.ADMIN, function=call.name)
        return replace(self._other(Holds(call), alias, None), function=call.name)

    def _other(self, test: Test, alias: str, value: str | None) -> Atom:
        """What is left: a fact about the row alone, about the session alone, or something that is not
        understood.
        """
        columns = [name for node in inside(test) if (name := own_column(node, alias))]
        session = self.of_session(test)
        if not session:
            return Atom(asks=Asks.FLAG, column=columns[0] if columns else None, value=value)
        if columns or any(isinstance(node, ColumnOf | Opaque | Subquery) for node in inside(test)):
            return Atom(asks=Asks.OTHER, column=columns[0] if columns else None)
        return Atom(asks=Asks.ADMIN, value=value)

    def _unwrapped(self, term: Term) -> Term:
        """A value of the session out of what converts it: string_to_array(setting), lower(email)."""
        value = self.sources.value(term)
        if isinstance(value, Call) and self.sources.function_called(value) is None:
            inner = [argument for argument in value.arguments if not isinstance(argument, Literal)]
            return self._unwrapped(inner[0]) if len(inner) == 1 else value
        if isinstance(value, Opaque) and value.what in ("element", "||", "array") and len(value.parts) == 1:
            part = value.parts[0]
            return value if isinstance(part, TESTS) else self._unwrapped(part)
        if isinstance(value, Opaque) and value.what == "->" and value.parts:
            part = value.parts[0]
            return self._unwrapped(part) if isinstance(part, _OF_SESSION) else value
        return value
