"""Whom functions act for: the session that calls them, or whomever their arguments name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    Call,
    Claim,
    ColumnOf,
    Compare,
    Holds,
    Member,
    Opaque,
    Parameter,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import DEEPEST_CALL, Sources
from pgassay.facts.policies.access import Access
from pgassay.facts.tenants.tenancy import Tenancy, holds_tenant
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A function reaches rows of `relation` with `command` by the tenant, or the user's tenant, that an
    argument names.
    """

    relation: str
    column: str
    command: str
    parameter: str
    names_user: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """Tells where functions believe their arguments. `user_columns` are the columns (relation, name) that
    hold users.
    """

    tenancy: Tenancy
    sources: Sources
    user_columns: frozenset[tuple[str, str]]

    def of(self, body: Body) -> Iterator[Trusted]:
        """Each write, and each query whose rows are returned, that goes by an argument and asks nothing of
        the session.
        """
        for write in body.writes:
            key = self.tenancy.key_of(write.relation or "")
            if write.relation is None or key is None or write.upsert:
                continue
            if any(self.rests_on_session(test) for test in (*write.path, write.where)):
                continue
            if write.command == "insert":
                value = write.value(key)
                found = self._named(value) if value is not None else None
            else:
                found = self._key_named(write.where, write.relation, key)
            if found is not None:
                yield _trusted(write.relation, key, write.command, found)
        for one in body.returned:
            # A boolean says that a row is there, not what is in it.
            if isinstance(one.value, TESTS) or any(self.rests_on_session(test) for test in one.path):
                continue
            for query in (part for part in inside(one.value) if isinstance(part, Query)):
                yield from self._read(query)

    def _read(self, query: Query) -> Iterator[Trusted]:
        if self.rests_on_session(query.where):
            return
        for relation in dict.fromkeys(relation for _, relation in query.sources if relation is not None):
            key = self.tenancy.key_of(relation)
            found = self._key_named(query.where, relation, key) if key is not None else None
            if key is not None and found is not None:
                yield _trusted(relation, key, "select", found)
                return

    def _key_named(self, where: Test, relation: str, key: str) -> tuple[Parameter, bool] | None:
        """The argument that a condition holds a tenant key to, and whether it names a user."""
        for branch in branches(where):
            for atom in branch:
                for column, others in _pairs(atom):
                    if column.relation == relation and column.name == key:
                        found = next((f for other in others if (f := self._named(other, branch))), None)
                        if found is not None:
                            return found
        return None

    def _named(
        self, term: Term | Query | Test, branch: tuple[Test, ...] = ()
    ) -> tuple[Parameter, bool] | None:
        """The argument whose tenant a term is: it names the tenant, or a user whose tenant it is."""
        match term:
            case Parameter():
                return term, False
            case Subquery(query):
                return self._named(query)
            case Query():
                return self._looked_up(term)
            case ColumnOf(alias, _, _):
                return self._user_named(branch, alias) if holds_tenant(term, self.tenancy) else None
            case Call(_, arguments):
                value = self.sources.value(term)
                parts = (
                    (value,)
                    if value != term
                    else arguments
                    if self.sources.function_called(term) is None
                    else ()
                )
            case Opaque(what, parts) if what != "condition":
                pass
            case _:
                return None
        asked = (part for part in parts if not self.rests_on_session(part))
        return next((found for part in asked if (found := self._named(part))), None)

    def _looked_up(self, query: Query) -> tuple[Parameter, bool] | None:
        """The argument that names the user whose tenants a query gives."""
        columns = (node for output in query.output for node in inside(output))
        if not any(isinstance(column, ColumnOf) and holds_tenant(column, self.tenancy) for column in columns):
            return None
        return next((user for way in branches(query.where) if (user := self._user_named(way, None))), None)

    def _user_named(self, branch: tuple[Test, ...], alias: str | None) -> tuple[Parameter, bool] | None:
        """The argument that a branch holds a user column (of the source `alias`) equal to."""
        for atom in branch:
            for column, others in _pairs(atom):
                if (column.relation or "", column.name) in self.user_columns and alias in (
                    None,
                    column.alias,
                ):
                    found = next((argument for other in others if (argument := _argument(other))), None)
                    if found is not None:
                        return found, True
        return None

    def rests_on_session(self, part: Test | Term | Query, depth: int = 0) -> bool:
        """True when a condition or value depends on who calls, itself or in the functions that it calls.

        COALESCE(argument, auth.uid()) does not: who gives the argument decides.
        """
        match part:
            case Session() | Claim() | Setting():
                return True
            case Opaque("coalesce", parts):
                return all(self.rests_on_session(one, depth) for one in parts)
            case Holds(Opaque("performed", (value,))):
                # PERFORM f(x) asks something only where f can raise.
                return any(self._checks(call, depth) for call in inside(value) if isinstance(call, Call))
            case Call() if depth < DEEPEST_CALL and self._call_rests(part, depth):
                return True
            case _:
                return any(self.rests_on_session(one, depth) for one in _parts(part))

    def _call_rests(self, call: Call, depth: int) -> bool:
        value = self.sources.value(call)
        found = value if value != call else self.sources.condition(call)
        if found is not None:
            return self.rests_on_session(found, depth + 1)
        body = self._body(call)
        return body is not None and any(self.rests_on_session(inner, depth + 1) for inner in _asked(body))

    def _checks(self, call: Call, depth: int) -> bool:
        """True for a call of a function that raises depending on who calls."""
        body = self._body(call)
        return (
            body is not None
            and body.raises
            and any(self.rests_on_session(test, depth + 1) for test in _asked(body))
        )

    def _body(self, call: Call) -> Body | None:
        function = self.sources.function_called(call)
        return self.sources.bodies.get(function.identity) if function is not None else None


