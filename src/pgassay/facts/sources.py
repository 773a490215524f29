"""Where a value in a condition comes from: the session's user, its tenants, or a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pgassay.facts.bodies import Body
from pgassay.facts.conditions import (
    Call,
    Claim,
    ColumnOf,
    Compare,
    Exists,
    Holds,
    Member,
    Not,
    Opaque,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
    branches,
    substitute,
    substitute_term,
)
from pgassay.model.catalog import Catalog, Function

#: Calls inside calls are looked into this deep; deeper ones count as opaque.
DEEPEST_CALL = 4

_TESTS = (Compare, Member, Exists, Holds, Not)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """A row of `relation` says that the user in `user_column` belongs to the tenant in `tenant_column`."""

    relation: str
    tenant_column: str
    user_column: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Resolves calls of the schema's own functions to what they return."""

    catalog: Catalog
    bodies: Mapping[str, Body]

    def function_called(self, call: Call) -> Function | None:
        """The function a call resolves to: by name, then by its number of arguments."""
        named = self.catalog.functions_named.get(call.name) or self.catalog.functions_named.get(f"public.{call.name}", ())
        fitting = [function for function in named if len(function.arguments) >= len(call.arguments)]
        return min(fitting, key=lambda function: len(function.arguments), default=None)

    def value(self, term: Term, depth: int = 0) -> Term:
        """A term with a call replaced by what the function returns, as far as that is known."""
        if not isinstance(term, Call) or depth >= DEEPEST_CALL:
            return term
        function = self.function_called(term)
        body = self.bodies.get(function.identity) if function is not None else None
        if body is None or body.result is None or isinstance(body.result, _TESTS):
            return term
        result = body.result
        if isinstance(result, (ColumnOf, Session, Claim, Setting, Subquery, Call, Opaque)):
            return self.value(substitute_term(result, term.arguments), depth + 1)
        return term

    def condition(self, term: Term, depth: int = 0) -> Test | None:
        """The test that a call of a boolean function makes, or None when it is not known."""
        if not isinstance(term, Call) or depth >= DEEPEST_CALL:
            return None
        function = self.function_called(term)
        body = self.bodies.get(function.identity) if function is not None else None
        if function is None or body is None or body.result is None or function.result != "boolean":
            return None
        result = body.result
        if isinstance(result, (ColumnOf, Session, Claim, Setting, Subquery, Call, Opaque)) or not hasattr(result, "__slots__"):
            return None
        return substitute(result, term.arguments)  # type: ignore[arg-type]

    def entitlements(self, query: Query, depth: int = 0) -> Iterator[Entitlement]:
        """The relations whose rows tie the session's user to a value that the query gives."""
        for output in query.output:
            if not isinstance(output, ColumnOf) or output.relation is None:
                continue
            for branch in branches(query.where):
                for user in bound_users(branch):
                    if user.relation is not None and (user.relation, user.name) != (output.relation, output.name):
                        yield Entitlement(relation=output.relation, tenant_column=output.name, user_column=user.name)
                        break

    def entitling(self, term: Term | Query, depth: int = 0) -> list[Entitlement]:
        """What ties the session to the values of a term: found in sub-selects and in the functions it calls."""
        if isinstance(term, Query):
            return list(self.entitlements(term))
        value = self.value(term)
        if isinstance(value, Subquery):
            return list(self.entitlements(value.query))
        if isinstance(value, Opaque) and depth < DEEPEST_CALL:
            return [found for part in value.parts if not isinstance(part, _TESTS) for found in self.entitling(part, depth + 1)]  # type: ignore[arg-type]
        return []


def bound_users(branch: tuple[Test, ...]) -> Iterator[ColumnOf]:
    """The columns that a branch holds equal to the session's user."""
    for atom in branch:
        if isinstance(atom, Compare) and atom.operator == "=":
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                if isinstance(one, ColumnOf) and is_user(other):
                    yield one
        elif isinstance(atom, Member) and isinstance(atom.term, ColumnOf) and not isinstance(atom.among, Query):
            if any(is_user(item) for item in atom.among):
                yield atom.term
        elif isinstance(atom, Member) and is_user(atom.term) and not isinstance(atom.among, Query):
            yield from (item for item in atom.among if isinstance(item, ColumnOf))


def is_user(term: Term) -> bool:
    """True for what stands for the session's user."""
    return term in (Session("user"), Session("email"), Session("database user"))


def calls_in(test: Test | Term | Query) -> Iterator[Call]:
    """All calls anywhere in a condition, outermost first."""
    stack: list[object] = [test]
    while stack:
        node = stack.pop()
        if isinstance(node, Call):
            yield node
        if isinstance(node, tuple):
            stack.extend(node)
        elif hasattr(node, "__dataclass_fields__"):
            stack.extend(getattr(node, name) for name in node.__dataclass_fields__)  # type: ignore[attr-defined]


def queries_in(test: Test | Term | Query) -> Iterator[Query]:
    """All queries anywhere in a condition."""
    stack: list[object] = [test]
    while stack:
        node = stack.pop()
        if isinstance(node, Query):
            yield node
        if isinstance(node, tuple):
            stack.extend(node)
        elif hasattr(node, "__dataclass_fields__"):
            stack.extend(getattr(node, name) for name in node.__dataclass_fields__)  # type: ignore[attr-defined]
