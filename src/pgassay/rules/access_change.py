"""How new migrations change who reaches which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts import Facts
from pgassay.facts.gaps.opened import opened
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.access import COMMANDS, Reach
from pgassay.facts.policies.compared import asked, ways
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import listed
from pgassay.facts.policies.untouched import untouched
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.model.source import Location
from pgassay.rules.context import Context, catalog
from pgassay.rules.tests_compared import Way, compare

#: What a command does, as the end of "… can now".
WORDS = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One role's reach with one command, before and after; `tests` are what its rows must pass on either
    side, as SQL.

    `by_grant` tells that a privilege, not a policy or row security, is what changed; `new_row` that it is the
    row which an UPDATE leaves. `way` says whether more rows are reached, fewer, or just others for all that
    is known; `functions` are those that the tests ask and that have other bodies, `tried` what made-up rows
    came to.
    """

    role: str
    command: str
    was: Reach
    now: Reach
    tests: tuple[str, str]
    by_grant: bool
    way: Way
    new_row: bool = False
    functions: tuple[str, ...] = ()
    tried: Evidence | None = None

    @property
    def widens(self) -> bool:
        """True when the role reaches rows that it did not reach."""
        return self.way is Way.MORE

    @property
    def narrows(self) -> bool:
        """True when the role no longer reaches rows that it reached."""
        return self.way is Way.FEWER


#: What was found of each relation, by the facts after the change: several rules ask.
_known: WeakKeyDictionary[Facts, dict[str, tuple[Change, ...]]] = WeakKeyDictionary()


def changes(context: Context, relation: Relation) -> tuple[Change, ...]:
    """How client roles' reach into a relation in use changed."""
    known = _known.setdefault(context.facts, {})
    if relation.identity not in known:
        known[relation.identity] = tuple(_changes(context, relation))
    return known[relation.identity]


def _changes(context: Context, relation: Relation) -> Iterator[Change]:
    before = context.before
    old = before.catalog.relation.get(relation.identity) if before is not None else None
    if before is None or old is None or not old.is_table:
        return
    if relation.identity in untouched(before, context.facts):
        return
    for role, command in product(context.facts.client_roles, COMMANDS):
        was, now = _reach(before, old, role, command), _reach(context.facts, relation, role, command)
        for new_row in (False, True) if command == "update" else (command == "insert",):
            tests = told(before, context.facts, old, relation, role, command, new_row)
            compared = None
            if was is now is Reach.SOME:
                compared = compare(context, relation, role, command, new_row=new_row)
            way = compared.way if compared is not None else _by_order(was, now)
            if way is Way.SAME:
                continue
            by_grant = before.access.granted(role, old.identity, command) != context.facts.access.granted(
                role, relation.identity, command
            )
            yield Change(
                role=role,
                command=command,
                was=was,
                now=now,
                tests=tests,
                by_grant=by_grant,
                way=way,
                new_row=new_row and command == "update",
                functions=compared.functions if compared else (),
                tried=compared.tried if compared else None,
            )
            break


def _by_order(was: Reach, now: Reach) -> Way:
    order = list(Reach)
    if was is now:
        return Way.SAME
    return Way.MORE if order.index(now) > order.index(was) else Way.FEWER


def told(
    before: Facts, after: Facts, old: Relation, new: Relation, role: str, command: str, new_row: bool
) -> tuple[str, str]:
    """What rows must pass before and after, as SQL; "" where no policy decides."""
    return (
        _told(before, old, role, command, new_row),
        _told(after, new, role, command, new_row),
    )


def _told(facts: Facts, relation: Relation, role: str, command: str, new_row: bool) -> str:
    if not passing(facts, relation, role, command, new_row=new_row):
        return ""
    found = asked(facts, relation, role, command, new_row=new_row)
    return found[1] if found is not None else ""


