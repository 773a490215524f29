"""What of the database uses a table: references, functions, views, policies of other tables, triggers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pgassay.facts.functions.bodies import Body

if TYPE_CHECKING:
    from pgassay.facts import Facts

_NAME = re.compile(r"\w+")
_KINDS = ("view", "materialized view")


def touching(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """By relation, what uses it, in words, sorted.

    Functions and policies count where a word of their text is the relation's name: also what is not
    understood can use it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for relation, user in _users(facts):
        found[relation].add(user)
    return {relation: tuple(sorted(users)) for relation, users in found.items()}


def _users(facts: Facts) -> Iterator[tuple[str, str]]:
    catalog = facts.catalog
    for constraint in catalog.constraints:
        if constraint.references not in (None, constraint.relation) and constraint.relation:
            yield constraint.references or "", f"foreign key of {constraint.relation}"
    for need in catalog.dependencies:
        if need.kind in _KINDS and need.needs_kind in ("table", "table column"):
            yield need.needs, f"{need.kind} {need.object}"
    for trigger in catalog.triggers:
        body = facts.bodies.get(trigger.function, Body())
        if body.writes or body.reads or body.calls - body.bare_calls or not body.understood:
            yield trigger.relation, f"trigger {trigger.name}"
    named: dict[str, list[str]] = defaultdict(list)
    for relation in facts.own_relations:
        named[relation.name].append(relation.identity)
    for function in catalog.functions:
        if facts.is_own(function):
            for word in set(_NAME.findall(function.body)) & named.keys():
                for identity in named[word]:
                    yield identity, f"function {function.identity}"
    for policy in catalog.policies:
        for word in set(_NAME.findall(f"{policy.using} {policy.check}")) & named.keys():
            for identity in named[word]:
                if identity != policy.relation:
                    yield identity, f"policy {policy.identity}"
