"""Which functions and policies were not understood as a whole: nobody can vouch for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import calls_in

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """Identities of functions whose text was not understood (`bodies`) or that run SQL which they build
    (`built`), and of policies with a part that was not understood or that ask such a function (`policies`).
    """

    bodies: frozenset[str]
    built: frozenset[str]
    policies: frozenset[str]

    @property
    def functions(self) -> frozenset[str]:
        """The functions of which a part is unknown."""
        return self.bodies | self.built


def unread(facts: Facts) -> Unread:
    """What was not understood of a database's functions and policies."""
    bodies = facts.bodies
    closed = frozenset(identity for identity, body in bodies.items() if not body.understood)
    built = frozenset(i for i, body in bodies.items() if body.understood and body.dynamic)
    unknown = _asking(facts, closed | built)
    opaque = (
        policy.identity
        for policy in facts.catalog.policies
        if any(one is not None and one.opaque for one in (facts.using(policy), facts.check(policy)))
        or any(
            (function := facts.sources.function_called(call)) is not None and function.identity in unknown
            for clause in ("using", "check")
            if (test := facts.conditions.get((policy.identity, clause))) is not None
            for call in calls_in(test)
        )
    )
    return Unread(bodies=closed, built=built, policies=frozenset(opaque))


def _asking(facts: Facts, functions: frozenset[str]) -> frozenset[str]:
    """These functions, and those that call one of them, however far off."""
    callers = _callers(facts, facts.bodies)
    found, stack = set(functions), list(functions)
    while stack:
        new = callers.get(stack.pop(), frozenset()) - found
        found |= new
        stack += new
    return frozenset(found)


def _callers(facts: Facts, bodies: Mapping[str, Body]) -> Mapping[str, frozenset[str]]:
    """For each function of the migrations, those that name it."""
    found: dict[str, set[str]] = {}
    for identity, body in bodies.items():
        for name in body.calls:
            called = facts.sources.function_named(name)
            if called is not None:
                found.setdefault(called.identity, set()).add(identity)
    return {called: frozenset(callers) for called, callers in found.items()}