def _reach(facts: Facts, relation: Relation, role: str, command: str) -> Reach:
    reach = facts.access.reach(role, relation, command)
    if reach is not Reach.SOME:
        return reach
    # A policy can be there and never hold for the role, or hold for anybody.
    found = passing(facts, relation, role, command, new_row=command == "insert")
    if not found:
        return Reach.NONE
    if any(way.branch.anybody for way in found):
        return Reach.ALL
    test = asked(facts, relation, role, command, new_row=command == "insert")
    known = ways(test[0], relation) if test is not None else None
    return Reach.ALL if known is not None and frozenset() in known else Reach.SOME


def bound(facts: Facts, relation: Relation, change: Change) -> bool:
    """True when all that is reached is the session's own: its tenant's or its user's rows."""
    new_row = change.new_row or change.command == "insert"
    found = passing(facts, relation, change.role, change.command, new_row=new_row)
    return bool(found) and all(way.branch.asks(Asks.TENANT) or way.branch.asks(Asks.OWNER) for way in found)


def widening(context: Context, relation: Relation, *, by_grant: bool) -> Finding | None:
    """The finding about changes that let roles reach more, by privileges or by anything else; only to be
    known where what they reach is the session's own.
    """
    found = [one for one in changes(context, relation) if one.widens and one.by_grant is by_grant]
    open_ = [one for one in found if not bound(context.facts, relation, one)]
    if not found:
        return None
    at = None if by_grant else _opener(context, relation, open_ or found)
    return _widened(context, relation, at, open_ or found, severity=None if open_ else Severity.INFO)


def _opener(context: Context, relation: Relation, found: Sequence[Change]) -> Policy | None:
    """A policy that asks nothing of the row, where all that changed is what such policies let pass."""
    policies = context.catalog.policies_of(relation.identity)
    openers = {
        (way.role, way.command): policy
        for policy in reversed(policies)
        for way in opened(context.facts, policy)
    }
    known = [openers.get((one.role, one.command)) for one in found]
    return known[0] if all(known) else None


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
        evidence=seen(found),
        advice="Make sure that it is meant; else hold what is reached to the session's tenant or user",
    )


def said(found: Sequence[Change], word: str, same: str) -> str:
    """Who can do what to which rows, a role's commands together; `same` where the reach has the same name."""
    groups: dict[tuple[str, Reach, bool], list[str]] = {}
    for one in found:
        groups.setdefault((one.role, one.now, one.now is one.was), []).append(_word(one))
    return "; ".join(
        f"{role} can no longer {listed(commands)} any row"
        if now is Reach.NONE
        else f"{role} {word} {listed(commands)} {same if alike else now}"
        for (role, now, alike), commands in groups.items()
    )


def who(found: Sequence[Change]) -> str:
    """Which roles' commands it is about: `anon and reader to read`."""
    roles = listed(list(dict.fromkeys(one.role for one in found)))
    return f"{roles} to {listed(list(dict.fromkeys(map(_word, found))))}"


def _word(one: Change) -> str:
    return "store by UPDATE" if one.new_row else WORDS[one.command]


def shown(found: Sequence[Change]) -> str:
    """What each role's policies let pass, before and after."""
    groups: dict[str, list[str]] = {}
    for one in found:
        asked_for = f"{one.role} {one.command}{' (what is left)' if one.new_row else ''}"
        groups.setdefault(_both(one), []).append(asked_for)
    return "; ".join(f"{listed(asking)}: {both}" for both, asking in groups.items())


def _both(one: Change) -> str:
    if one.functions and one.tests[0] == one.tests[1]:
        return f"policies ask {listed(list(one.functions))} before and after, with another body now"
    return f"{one.tests[0] or one.was} before, {one.tests[1] or one.now} after"


def seen(found: Sequence[Change]) -> list[Evidence]:
    """What changed, and what came of it where rows were tried."""
    tried = next((one.tried for one in found if one.tried is not None), None)
    return [catalog(shown(found)), *([tried] if tried is not None else [])]


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
