"""How new migrations change who reaches which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pgassay.facts import Facts
from pgassay.facts.gaps.opened import opened
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.access import COMMANDS, Reach
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import listed
from pgassay.facts.policies.untouched import untouched
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.model.source import Location
from pgassay.rules.context import Context, catalog

#: What a command does, as the end of "… can now".
WORDS = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One role's reach with one command, before and after; `tests` are the policies' texts on either side.

    `by_grant` tells that a privilege, not a policy or row security, is what changed.
    """

    role: str
    command: str
    was: Reach
    now: Reach
    tests: tuple[frozenset[str], frozenset[str]]
    by_grant: bool

    @property
    def widens(self) -> bool:
        """True when the role reaches rows that it did not reach."""
        order = list(Reach)
        if self.was is not self.now:
            return order.index(self.now) > order.index(self.was)
        return self.now is Reach.SOME and self.tests[0] < self.tests[1]

    @property
    def narrows(self) -> bool:
        """True when the role no longer reaches rows that it reached."""
        order = list(Reach)
        if self.was is not self.now:
            return order.index(self.now) < order.index(self.was)
        return self.now is Reach.SOME and self.tests[0] > self.tests[1]


def changes(context: Context, relation: Relation) -> Iterator[Change]:
    """How client roles' reach into a relation in use changed."""
    before = context.before
    old = before.catalog.relation.get(relation.identity) if before is not None else None
    if before is None or old is None or not old.is_table:
        return
    if relation.identity in untouched(before, context.facts):
        return
    for role in context.facts.client_roles:
        for command in COMMANDS:
            was, now = _reach(before, old, role, command), _reach(context.facts, relation, role, command)
            tests = (_tests(before, old, role, command), _tests(context.facts, relation, role, command))
            if was is now and tests[0] == tests[1]:
                continue
            by_grant = before.access.granted(role, old.identity, command) != context.facts.access.granted(
                role, relation.identity, command
            )
            yield Change(role=role, command=command, was=was, now=now, tests=tests, by_grant=by_grant)


def _reach(facts: Facts, relation: Relation, role: str, command: str) -> Reach:
    reach = facts.access.reach(role, relation, command)
    if reach is not Reach.SOME:
        return reach
    # A policy can be there and never hold for the role, or hold for anybody.
    ways = passing(facts, relation, role, command, new_row=command == "insert")
    if not ways:
        return Reach.NONE
    return Reach.ALL if any(way.branch.anybody for way in ways) else Reach.SOME


def _tests(facts: Facts, relation: Relation, role: str, command: str) -> frozenset[str]:
    ways = passing(facts, relation, role, command, new_row=command == "insert")
    return frozenset((way.policy.check if way.new_row else way.policy.using) or "true" for way in ways)


def bound(context: Context, relation: Relation, change: Change) -> bool:
    """True when all that is reached now is the session's own: its tenant's or its user's rows."""
    ways = passing(context.facts, relation, change.role, change.command, new_row=change.command == "insert")
    return bool(ways) and all(way.branch.asks(Asks.TENANT) or way.branch.asks(Asks.OWNER) for way in ways)


def widening(context: Context, relation: Relation, *, by_grant: bool) -> Finding | None:
    """The finding about changes that let roles reach more, by privileges or by anything else; only to be
    known where what they reach is the session's own.
    """
    found = [one for one in changes(context, relation) if one.widens and one.by_grant is by_grant]
    open_ = [one for one in found if not bound(context, relation, one)]
    if not found:
        return None
    at = None if by_grant else _opener(context, relation, open_ or found)
    return _widened(context, relation, at, open_ or found, severity=None if open_ else Severity.INFO)


def _opener(context: Context, relation: Relation, found: Sequence[Change]) -> Policy | None:
    """A policy that asks nothing of the row, where all that changed is what such policies let pass."""
    policies = context.catalog.policies_of(relation.identity)
    ways = {
        (way.role, way.command): policy
        for policy in reversed(policies)
        for way in opened(context.facts, policy)
    }
    told = [ways.get((one.role, one.command)) for one in found]
    return told[0] if all(told) else None


def _widened(
    context: Context,
    relation: Relation,
    at: Policy | None,
    found: Sequence[Change],
    *,
    severity: Severity | None,
) -> Finding:
    shared = context.facts.tenancy.scope(relation.identity).kind in ("none", "declared")
    worst = Severity.MEDIUM
    for one in found:
        if one.now is Reach.ALL and not shared:
            writes = one.command in ("update", "delete")
            worst = max(worst, Severity.CRITICAL if writes else Severity.HIGH, key=lambda grade: grade.rank)
    return context.finding(
        at or relation,
        f"{relation.identity}: {said(found, 'can now', 'more rows')}",
        severity=severity or worst,
        location=place(context, relation),
        evidence=[catalog(shown(found))],
        advice="Make sure that it is meant; else hold what is reached to the session's tenant or user",
    )


def said(found: Sequence[Change], word: str, same: str) -> str:
    """Who can do what to which rows, a role's commands together; `same` where the reach has the same name."""
    groups: dict[tuple[str, Reach, bool], list[str]] = {}
    for one in found:
        groups.setdefault((one.role, one.now, one.now is one.was), []).append(WORDS[one.command])
    return "; ".join(
        f"{role} can no longer {listed(commands)} any row"
        if now is Reach.NONE
        else f"{role} {word} {listed(commands)} {same if alike else now}"
        for (role, now, alike), commands in groups.items()
    )


def shown(found: Sequence[Change]) -> str:
    """What each role's policies let pass, before and after."""
    lines = (
        f"{one.role} {one.command}: {' OR '.join(sorted(one.tests[0])) or one.was} before, "
        f"{' OR '.join(sorted(one.tests[1])) or one.now} after"
        for one in found
    )
    return "; ".join(dict.fromkeys(lines))


def place(context: Context, relation: Relation) -> Location | None:
    """The last statement of the new files that changed a relation, its policies or its privileges."""
    found: Location | None = None
    for one in context.watched.observations:
        touched = one.effect(relation.identity)
        if touched is not None and any(
            command.relation == relation.identity or command.tag in ("GRANT", "REVOKE")
            for command in one.commands
        ):
            found = one.statement.location
    return found
