"""What policies believe that its user chooses: claims, stored metadata, headers, settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.behaviour.callers import callers
from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    Call,
    ColumnOf,
    Compare,
    Literal,
    Opaque,
    Parameter,
    Query,
    Setting,
    Term,
    Test,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import calls_in
from pgassay.facts.gaps.opening import lookups
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.policies.predicates import Asks, Atom, is_sent_along
from pgassay.model.objects import Function
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Where Supabase keeps what users say of themselves; the claim user_metadata is a copy of it.
_STORED = ColumnOf("", "auth.users", "raw_user_meta_data")


class Editable(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a policy believes and that its user chooses.

    `path` is where it stands: in the token, in a header, in auth.users.raw_user_meta_data, or the name of a
    setting that clients set by calling `setter`. `by` is who believes it: the policy, or the function that it
    asks. `column` is the row's column that it is held against, `value` the word.
    """

    path: tuple[str, ...]
    by: str
    column: str | None = None
    value: str | None = None
    setter: Setter | None = None

    @property
    def name(self) -> str:
        """How it is called in a sentence."""
        dotted = ".".join(self.path)
        if self.setter is not None:
            return f"the setting {dotted}"
        if is_sent_along(self.path):
            return f"the request header {self.path[-1].rpartition('.')[2]}"
        return dotted if self.path[0] == "user_metadata" else f"auth.users.{dotted}"


class Setter(msgspec.Struct, frozen=True, kw_only=True):
    """A function that client roles call and that sets a setting, for longer than its own transaction, to its
    argument at `position`.
    """

    function: Function
    position: int
    roles: tuple[str, ...]


def editables(facts: Facts, policy: Policy) -> tuple[tuple[Editable, Passing | None], ...]:
    """What a policy believes of its user's choosing, each with a way for rows to pass by it; without one
    where the policy only narrows what others let pass.
    """
    ways = tuple(by_policy(facts, policy))
    found: dict[Editable, Passing | None] = {}
    own = {
        atom
        for predicate in (facts.using(policy), facts.check(policy))
        for branch in (predicate.branches if predicate is not None else ())
        for atom in branch.atoms
        if atom.asks is Asks.EDITABLE and not atom.negated
    }
    for atom in sorted(own, key=str):
        one = _claimed(atom, policy)
        way = next((way for way in ways if atom in way.branch.atoms), None)
        if way is not None or not policy.permissive:
            found.setdefault(one, way)
    for one in (*_stored(facts, policy), *_settable(facts, policy)):
        if ways or not policy.permissive:
            found.setdefault(one, ways[0] if ways else None)
    return tuple(found.items())


def _claimed(atom: Atom, policy: Policy) -> Editable:
    return Editable(
        path=atom.claim, by=atom.function or policy.identity, column=atom.column, value=atom.value
    )


def _tests(facts: Facts, policy: Policy) -> Iterator[Test]:
    for clause in ("using", "check"):
        test = facts.conditions.get((policy.identity, clause))
        if test is not None:
            yield test


def _stored(facts: Facts, policy: Policy) -> Iterator[Editable]:
    """What is read of auth.users.raw_user_meta_data."""
    for test in _tests(facts, policy):
        for by, query in lookups(test, facts, policy.identity):
            for part in (node for place in (query.where, *query.output) for node in inside(place)):
                if (
                    isinstance(part, Opaque)
                    and part.what == "->"
                    and part.parts
                    and _is_stored(part.parts[0])
                ):
                    keys = (item.value or "" for item in part.parts[1:] if isinstance(item, Literal))
                    yield Editable(
                        path=(_STORED.name, *keys), by=by, value=_held_to(query, part), column=None
                    )


def _is_stored(term: Term | Test) -> bool:
    return isinstance(term, ColumnOf) and (term.relation, term.name) == (_STORED.relation, _STORED.name)


def _held_to(query: Query, term: Term) -> str | None:
    """The word that a look-up holds a term to."""
    for part in inside(query.where):
        if isinstance(part, Compare) and term in (part.left, part.right):
            other = part.right if part.left == term else part.left
            if isinstance(other, Literal):
                return other.value
    return None


_setters_of: WeakKeyDictionary[Facts, Mapping[str, Setter]] = WeakKeyDictionary()


def _settable(facts: Facts, policy: Policy) -> Iterator[Editable]:
    """The settings that a policy, or a value that it asks for, reads and that clients can set."""
    if facts not in _setters_of:
        _setters_of[facts] = dict(_setters(facts))
    known = _setters_of[facts]
    for test in _tests(facts, policy) if known else ():
        values = [(policy.identity, test), *_values(facts, test)]
        for by, value in values:
            for part in inside(value):
                if isinstance(part, Setting) and part.name in known:
                    yield Editable(path=(part.name,), by=by, setter=known[part.name], column=None)


def _values(facts: Facts, test: Test) -> Iterator[tuple[str, Term | Test]]:
    for call in calls_in(test):
        function = facts.sources.function_called(call)
        made = facts.sources.condition(call)
        if function is not None:
            yield function.identity, made if made is not None else facts.sources.value(call)


def _setters(facts: Facts) -> Iterator[tuple[str, Setter]]:
    for identity, body in facts.bodies.items():
        function = facts.catalog.function[identity]
        roles = callers(function, facts.catalog, facts.access) if not function.is_trigger else ()
        for name, position in _set_by(body) if roles else ():
            yield name, Setter(function=function, position=position, roles=roles)


def _set_by(body: Body) -> Iterator[tuple[str, int]]:
    """The settings that a body sets for the session to one of its arguments, with the argument's position."""
    places = [item for query in body.queries for item in query.output]
    results = [one.value for one in body.returned if not isinstance(one.value, TESTS)]
    for part in (node for place in (*places, *results) for node in inside(place)):
        if isinstance(part, Call) and part.name.removeprefix("pg_catalog.") == "set_config":
            match part.arguments:
                case (Literal(str() as name), value, Literal("false" | "f")):
                    for node in inside(value):
                        if isinstance(node, Parameter):
                            yield name, node.position
                case _:
                    pass
