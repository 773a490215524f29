"""Relations whose rows the same roles reach after a change as before it, because nothing that decides it
differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, Query
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: By the facts after a change: the facts before it, and what it left alone.
_known: WeakKeyDictionary[Facts, tuple[Facts, frozenset[str]]] = WeakKeyDictionary()


def untouched(before: Facts, now: Facts) -> frozenset[str]:
    """The relations of `before` of which the catalogs tell without a look at what policies mean that each
    role reaches the same rows. Worked out once.
    """
    kept = _known.get(now)
    if kept is None or kept[0] is not before:
        kept = _known[now] = (before, _untouched(before, now))
    return kept[1]


def _untouched(before: Facts, now: Facts) -> frozenset[str]:
    old, new = before.catalog, now.catalog
    functions = all(new.function.get(one.identity) == one for one in old.functions)
    if not functions or old.roles != new.roles or old.memberships != new.memberships:
        return frozenset()
    same = {
        one.identity
        for one in old.relations
        if one.identity in new.relation and _alike(before, now, one, new.relation[one.identity])
    }
    if len(same) == len(old.relations):
        return frozenset(same)
    # What a policy looks up elsewhere can have changed there.
    return frozenset(one for one in same if not _looks_elsewhere(now, one))


def _alike(before: Facts, now: Facts, old: Relation, new: Relation) -> bool:
    """True where owner, row security, policies, privileges and the columns that were there are the same."""
    return (
        (old.kind, old.owner, old.rls_enabled, old.rls_forced, old.options, old.definition)
        == (new.kind, new.owner, new.rls_enabled, new.rls_forced, new.options, new.definition)
        and new.columns[: len(old.columns)] == old.columns
        and before.catalog.policies_of(old.identity) == now.catalog.policies_of(old.identity)
        and before.grants_on.get(old.identity) == now.grants_on.get(old.identity)
    )


def _looks_elsewhere(facts: Facts, relation: str) -> bool:
    """True where a policy of a relation has a sub-select, or calls something that may have one."""
    tests = (
        facts.conditions.get((policy.identity, clause))
        for policy in facts.catalog.policies_of(relation)
        for clause in ("using", "check")
    )
    return any(isinstance(node, Call | Query) for test in tests if test is not None for node in inside(test))
