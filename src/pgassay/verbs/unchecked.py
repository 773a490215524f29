"""What a review could not look at, and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pgassay.facts import Facts
from pgassay.facts.behaviour.callers import callers
from pgassay.model.finding import Finding, NotChecked
from pgassay.model.observed import Observation, Watched
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.postgres.server import Server
from pgassay.read.baseline_schema import Loaded
from pgassay.read.failures import unseen
from pgassay.read.migrations import Source
from pgassay.read.replay import Replay
from pgassay.read.rollbacks import WayBack

_OF_ROLES = ("CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt")


def not_watched(watched: Watched, refused: str | None = None) -> list[NotChecked]:
    """What new migrations do that a copy with rows could not show."""
    found: list[NotChecked] = []
    if refused is not None:
        what = "what the new migrations do to tables in use"
        found.append(NotChecked(what=what, why=f"it could not be seen: {refused}"))
    touched = {effect.relation for one in watched.observations for effect in one.effects}
    empty = [name for name in sorted(watched.left_empty) if name in touched]
    if empty:
        what = f"whether new migrations read the rows of {', '.join(empty)}"
        why = "; ".join(dict.fromkeys(watched.left_empty[name] for name in empty))
        found.append(NotChecked(what=what, why=f"the copy that is watched has no rows there: {why}"))
    # A role is there for every database of the server, so on the copy it exists already.
    blind = [
        one
        for one in watched.observations
        if one.error is not None and not one.effects and one.statement.kind not in _OF_ROLES
    ]
    for message, alike in groupby(sorted(blind, key=_said), key=_said):
        first, *others = alike
        what = "what " + ("this statement does" if not others else f"{len(others) + 1:,} statements do")
        why = f"on the copy with rows Postgres refuses {'it' if not others else 'them'}: {message}"
        where = str(first.statement.location)
        found.append(NotChecked(what=f"{what} to tables in use", why=why, where=where))
    return found


def _said(one: Observation) -> str:
    return one.error[1] if one.error is not None else ""


def _from_outside(replayed: Replay) -> list[NotChecked]:
    """What rests on objects and roles that no migration makes."""
    found: list[NotChecked] = []
    staying = [one for one in replayed.placeholders if one.stays]
    if staying:
        names = ", ".join(sorted(one.called for one in staying))
        first = staying[0].failure
        numbers = {one.failure.statement.number for one in staying}
        fallen = sum(one.cause in numbers for one in replayed.failures)
        more = (
            f", and {fallen} statement{'s that fail' if fallen > 1 else ' that fails'} without it"
            if fallen
            else ""
        )
        tables = all(one.kind == "relation" for one in staying)
        empty = "empty tables with the columns that are named" if tables else "empty ones"
        found.append(
            NotChecked(
                what=f"{names}, what migrations do to them and what rests on them{more}",
                why=f"no migration makes them: {empty} took their place",
                where=str(first.statement.location),
            )
        )
    if replayed.roles:
        (_, statement), names = replayed.roles[0], ", ".join(sorted(name for name, _ in replayed.roles))
        why = "no migration makes it: a role without rights took its place"
        if len(replayed.roles) > 1:
            why = "no migration makes them: roles without rights took their place"
        found.append(NotChecked(what=f"who {names} is", why=why, where=str(statement.location)))
    for name, statement in replayed.tablespaces:
        found.append(
            NotChecked(
                what=f"where tablespace {name} lies, and how much room and which settings it has",
                why="no migration makes it: a folder of the server here took its place",
                where=str(statement.location),
            )
        )
    return found


def missed(
    server: Server, source: Source, replayed: Replay, facts: Facts, *, assumed: bool
) -> list[NotChecked]:
    """What was not run, and what was run and not understood."""
    found = [NotChecked(what=path, why=f"left out: {why}") for path, why in source.left_out]
    found += [NotChecked(what="server", why=note) for note in server.notes]
    found += [
        NotChecked(what=what, why=why, where=where)
        for what, why, where in unseen(replayed.failures, source.migrations)
    ]
    found += _from_outside(replayed)
    if replayed.unrun:
        first, count = replayed.unrun[0], len(replayed.unrun)
        what = f"{count:,} statement{'s' if count > 1 else ''}, and what rests on them"
        found.append(NotChecked(what=what, why="they were not run", where=str(first.location)))
    for statement, why in replayed.skipped:
        if statement.kind not in ("TransactionStmt", "VariableSetStmt"):
            found.append(
                NotChecked(what=statement.sql.split("\n")[0][:80], why=why, where=str(statement.location))
            )
    found += _not_read(facts)
    if assumed:
        found.append(
            NotChecked(
                what="the application's own role",
                why="the application may connect as the owner, whom row security does not hold",
            )
        )
    return found


def not_loaded(loaded: Loaded, baseline: Migration) -> list[NotChecked]:
    """What a dump holds that is not in the database here."""
    found: list[NotChecked] = []
    if loaded.refused:
        first, count = loaded.refused[0], len(loaded.refused)
        what = f"{count:,} statement{'s' if count > 1 else ''} of {baseline.path}"
        if loaded.resting:
            what += f", and {loaded.resting:,} of the migrations that fail because of that"
        why = f"Postgres refused the first with {first.sqlstate}: {first.message}"
        found.append(NotChecked(what=what, why=why, where=str(first.statement.location)))
    if baseline.faults:
        fault = baseline.faults[0]
        what = f"{len(baseline.faults):,} piece{'s' if len(baseline.faults) > 1 else ''} of {baseline.path}"
        why = f"what does not parse is passed over: {fault.message}"
        found.append(NotChecked(what=what, why=why, where=str(fault.location)))
    if loaded.owners:
        many = f"{loaded.owners:,} statements give objects to roles that are not here"
        why = many if loaded.owners > 1 else "one statement gives an object to a role that is not here"
        found.append(NotChecked(what=f"the owners that {baseline.path} names", why=why))
    if loaded.rows:
        found.append(NotChecked(what=f"the rows in {baseline.path}", why="COPY is passed over"))
    return found


def with_ways(found: list[NotChecked], ways: tuple[WayBack, ...]) -> list[NotChecked]:
    """The same, without the rollbacks that were run, and with those that cannot be judged, by the reason."""
    taken = {way.undo.path for way in ways}
    why: dict[str, list[str]] = {}
    for way in ways:
        if way.unchecked is not None:
            why.setdefault(way.unchecked, []).append(way.undo.path.rpartition("/")[2])
    return [one for one in found if one.what not in taken] + [
        NotChecked(what=f"what the rollback of these files does: {', '.join(names)}", why=reason)
        if len(names) > 1
        else NotChecked(what=f"what the rollback {names[0]} does", why=reason)
        for reason, names in why.items()
    ]


def _not_read(facts: Facts) -> list[NotChecked]:
    """Functions and policies of which a part was not understood: no rule can vouch for them."""
    unread = facts.unread
    found = (
        ("what these functions do", unread.bodies, "the body was not understood"),
        ("all that these functions do", unread.built, "SQL that is built when it runs is not read"),
        (
            "what these policies ask",
            unread.policies,
            "a part of the test, or a function that it asks, was not understood",
        ),
    )
    return [
        NotChecked(
            what=f"{what}: {', '.join(sorted(names))}", why=why, open=any(_is_open(facts, n) for n in names)
        )
        for what, names, why in found
        if names
    ]


def _is_open(facts: Facts, name: str) -> bool:
    """True for a function that clients may call and that runs as its owner."""
    function = facts.catalog.function.get(name)
    return (
        function is not None
        and function.security_definer
        and not function.is_trigger
        and bool(callers(function, facts.catalog, facts.access))
    )


def unsaid(
    resting: Sequence[Finding], findings: Sequence[Finding], facts: Facts, live: Sequence[str]
) -> list[NotChecked]:
    """What rules could not say: for what stands in there, in an extension's place too, and without counts."""
    return [*_on_outside(resting, facts), *_stand_ins(findings), *_unasked(live)]


def _on_outside(resting: Sequence[Finding], facts: Facts) -> list[NotChecked]:
    """What rules would say of the migrations' own objects, were it not for what stands in there."""
    own = [one for one in resting if one.object.relation not in facts.outside]
    if not own:
        return []
    objects = listed(sorted({one.object.identity for one in own}))
    rules = listed(sorted({one.rule for one in own}))
    why = f"what {rules} would say rests on relations from outside the folder"
    return [NotChecked(what=objects, why=why)]


def _stand_ins(findings: Sequence[Finding]) -> list[NotChecked]:
    """What an extension does is not checked where a stand-in took its place."""
    return [
        NotChecked(
            what=f"the behaviour of {', '.join(ref.identity for ref in finding.objects)}",
            why="a stand-in has the extension's names and not its behaviour",
        )
        for finding in findings
        if finding.rule == "stand-in-used"
    ]


def _unasked(live: Sequence[str]) -> list[NotChecked]:
    """What somebody wants to know by name that only a database in use could tell."""
    why = "it needs the statistics of a database in use, which a replay has not"
    return [NotChecked(what=name, why=why) for name in live]
