"""Which rows pass for a role, over all policies that apply to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.policies.predicates import Asks, Atom, Branch, Predicate, possible
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: The role of a Supabase session that nobody is signed in to.
ANONYMOUS = "anon"


class Passing(msgspec.Struct, frozen=True, kw_only=True):
    """One way for a row to pass for `role`: by a branch of a permissive policy, under all restrictive ones.

    `command` is select, insert, update or delete; `new_row` tells whether it is the row that a write leaves.
    """

    policy: Policy
    role: str
    command: str
    new_row: bool
    branch: Branch


#: What each set of facts was asked before: most rules on policies ask the same.
_known: WeakKeyDictionary[Facts, dict[tuple[str, str, str, bool], tuple[Passing, ...]]] = WeakKeyDictionary()
_opened: WeakKeyDictionary[Facts, dict[str, tuple[Passing, ...]]] = WeakKeyDictionary()


def passing(
    facts: Facts, relation: Relation, role: str, command: str, *, new_row: bool
) -> tuple[Passing, ...]:
    """Every way for a row to pass; none where the role lacks the privilege, and none is listed where row
    security is off.
    """
    known = _known.setdefault(facts, {})
    asked = (relation.identity, role, command, new_row)
    if asked not in known:
        known[asked] = _passing(facts, relation, role, command, new_row=new_row)
    return known[asked]


def _passing(
    facts: Facts, relation: Relation, role: str, command: str, *, new_row: bool
) -> tuple[Passing, ...]:
    if not exposed(facts, relation, role, command):
        return ()
    policies = facts.access.policies(role, relation.identity, command)
    floors = [_branches(facts, policy, new_row) for policy in policies if not policy.permissive]
    found: list[Passing] = []
    for policy in policies:
        if policy.permissive:
            ways = (
                Branch(atoms=tuple(dict.fromkeys(atom for branch in both for atom in branch.atoms)))
                for both in product(_branches(facts, policy, new_row), *floors)
            )
            found += [
                Passing(policy=policy, role=role, command=command, new_row=new_row, branch=branch)
                for branch in possible(list(ways))
                if can_hold(facts, branch, role)
            ]
    return tuple(found)


def exposed(facts: Facts, relation: Relation, role: str, command: str) -> bool:
    """True when a role holds a privilege on a table whose row security holds it."""
    return (
        relation.is_table
        and relation.rls_enabled
        and facts.access.granted(role, relation.identity, command)
        and not facts.access.bypasses(role, relation)
    )


def by_policy(facts: Facts, policy: Policy) -> tuple[Passing, ...]:
    """The ways for rows to pass that a permissive policy opens, by client role, command and clause."""
    known = _opened.setdefault(facts, {})
    if policy.identity not in known:
        known[policy.identity] = tuple(_by_policy(facts, policy))
    return known[policy.identity]


def _by_policy(facts: Facts, policy: Policy) -> Iterator[Passing]:
    relation = facts.catalog.relation[policy.relation]
    commands = ("select", "insert", "update", "delete") if policy.command == "all" else (policy.command,)
    for role in facts.client_roles:
        for command in commands:
            for new_row in _clauses(command):
                for one in passing(facts, relation, role, command, new_row=new_row):
                    if one.policy.identity == policy.identity:
                        yield one


def can_hold(facts: Facts, branch: Branch, role: str) -> bool:
    """False for what never holds for a role: a service's test, a parent that it cannot read, what its name
    rules out.
    """
    if branch.asks(Asks.SERVICE) or any(_unreadable(facts, atom, role) for atom in branch.atoms):
        return False
    if facts.platform != "supabase":
        return True
    if role == ANONYMOUS:
        return not branch.needs_user
    signed_out = [atom for atom in branch.atoms if atom.asks is Asks.SIGNED_IN and atom.negated]
    return not any(atom.value in (None, ANONYMOUS) for atom in signed_out)


def _unreadable(facts: Facts, atom: Atom, role: str) -> bool:
    """True for a parent looked up with the rights of a role to which no policy shows a row of it."""
    parent = facts.catalog.relation.get(atom.parent or "")
    if parent is None or atom.negated or not atom.as_caller:
        return False
    if not facts.access.granted(role, parent.identity, "select"):
        return True
    if not (parent.is_table and parent.rls_enabled) or facts.access.bypasses(role, parent):
        return False
    return not any(policy.permissive for policy in facts.access.policies(role, parent.identity, "select"))


def _clauses(command: str) -> tuple[bool, ...]:
    """Which rows a command's policies test: the one that is there (False), the one that is left (True)."""
    return {"insert": (True,), "update": (False, True)}.get(command, (False,))


def _branches(facts: Facts, policy: Policy, new_row: bool) -> tuple[Branch, ...]:
    predicate: Predicate | None = facts.check(policy) if new_row else facts.using(policy)
    return predicate.branches if predicate is not None else ()
