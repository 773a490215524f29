"""Where a value in a condition comes from: the session's user, its tenants, or a row."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import msgspec

from pgassay.facts.conditions.rewrite import TESTS, inside, substitute, substitute_term
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import term_of
from pgassay.facts.conditions.values import (
    ONE_OF,
    Call,
    ColumnOf,
    Compare,
    Holds,
    Member,
    Opaque,
    Query,
    Session,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.postgres import parse

#: Calls inside calls are looked into this deep; deeper ones count as opaque.
DEEPEST_CALL = 4


class Entitlement(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `relation` says that the user in `user_column` belongs to the tenant in `tenant_column`."""

    relation: str
    tenant_column: str
    user_column: str


class Sources(msgspec.Struct, frozen=True, eq=False):
    """Resolves calls of the schema's own functions to what they return."""

    catalog: Catalog
    bodies: Mapping[str, Body]
    # Most policies of a schema make the same few calls.
    _values: dict[Call, Term] = msgspec.field(default_factory=dict["Call", "Term"])

    def function_called(self, call: Call) -> Function | None:
        """The function a call resolves to: by name, then by its number of arguments."""
        named = self.catalog.functions_named.get(call.name) or self.catalog.functions_named.get(
            f"public.{call.name}", ()
        )
        fitting = [function for function in named if len(function.arguments) >= len(call.arguments)]
        return min(fitting, key=lambda function: len(function.arguments), default=None)

    def function_named(self, name: str) -> Function | None:
        """The schema's own function of that name, as an expression that Postgres printed has it; the first of
        several.
        """
        schema, _, bare = name.rpartition(".")
        named = self.catalog.functions_named.get(f"{schema or 'public'}.{bare}", ())
        return next((function for function in named if function.identity in self.bodies), None)

    def accepting(self, name: str, count: int) -> list[Function]:
        """The schema's functions of that name that a call with `count` arguments fits, defaults counted."""
        schema, _, bare = name.rpartition(".")
        named = self.catalog.functions_named.get(f"{schema or 'public'}.{bare}", ())
        return [
            function
            for function in named
            if 0 <= len(function.arguments) - count <= len(_defaults(function.definition))
        ]

    def value(self, term: Term, depth: int = 0) -> Term:
        """A term with a call replaced by what the function returns, as far as that is known."""
        if not isinstance(term, Call) or depth >= DEEPEST_CALL:
            return term
        if depth > 0:
            return self._returned(term, depth)
        if term not in self._values:
            self._values[term] = self._returned(term, depth)
        return self._values[term]

    def _returned(self, term: Call, depth: int) -> Term:
        function = self.function_called(term)
        body = self.bodies.get(function.identity) if function is not None else None
        if function is None or body is None or body.result is None or isinstance(body.result, TESTS):
            return term
        return self.value(substitute_term(body.result, self.arguments(function, term)), depth + 1)

    def condition(self, term: Term) -> Test | None:
        """The test that a call of a boolean function makes, or None when it is not known."""
        function = self.function_called(term) if isinstance(term, Call) else None
        body = self.bodies.get(function.identity) if function is not None else None
        if not isinstance(term, Call) or function is None or body is None or body.result is None:
            return None
        if function.result != "boolean":
            return None
        test = body.result if isinstance(body.result, TESTS) else Holds(body.result)
        return substitute(test, self.arguments(function, term))

    def set_asked(self, test: Member) -> Call | None:
        """The call of a function that gives the set among which a test looks for its term."""
        among = test.among
        if isinstance(among, Query):
            among = () if among.sources else among.output
        call = among[0] if len(among) == 1 else None
        function = self.function_called(call) if isinstance(call, Call) else None
        return call if isinstance(call, Call) and function is not None and function.returns_set else None

    def is_definer(self, term: Term | Query) -> bool:
        """True for a call of a function that runs as its owner, whom row security does not hold."""
        function = self.function_called(term) if isinstance(term, Call) else None
        return function is not None and function.security_definer

    def arguments(self, function: Function, call: Call) -> tuple[Term, ...]:
        """The arguments of a call, with the defaults of those that it leaves out."""
        missing = len(function.arguments) - len(call.arguments)
        if missing <= 0:
            return call.arguments
        defaults = _defaults(function.definition)
        return (*call.arguments, *defaults[-missing:]) if len(defaults) >= missing else call.arguments

    def entitlements(self, query: Query) -> Iterator[Entitlement]:
        """The relations whose rows tie the session's user to a value that the query gives."""
        for output in query.output:
            for column in columns_of(output):
                for branch in branches(query.where):
                    for user in bound_users(branch):
                        if (
                            user.relation is not None
                            and user.alias == column.alias
                            and user.name != column.name
                        ):
                            yield Entitlement(
                                relation=user.relation, tenant_column=column.name, user_column=user.name
                            )
                            break
                    else:
                        yield from self._joined(column, branch)

    def _joined(self, column: ColumnOf, branch: tuple[Test, ...]) -> Iterator[Entitlement]:
        """SELECT t.id FROM t JOIN m ON m.tenant = t.id WHERE m.user = session: m is what entitles."""
        for user in bound_users(branch):
            for atom in branch:
                if isinstance(atom, Compare) and atom.operator == "=" and column in (atom.left, atom.right):
                    other = atom.right if atom.left == column else atom.left
                    if (
                        isinstance(other, ColumnOf)
                        and other.alias == user.alias
                        and user.relation is not None
                    ):
                        yield Entitlement(
                            relation=user.relation, tenant_column=other.name, user_column=user.name
                        )

    def entitling(self, term: Term | Query, depth: int = 0) -> list[Entitlement]:
        """What ties the session to the values of a term, in sub-selects and in the functions it calls."""
        if isinstance(term, Query):
            return list(self.entitlements(term))
        value = self.value(term)
        if isinstance(value, Subquery):
            return list(self.entitlements(value.query))
        if isinstance(value, Opaque) and depth < DEEPEST_CALL:
            parts = [part for part in value.parts if not isinstance(part, TESTS)]
            return [found for part in parts for found in self.entitling(part, depth + 1)]
        return []


