"""What a row of the session's user opens: which tables' policies look it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.conditions.values import Query, Test
from pgassay.facts.functions.sources import calls_in, queries_in
from pgassay.facts.gaps.believed import asked_queries, rows_of_user
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that looks up a row of the session's user: in `relation`, by `user`, with `words` in columns.

    `by` is who looks: the policy itself, or the function that it asks.
    """

    policy: Policy
    relation: str
    user: str
    words: tuple[tuple[str, str], ...]
    by: str


_known: WeakKeyDictionary[Facts, Mapping[str, tuple[Opening, ...]]] = WeakKeyDictionary()
_looked_up: WeakKeyDictionary[Facts, dict[tuple[str, Test], tuple[tuple[str, Query], ...]]] = (
    WeakKeyDictionary()
)


def openings(facts: Facts, relation: str) -> tuple[Opening, ...]:
    """The permissive policies, of other tables first, that look up rows of the session's user in a
    relation.
    """
    if facts not in _known:
        _known[facts] = _all(facts)
    return _known[facts].get(relation, ())


def _all(facts: Facts) -> Mapping[str, tuple[Opening, ...]]:
    found: dict[str, dict[Opening, None]] = defaultdict(dict)
    for policy in facts.catalog.policies:
        test = facts.conditions.get((policy.identity, "using"))
        if test is None or not policy.permissive:
            continue
        for by, query in lookups(test, facts, policy.identity):
            for relation, user, columns in rows_of_user(query):
                words = tuple(sorted((name, min(held)) for name, held in columns.items()))
                one = Opening(policy=policy, relation=relation, user=user, words=words, by=by)
                found[relation].setdefault(one)
    return {
        relation: tuple(sorted(ones, key=lambda one: one.policy.relation == relation))
        for relation, ones in found.items()
    }


def lookups(test: Test, facts: Facts, by: str) -> tuple[tuple[str, Query], ...]:
    """The look-ups in a test, in what it asks and in what gives it values, with who makes them."""
    known = _looked_up.setdefault(facts, {})
    if (by, test) not in known:
        known[by, test] = tuple(_lookups(test, facts, by))
    return known[by, test]


def _lookups(test: Test, facts: Facts, by: str) -> Iterator[tuple[str, Query]]:
    yield from asked_queries(test, facts.sources, by)
    for call in calls_in(test):
        function = facts.sources.function_called(call)
        value = facts.sources.value(call)
        if function is not None and value != call:
            yield from ((function.identity, query) for query in queries_in(value))
