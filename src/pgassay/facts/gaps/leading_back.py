"""Which policies read tables whose policies lead back to their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, Query, Test
from pgassay.facts.tables.views import is_invoker
from pgassay.model.relations import Kind, Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A policy reads a relation with the rights of who asks: in a sub-select, or in an invoker function."""

    policy: Policy
    relation: str
    function: str | None


class Readings(msgspec.Struct, frozen=True):
    """What policies read of tables that have policies themselves."""

    by_relation: Mapping[str, tuple[Reading, ...]]

    def leading_back(self, relation: str) -> tuple[Reading, ...]:
        """The readings by policies of a relation from which readings lead to it again."""
        return tuple(
            one for one in self.by_relation.get(relation, ()) if relation in self.reached(one.relation)
        )

    def circle(self, relation: str) -> tuple[str, ...]:
        """The relations that a relation leads to and that lead back to it, itself among them, sorted."""
        ahead = self.reached(relation)
        return tuple(sorted({relation} | {one for one in ahead if relation in self.reached(one)}))

    def reached(self, relation: str) -> frozenset[str]:
        """The relations that readings lead to from one, itself first."""
        seen, stack = {relation}, [relation]
        while stack:
            for reading in self.by_relation.get(stack.pop(), ()):
                if reading.relation not in seen:
                    seen.add(reading.relation)
                    stack.append(reading.relation)
        return frozenset(seen)


_known: WeakKeyDictionary[Facts, Readings] = WeakKeyDictionary()


def readings(facts: Facts) -> Readings:
    """What all policies read, by the relation that they are on; worked out once."""
    if facts not in _known:
        _known[facts] = _readings(facts)
    return _known[facts]


def _readings(facts: Facts) -> Readings:
    """What all policies read.

    What a policy depends on is all that its expression names, whether that was understood or not; only for
    its own table, which it names anyway, the expression has to tell.
    """
    found: dict[str, dict[Reading, None]] = defaultdict(dict)
    named: dict[str, set[str]] = defaultdict(set)
    for dependency in facts.catalog.dependencies:
        if dependency.kind == "policy":
            named[dependency.object].add(dependency.needs)
    for policy in facts.catalog.policies:
        for relation in sorted(named[policy.identity] - {policy.relation}):
            for table in _tables(facts, relation):
                found[policy.relation].setdefault(Reading(policy=policy, relation=table, function=None))
        for clause in ("using", "check"):
            test = facts.conditions.get((policy.identity, clause))
            for relation, function in _read(facts, test) if test is not None else ():
                for table in _tables(facts, relation):
                    found[policy.relation].setdefault(
                        Reading(policy=policy, relation=table, function=function)
                    )
    return Readings({relation: tuple(ones) for relation, ones in found.items()})


def _read(facts: Facts, test: Test) -> Iterator[tuple[str, str | None]]:
    """The relations that a test reads with the rights of its caller, with the function that does."""
    for part in inside(test):
        if isinstance(part, Query):
            yield from ((relation, None) for _, relation in part.sources if relation is not None)
        function = facts.sources.function_called(part) if isinstance(part, Call) else None
        if function is not None:
            yield from (
                (relation, function.identity) for relation in _read_by(facts, function.identity, set())
            )


def _read_by(facts: Facts, identity: str, seen: set[str]) -> Iterator[str]:
    """What a function reads as its caller, itself or by calling others."""
    function, body = facts.catalog.function.get(identity), facts.bodies.get(identity)
    if function is None or body is None or function.security_definer or identity in seen:
        return
    seen.add(identity)
    yield from sorted(body.reads)
    for name in sorted(body.calls):
        called = facts.sources.function_named(name)
        if called is not None:
            yield from _read_by(facts, called.identity, seen)


def _tables(facts: Facts, relation: str) -> Iterator[str]:
    """The tables read where a relation is: those of a view that reads as its caller."""
    known = facts.catalog.relation.get(relation)
    if known is not None and known.is_table:
        yield relation
    elif known is not None and known.kind is Kind.VIEW and is_invoker(known):
        for dependency in facts.catalog.dependencies:
            if dependency.object == relation and dependency.needs != relation:
                yield from _tables(facts, dependency.needs)
