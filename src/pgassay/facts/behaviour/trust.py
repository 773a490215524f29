"""Whom functions act for: the session that calls them, or whomever their arguments name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.behaviour.stranger import strangers
from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    Call,
    ColumnOf,
    Compare,
    Member,
    Opaque,
    Parameter,
    Query,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body, unchosen
from pgassay.facts.functions.sources import Sources
from pgassay.facts.functions.writes import Write
from pgassay.facts.tenants.tenancy import Tenancy, holds_tenant


class Trusted(msgspec.Struct, frozen=True, kw_only=True):
    """A function reaches rows of `relation` with `command` by an argument.

    `names` says what the argument names: the tenant, a user (whose tenant it is, or whose rows: `own`), or
    the row itself. `by` says it in words: what `column` is held to. `role_tested` is true where the caller's
    role is tested, but not in that tenant; `null_passes` where a test of it is passed by NULL alone.
    `signed_in` and `signed_out` say of whom some pass: clients with a user, and those without one.
    """

    relation: str
    column: str
    command: str
    parameter: str
    names: str
    by: str
    own: bool = False
    role_tested: bool = False
    null_passes: bool = False
    signed_in: bool = True
    signed_out: bool = True


class _Named(msgspec.Struct, frozen=True):
    """An argument, and what it names: tenant, user or row."""

    parameter: Parameter
    names: str


class Trust(msgspec.Struct, frozen=True):
    """Tells where functions believe their arguments. `user_columns` are the columns (relation, name) that
    hold users; `keys` the one-column primary keys of relations.
    """

    tenancy: Tenancy
    sources: Sources
    user_columns: frozenset[tuple[str, str]]
    keys: Mapping[str, str]
    asked: Asked

    def of(self, body: Body) -> Iterator[Trusted]:
        """Each write, and each query whose rows are returned, that goes by an argument whose tenant the
        session is not held to.
        """
        kept = frozenset(one for one, _ in body.chosen if self._is_kept(one, body))
        body = unchosen(body, kept) if kept else body
        for write in body.writes:
            if write.relation is not None and not write.upsert:
                yield from self._written(write, write.relation)
        for one in body.returned:
            # A boolean says that a row is there, not what is in it.
            if isinstance(one.value, TESTS):
                continue
            for query in (part for part in inside(one.value) if isinstance(part, Query)):
                inner = () if query.complete else body.queries
                outer = query.where
                for part in (query, *(other for other in inner if other != query)):
                    yield from self._read(part, (*one.path, *one.after, outer))

    def _written(self, write: Write, relation: str) -> Iterator[Trusted]:
        key = self.tenancy.key_of(relation)
        if write.command == "insert":
            value = write.value(key) if key is not None else None
            found = self._named(value) if value is not None else None
            column = key
        else:
            column, found = self._tenant_named(write.where, relation)
            if found is None:
                column, found = self._row_named(write.where, relation)
        if found is None or column is None:
            return
        tests = (*write.path, *write.after, write.where)
        if self._held(found, tests, relation):
            return
        yield self._trusted(relation, column, write.command, found, tests)

    def _read(self, query: Query, tests: tuple[Test, ...]) -> Iterator[Trusted]:
        for relation in dict.fromkeys(relation for _, relation in query.sources if relation is not None):
            column, found = self._tenant_named(query.where, relation)
            if column is None or found is None:
                continue
            asked = (*tests, query.where)
            if not any(self._held(found, asked, one) for _, one in query.sources if one is not None):
                yield self._trusted(relation, column, "select", found, asked)
            return

    def _held(self, found: _Named, tests: tuple[Test, ...], relation: str) -> bool:
        """True when nobody passes the tests to whom what the argument names does not belong, the row neither,
        and who is no service and no administrator above all tenants.
        """
        return not self._passing(found, tests, relation)

    def _passing(
        self, found: _Named, tests: tuple[Test, ...], relation: str, *, null_fails: bool = False
    ) -> frozenset[bool]:
        """Of whom somebody passes: of those who are signed in (true), and of those who are not; where
        `null_fails`, as if a test that is NULL were one that failed.
        """
        those = strangers(self.asked, found.parameter, relation)
        return frozenset(one.signed_in for one in those if replace(one, null_fails=null_fails).passes(tests))

    def _trusted(
        self, relation: str, column: str, command: str, found: _Named, tests: tuple[Test, ...]
    ) -> Trusted:
        own = self.tenancy.mode == "owner" or (
            found.names == "user" and not self._holds_tenant(relation, column)
        )
        by = found.parameter.name
        passing = self._passing(found, tests, relation)
        if found.names == "user" and not own:
            by = f"the tenant of user {by}"
        elif own and found.names == "user" and self._is_key_alone(relation, column):
            by = f"the row of user {by}"
        return Trusted(
            relation=relation,
            column=column,
            command=command,
            parameter=found.parameter.name,
            names=found.names,
            by=by,
            own=own,
            role_tested=any(self.asked.rests_on_session(test) for test in tests),
            null_passes=not self._passing(found, tests, relation, null_fails=True),
            signed_in=True in passing,
            signed_out=False in passing,
        )

    def _is_key_alone(self, relation: str, column: str) -> bool:
        return (relation, column) not in self.user_columns and self.keys.get(relation) == column

    def _row_named(self, where: Test, relation: str) -> tuple[str | None, _Named | None]:
        """The column of the written rows that a condition holds to an argument: one that holds users, or the
        key of rows that belong to tenants.
        """
        for branch in branches(where):
            for column, others in (pair for atom in branch for pair in _pairs(atom)):
                if column.relation != relation:
                    continue
                direct = next((argument for other in others if (argument := _argument(other))), None)
                if (relation, column.name) in self.user_columns and direct is not None:
                    return column.name, _Named(direct, "user")
                if self.keys.get(relation) != column.name:
                    continue
                owner = next((user for other in others if (user := self._row_of_user(other, relation))), None)
                if owner is not None:
                    return column.name, owner
                if direct is not None and self.tenancy.key_of(relation) is not None:
                    return column.name, _Named(direct, "row")
        return None, None

    def _row_of_user(self, term: Term | Query, relation: str) -> _Named | None:
        """The argument that names the user by whose column a row of a relation was looked up."""
        for query in (part for part in inside(term) if isinstance(part, Query)):
            if relation in (source for _, source in query.sources):
                for branch in branches(query.where):
                    found = self._user_named(branch, None)
                    if found is not None:
                        return found
        return None

    def _holds_tenant(self, relation: str, column: str) -> bool:
        return column in {self.tenancy.key_of(relation), *self.tenancy.held.get(relation, ())}

    def _tenant_named(self, where: Test, relation: str) -> tuple[str | None, _Named | None]:
        """The column that holds the tenant of a relation's rows, and the argument that a condition holds it
        to.
        """
        key = self.tenancy.key_of(relation)
        others = self.tenancy.held.get(relation, frozenset()) - {key}
        for column in (key, *sorted(others)) if key is not None else ():
            found = self._key_named(where, relation, column)
            if found is not None:
                return column, found
        return None, None

    def _key_named(self, where: Test, relation: str, key: str) -> _Named | None:
        """The argument that a condition holds a tenant key to, and whether it names a user."""
        for branch in branches(where):
            for atom in branch:
                for column, others in _pairs(atom):
                    if column.relation == relation and column.name == key:
                        found = next((f for other in others if (f := self._named(other, branch))), None)
                        if found is not None:
                            return found
        return None

    def _named(self, term: Term | Query | Test, branch: tuple[Test, ...] = ()) -> _Named | None:
        """The argument whose tenant a term is: it names the tenant, or a user whose tenant it is."""
        match term:
            case Parameter():
                return _Named(term, "tenant" if self.tenancy.mode == "tenant" else "user")
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
        asked = (part for part in parts if not self.asked.rests_on_session(part))
        return next((found for part in asked if (found := self._named(part))), None)

    def _is_kept(self, part: Term, body: Body) -> bool:
        """True for an argument that variables are set to only where a test lets nobody through."""
        ways = [tests for value, tests in body.chosen if value == part]
        named = _Named(part, "tenant") if isinstance(part, Parameter) else None
        return named is not None and bool(ways) and not any(self._passing(named, one, "") for one in ways)

    def _looked_up(self, query: Query) -> _Named | None:
        """The argument that names the user whose tenants a query gives."""
        columns = (node for output in query.output for node in inside(output))
        if not any(isinstance(column, ColumnOf) and holds_tenant(column, self.tenancy) for column in columns):
            return None
        return next((user for way in branches(query.where) if (user := self._user_named(way, None))), None)

    def _user_named(self, branch: tuple[Test, ...], alias: str | None) -> _Named | None:
        """The argument that a branch holds a user column (of the source `alias`) equal to."""
        for atom in branch:
            for column, others in _pairs(atom):
                if (column.relation or "", column.name) in self.user_columns and alias in (
                    None,
                    column.alias,
                ):
                    found = next((argument for other in others if (argument := _argument(other))), None)
                    if found is not None:
                        return _Named(found, "user")
        return None


def _argument(term: object) -> Parameter | None:
    """The argument that a term is, or is where it is given."""
    if isinstance(term, Opaque) and term.what == "coalesce" and term.parts:
        return _argument(term.parts[0])
    return term if isinstance(term, Parameter) else None


def _pairs(atom: Test) -> Iterator[tuple[ColumnOf, tuple[Term | Query, ...]]]:
    """Each column that an atom holds equal to something, with what that is."""
    if isinstance(atom, Compare) and atom.operator == "=":
        for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
            if isinstance(one, ColumnOf):
                yield one, (other,)
    elif isinstance(atom, Member) and isinstance(atom.term, ColumnOf):
        yield atom.term, (atom.among,) if isinstance(atom.among, Query) else atom.among


__all__ = ["Trust", "Trusted", "callers"]
