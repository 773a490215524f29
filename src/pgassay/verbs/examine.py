"""Migrations to the database they make, and what it means."""

from __future__ import annotations

import sys
from collections.abc import Callable

from msgspec.structs import replace

from pgassay.config import Config
from pgassay.facts import Facts
from pgassay.model.finding import NotChecked
from pgassay.model.observed import Watched
from pgassay.postgres.server import Server
from pgassay.read.baseline_schema import Loaded, apart
from pgassay.read.catalog import read_catalog
from pgassay.read.distrust import Distrust
from pgassay.read.migrations import Source
from pgassay.read.origins import read_origins
from pgassay.read.repeat import repeated
from pgassay.read.replay import Replay, replay
from pgassay.read.revision import New
from pgassay.read.stood_in import laid, stood_in
from pgassay.rules.context import Context
from pgassay.verbs.assume import assume_application_role, assumed_before
from pgassay.verbs.rollbacks import ways_back
from pgassay.verbs.unchecked import missed, not_loaded, not_watched, with_ways
from pgassay.verbs.untaken import untaken
from pgassay.verbs.watch import Watch, watching

#: Catalogs are read in so many seconds, or not at all: migrations can make them large.
_READING_SECONDS = 120.0


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
            source.all,
            database=database,
            progress=progress,
            pause=watch.pause,
            distrust=distrust,
        )
        loaded = Loaded()
        if source.baseline is not None:
            replayed, loaded = apart(replayed, source.baseline)
        context, not_checked = _examined(server, source, config, platform, database, watch, replayed)
    if source.baseline is not None:
        not_checked += not_loaded(loaded, source.baseline)
    if rollbacks and config.enabled("rollback-incomplete"):
        ways = ways_back(server, source, replayed, context.catalog, distrust)
        return replace(context, ways_back=ways), with_ways(not_checked, ways)
    return context, not_checked


def _examined(
    server: Server, source: Source, config: Config, platform: str, database: str, watch: Watch, done: Replay
) -> tuple[Context, list[NotChecked]]:
    replayed = done
    if "not-repeatable" in config.rules and config.enabled("not-repeatable"):
        replayed = replace(replayed, repeated=repeated(server, source.migrations, replayed, source.baseline))
    with server.admin(database) as admin:
        with server.guard(admin, _READING_SECONDS, slack_bytes=sys.maxsize):
            catalog = read_catalog(admin)
            origins = read_origins(admin, source.all, replayed)
            there = stood_in(admin, catalog, source.all, replayed)
        replayed = laid(replayed, there)
        facts = Facts(
            catalog=catalog, config=config, platform=platform, outside=there.own, after_outside=there.shaped
        )
        assumed = assume_application_role(server, database, facts)
        if assumed is not None:
            with server.guard(admin, _READING_SECONDS, slack_bytes=sys.maxsize):
                facts = replace(facts, catalog=read_catalog(admin), config=assumed)
    watching = watch.watched(replayed, origins, catalog)
    # Meanwhile, what needs no server.
    not_checked = missed(server, source, replayed, facts, assumed=assumed is not None)
    watched = watching.result()
    context = Context(
        catalog=facts.catalog,
        facts=facts,
        config=facts.config,
        origins=origins,
        migrations=source.migrations,
        replay=replayed,
        before=_before(facts, watched, assumed=assumed is not None),
        watched=watched,
        undo=source.undo,
        baseline=source.baseline,
    )
    return context, not_checked + not_watched(watched, watch.refused) + untaken(watched)


def _before(facts: Facts, watched: Watched, *, assumed: bool) -> Facts | None:
    """The facts without the new migrations; None where nothing was watched."""
    if watched.before is None:
        return None
    catalog = assumed_before(watched.before, facts.catalog) if assumed else watched.before
    return replace(facts, catalog=catalog)
