"""Migrations to the database they make, and what it means."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from pgassay.config import Config
from pgassay.facts import Facts
from pgassay.model.finding import NotChecked
from pgassay.model.observed import Observation, Watched
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.distrust import Distrust
from pgassay.read.failures import unseen
from pgassay.read.migrations import Source
from pgassay.read.origins import read_origins
from pgassay.read.repeat import repeated
from pgassay.read.replay import Replay, replay
from pgassay.read.revision import New
from pgassay.read.rollbacks import WayBack
from pgassay.rules.context import Context
from pgassay.verbs.assume import assume_application_role
from pgassay.verbs.rollbacks import ways_back
from pgassay.verbs.watch import Watch, watching

#: Catalogs are read in so many seconds, or not at all: migrations can make them large.
_READING_SECONDS = 120.0

_OF_ROLES = ("CreateRoleStmt", "AlterRoleStmt", "AlterRoleSetStmt", "DropRoleStmt", "GrantRoleStmt")


def examine(
    server: Server,
    source: Source,
    config: Config,
    platform: str,
    *,
    database: str = "postgres",
    new: New | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    distrust: Distrust | None = None,
    rollbacks: bool = True,
) -> tuple[Context, list[NotChecked]]:
    """The database that the migrations of `source` make in an empty `database` of `server`, as rules see it.

    The new ones (default: the last) are watched on a copy of what the others make; with `rollbacks` those
    that have one are taken back. With the context comes what could not be looked at. Raises ServerKilled when
    a statement takes the server down, ServerError when it goes away otherwise.
    """
    with watching(server, source, database, new) as watch:
        replayed = replay(
            server,
            source.migrations,
            database=database,
            progress=progress,
            pause=watch.pause,
            distrust=distrust,
        )
        context, not_checked = _examined(server, source, config, platform, database, watch, replayed)
    if rollbacks and config.enabled("rollback-incomplete"):
        ways = ways_back(server, source, replayed, context.catalog, distrust)
        context = replace(context, ways_back=ways)
        run = {way.undo.path for way in ways}
        not_checked = [one for one in not_checked if one.what not in run]
        not_checked += _not_taken_back(ways)
    return context, not_checked


def _examined(
    server: Server,
    source: Source,
    config: Config,
    platform: str,
    database: str,
    watch: Watch,
    replayed: Replay,
) -> tuple[Context, list[NotChecked]]:
    if "not-repeatable" in config.rules and config.enabled("not-repeatable"):
        replayed = replace(replayed, repeated=repeated(server, source.migrations, replayed))
    with server.admin(database) as admin:
        with server.guard(admin, _READING_SECONDS, slack_bytes=sys.maxsize):
            catalog = read_catalog(admin)
            origins = read_origins(admin, source.migrations, replayed)
        facts = Facts(catalog=catalog, config=config, platform=platform)
        assumed = assume_application_role(server, database, facts)
        if assumed is not None:
            with server.guard(admin, _READING_SECONDS, slack_bytes=sys.maxsize):
                facts = Facts(catalog=read_catalog(admin), config=assumed, platform=platform)
    watched = watch.watched(replayed, origins, catalog)
    context = Context(
        catalog=facts.catalog,
        facts=facts,
        config=facts.config,
        origins=origins,
        migrations=source.migrations,
        replay=replayed,
        before=Facts(catalog=watched.before, config=facts.config, platform=platform)
        # The assumed role has its privileges in the end only: that is no change of the migrations.
        if watched.before is not None and assumed is None
        else None,
        watched=watched,
        undo=source.undo,
    )
    not_checked = _not_checked(server, source, replayed, facts, assumed=assumed is not None)
    if watch.refused is not None:
        what = "what the new migrations do to tables in use"
        not_checked.append(NotChecked(what=what, why=f"it could not be seen: {watch.refused}"))
    return context, not_checked + _not_watched(watched)


def _not_watched(watched: Watched) -> list[NotChecked]:
    """What new migrations do that a copy with rows could not show."""
    found: list[NotChecked] = []
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


def _not_checked(
    server: Server, source: Source, replayed: Replay, facts: Facts, *, assumed: bool
) -> list[NotChecked]:
    found = [NotChecked(what=path, why=f"left out: {why}") for path, why in source.left_out]
    found += [NotChecked(what="server", why=note) for note in server.notes]
    found += [
        NotChecked(what=what, why=why, where=where)
        for what, why, where in unseen(replayed.failures, source.migrations)
    ]
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


def _not_taken_back(ways: tuple[WayBack, ...]) -> list[NotChecked]:
    """Rollbacks that were not run or cannot be judged, by the reason."""
    why: dict[str, list[str]] = {}
    for way in ways:
        if way.unchecked is not None:
            why.setdefault(way.unchecked, []).append(way.undo.path.rpartition("/")[2])
    return [
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
        NotChecked(what=f"{what}: {', '.join(sorted(names))}", why=why) for what, names, why in found if names
    ]
