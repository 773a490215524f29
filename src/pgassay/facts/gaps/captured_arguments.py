"""Arguments of functions that a column of the same name takes the place of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.behaviour.callers import callers
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Compare, Query, Term, Test
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.names import conflicts
from pgassay.facts.functions.sources import calls_in
from pgassay.model.objects import Function
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class CapturedArgument(msgspec.Struct, frozen=True, kw_only=True):
    """A function compares `column` with itself where its argument `name` was meant.

    `policies` come to ask it; `roles` are clients that may call it where it runs as its owner. `refused` is
    true where Postgres takes the name for neither and raises an error.
    """

    function: Function
    column: str
    name: str
    policies: tuple[Policy, ...]
    roles: tuple[str, ...]
    refused: bool


def captured_arguments(facts: Facts) -> Iterator[CapturedArgument]:
    """The functions of the migrations with such an argument that policies ask, or that clients call and that
    run as their owner.
    """
    asking: dict[str, tuple[Policy, ...]] | None = None
    for function in facts.catalog.functions:
        body = facts.bodies.get(function.identity)
        column = _compared(function, body) if body is not None else None
        if column is None:
            continue
        asking = _asking(facts) if asking is None else asking
        policies = asking.get(function.identity, ())
        roles = callers(function, facts.catalog, facts.access) if function.security_definer else ()
        refused = conflicts(function) == "error"
        if policies or (roles and not refused):
            yield CapturedArgument(
                function=function,
                column=f"{column.alias}.{column.name}",
                name=column.name,
                policies=policies,
                roles=roles,
                refused=refused,
            )


def _compared(function: Function, body: Body) -> ColumnOf | None:
    """The column that a body compares with itself and that an argument is named as."""
    if conflicts(function) == "use_variable":
        return None
    for part in _parts(body):
        for node in inside(part):
            if isinstance(node, Compare) and node.operator == "=" and node.left == node.right:
                column = node.left
                if isinstance(column, ColumnOf) and column.relation and column.name in function.arguments:
                    return column
    return None


def _parts(body: Body) -> Iterator[Test | Term | Query]:
    yield from body.queries
    yield from body.conditions
    yield from (write.where for write in body.writes)
    yield from (one.value for one in body.returned)


def _asking(facts: Facts) -> dict[str, tuple[Policy, ...]]:
    """For each function, the policies that ask it, themselves or by a function that they ask."""
    found: dict[str, dict[str, Policy]] = {}
    for policy in facts.catalog.policies:
        for clause in ("using", "check"):
            test = facts.conditions.get((policy.identity, clause))
            named = (
                [facts.sources.function_called(call) for call in calls_in(test)] if test is not None else []
            )
            stack = [function for function in named if function is not None]
            while stack:
                function = stack.pop()
                if policy.identity in found.setdefault(function.identity, {}):
                    continue
                found[function.identity][policy.identity] = policy
                body = facts.bodies.get(function.identity)
                called = (facts.sources.function_named(name) for name in (body.calls if body else ()))
                stack += [one for one in called if one is not None]
    return {identity: tuple(policies.values()) for identity, policies in found.items()}