def bound_users(branch: tuple[Test, ...]) -> Iterator[ColumnOf]:
    """The columns that a branch holds equal to the session's user."""
    for atom in branch:
        if isinstance(atom, Compare) and atom.operator == "=":
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                if isinstance(one, ColumnOf) and is_user(other):
                    yield one
        elif (
            isinstance(atom, Member) and isinstance(atom.term, ColumnOf) and not isinstance(atom.among, Query)
        ):
            if any(is_user(item) for item in atom.among):
                yield atom.term
        elif isinstance(atom, Member) and is_user(atom.term) and not isinstance(atom.among, Query):
            yield from (item for item in atom.among if isinstance(item, ColumnOf))


def is_user(term: Term) -> bool:
    """True for what stands for the session's user."""
    return term in (Session("user"), Session("email"), Session("database user"))


def columns_of(term: Term) -> tuple[ColumnOf, ...]:
    """The columns whose values a term gives: itself, or each part of a COALESCE or CASE; none where a part is
    no column.
    """
    if isinstance(term, ColumnOf):
        return (term,)
    if not isinstance(term, Opaque) or term.what not in ONE_OF:
        return ()
    found = tuple(part for part in term.parts if isinstance(part, ColumnOf))
    return found if len(found) == len(term.parts) else ()


def calls_in(part: Test | Term | Query) -> Iterator[Call]:
    """All calls anywhere in a condition."""
    return (node for node in inside(part) if isinstance(node, Call))


def queries_in(part: Test | Term | Query) -> Iterator[Query]:
    """All queries anywhere in a condition."""
    return (node for node in inside(part) if isinstance(node, Query))


@functools.lru_cache(maxsize=1024)
def _defaults(definition: str) -> tuple[Term, ...]:
    """The defaults of a function's last arguments, from its CREATE FUNCTION text."""
    scope = Scope(relation_named=lambda _schema, _name: None, columns_of=lambda _relation: ())
    trees = parse.queries(definition)
    parameters = (
        trees[0]["CreateFunctionStmt"].get("parameters", [])
        if trees and "CreateFunctionStmt" in trees[0]
        else []
    )
    given = [item["FunctionParameter"].get("defexpr") for item in parameters]
    return tuple(term_of(default, scope) for default in given if default is not None)