def _parts(node: object) -> Iterator[Test | Term | Query]:
    """The conditions, terms and queries directly inside one."""
    for name in getattr(node, "__dataclass_fields__", ()):
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "__dataclass_fields__"):
                yield one


def _argument(term: object) -> Parameter | None:
    """The argument that a term is, or is where it is given."""
    if isinstance(term, Opaque) and term.what == "coalesce" and term.parts:
        return _argument(term.parts[0])
    return term if isinstance(term, Parameter) else None


def _asked(body: Body) -> Iterator[Test | Term | Query]:
    yield from body.conditions
    yield from body.queries
    yield from (one.value for one in body.returned)


def _pairs(atom: Test) -> Iterator[tuple[ColumnOf, tuple[Term | Query, ...]]]:
    """Each column that an atom holds equal to something, with what that is."""
    if isinstance(atom, Compare) and atom.operator == "=":
        for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
            if isinstance(one, ColumnOf):
                yield one, (other,)
    elif isinstance(atom, Member) and isinstance(atom.term, ColumnOf):
        yield atom.term, (atom.among,) if isinstance(atom.among, Query) else atom.among


def _trusted(relation: str, column: str, command: str, found: tuple[Parameter, bool]) -> Trusted:
    parameter, names_user = found
    return Trusted(
        relation=relation, column=column, command=command, parameter=parameter.name, names_user=names_user
    )


def callers(function: Function, catalog: Catalog, access: Access) -> tuple[str, ...]:
    """The client roles that may execute a function and use its schema."""
    execute = {g.grantee for g in catalog.grants if g.kind == "function" and g.object == function.identity}
    usage = {
        g.grantee
        for g in catalog.grants
        if g.kind == "schema" and g.object == function.schema and g.privilege == "usage"
    }
    return tuple(
        role
        for role in access.client_roles
        if access.roles_of(role) & execute and access.roles_of(role) & usage
    )


__all__ = ["Trust", "Trusted", "callers"]
