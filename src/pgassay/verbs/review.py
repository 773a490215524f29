"""review: a migrations folder, replayed on a real Postgres and judged with evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.config import Config, load
from pgassay.config.table_sizes import sizes_of
from pgassay.errors import ServerError
from pgassay.model.finding import Finding, NotChecked
from pgassay.model.report import Report, Target
from pgassay.model.sizes import TableSizes
from pgassay.read.baseline_schema import on_baseline
from pgassay.read.distrust import GONE, Distrust, ServerLost
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.platforms import platform_of
from pgassay.read.probe import Probe
from pgassay.read.revision import New, new_since
from pgassay.rules.run import Judgement, judge
from pgassay.verbs.doubts import not_reached
from pgassay.verbs.examine import examine
from pgassay.verbs.head import tenancy_of
from pgassay.verbs.select import selected
from pgassay.verbs.serve import on_another, serving
from pgassay.verbs.unchecked import unsaid

if TYPE_CHECKING:
    import psycopg

    from pgassay.postgres.server import Server
    from pgassay.rules.context import Context
    from pgassay.rules.rule import Rule

#: All questions that rules put to the server end after this many seconds.
_PROBING_SECONDS = 60.0

#: So much more than migrations may a probe take of the disk: theirs can be full.
_PROBING_BYTES = 64 << 20

#: Statements that take the server down are left out on the next one, until as many were needed.
_SERVERS = 4

#: Called with what is being done, how far it is, and how far it goes.
Progress = Callable[[str, int, int], None]


def review(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    platform: str = "auto",
    layout: str = "auto",
    server: str | None = None,
    server_is_disposable: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    since: str | None = None,
    baseline_schema: str | Path | None = None,
    static: bool = False,
    table_sizes: str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """The review of the migrations under `paths`.

    Runs every statement on a throwaway server (or the disposable one at the URL `server`), reads the catalog,
    applies the rules, and tries each fix forward and back. `select` and `ignore` name rules or families,
    `layout` the tool that made the folder; what migrations do to tables in use is judged for those added
    after the git revision `since` (default: the merge base with the main branch, else the last file).
    `baseline_schema` is a plain SQL dump of the schema that was there before the first of them, `table_sizes`
    a CSV or JSON file of table and rows in production.

    With `static` no server is started: only what the text tells by itself is reviewed.

    Raises MigrationError, ConfigError, or ServerError when the work cannot be done at all; a statement that
    fails is a finding.
    """
    if static:
        from pgassay.verbs.static import review_static

        return review_static(
            paths,
            config=config,
            platform=platform,
            layout=layout,
            select=select,
            ignore=ignore,
            since=since,
            baseline_schema=baseline_schema,
            table_sizes=table_sizes,
        )
    source = read_migrations(paths, layout)
    config = config or load(None, start=source.roots[0] if source.roots else Path.cwd())
    if (dump := baseline_schema or config.baseline_path()) is not None:
        source = on_baseline(source, dump)
    new, sizes = new_since(source.migrations, source.roots, since), sizes_of(config, table_sizes)
    asked = _asked(paths, source, config, platform, select, ignore, new, sizes, progress)
    most = _SERVERS if server is None else 1
    return on_servers(
        asked, lambda: serving(server, asked.platform, disposable=server_is_disposable), at_most=most
    )


def _asked(
    paths: Sequence[str | Path],
    source: Source,
    config: Config,
    platform: str,
    select: Sequence[str],
    ignore: Sequence[str],
    new: New,
    sizes: TableSizes,
    progress: Progress | None,
) -> Asked:
    rules = selected(config, select, ignore)
    wanted = platform if platform != "auto" else config.platform
    return Asked(
        paths=tuple(str(path) for path in paths),
        source=source,
        config=config,
        platform=wanted if wanted != "auto" else platform_of(source),
        rules=rules,
        whole=not select and not ignore,
        live=tuple(rule.name for rule in rules if rule.live and rule.name in (*select, *config.rules)),
        new=new,
        sizes=sizes,
        progress=progress,
    )


def on_servers(
    asked: Asked, serve: Callable[[], AbstractContextManager[Server]], *, at_most: int = _SERVERS
) -> Report:
    """The review on a server that `serve` gives, and on another one where that goes down; see on_another."""

    def work(server: Server, distrust: Distrust, last: bool) -> Report:
        return reviewed(server, asked, distrust, last)

    return on_another(work, serve, at_most=at_most)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reviewed, and how; `whole` where no rule was left out by the caller, `live` the rules
    that somebody asks for by name and that only a database in use can answer.
    """

    paths: tuple[str, ...]
    source: Source
    config: Config
    platform: str
    rules: Sequence[Rule]
    whole: bool
    live: tuple[str, ...] = ()
    new: New | None = None
    sizes: TableSizes = msgspec.field(default_factory=TableSizes)
    progress: Progress | None = None


def reviewed(
    server: Server,
    asked: Asked,
    distrust: Distrust | None = None,
    last: bool = True,
    database: str = "postgres",
) -> Report:
    """The review on a server that runs, in an empty database of it. On the `last` one fixes can stay untried.

    Raises ServerKilled when a statement takes the server down, ServerError when it is lost otherwise.
    """
    context, not_checked = examine(
        server,
        asked.source,
        asked.config,
        asked.platform,
        database=database,
        new=asked.new,
        progress=asked.progress,
        distrust=distrust,
        rollbacks=any(rule.name == "rollback-incomplete" for rule in asked.rules),
    )
    context = replace(context, sizes=asked.sizes)
    with ThreadPoolExecutor(max_workers=1) as aside:
        # The server describes itself while the rules are asked here.
        described = aside.submit(_described, server, database)
        slack = _PROBING_BYTES
        with (
            server.migrator(database, unbent=True) as connection,
            server.guard(connection, _PROBING_SECONDS, slack_bytes=slack),
        ):
            probing = replace(context, probe=Probe(connection))
            judgement = judge(probing, asked.rules, report_ignores=asked.whole)
            not_checked += _unasked(connection, server)
        findings = _tried(server, context, judgement, asked, described.result(), database)
    if not last and not server.answers:
        raise ServerLost(GONE)
    return _report(asked, context, judgement, findings, not_checked, (server.version, server.kind))


def _unasked(connection: psycopg.Connection, server: Server) -> list[NotChecked]:
    """That the session in which rules ask has ended, and what it would have shown is missing."""
    # What is not answered says nothing: findings would be missing, and nobody would know.
    if not server.answers:
        raise ServerLost(GONE)
    if not connection.closed:
        return []
    what = "all that rules were to show by running it"
    why = f"the session was ended by what ran in it, or after {_PROBING_SECONDS:.0f} seconds"
    return [NotChecked(what=what, why=why)]


def _described(server: Server, database: str) -> str | None:
    """The referee's fingerprint; None where it cannot be taken."""
    import psycopg

    from pgassay.referee.fingerprint import fingerprint

    try:
        with server.migrator(database, unbent=True) as connection, server.guard(connection, _PROBING_SECONDS):
            return fingerprint(connection)
    except (ServerError, psycopg.Error):
        return None


def _tried(
    server: Server,
    context: Context,
    judgement: Judgement,
    asked: Asked,
    described: str | None,
    database: str,
) -> tuple[Finding, ...]:
    if not any(finding.fix for finding in judgement.findings):
        return judgement.findings
    from pgassay.verbs.trial import try_fixes

    found = judgement.findings
    return try_fixes(
        server,
        context,
        found,
        asked.rules,
        before=found,
        described=described,
        database=database,
        progress=asked.progress,
    )


def _report(
    asked: Asked,
    context: Context,
    judgement: Judgement,
    findings: tuple[Finding, ...],
    not_checked: list[NotChecked],
    server: tuple[str, str],
) -> Report:
    version, kind = server
    return Report(
        verb="review",
        target=Target(
            paths=asked.paths,
            files=len(asked.source.migrations),
            statements=asked.source.statements,
            platform=context.facts.platform,
            postgres=version,
            server=kind,
            layout=asked.source.layout,
            failed_statements=len(context.replay.failures),
            watched=len(context.watched.new) if context.watched.before is not None else 0,
            watched_how=context.watched.how,
        ),
        tenancy=tenancy_of(context.facts),
        findings=findings,
        holds=judgement.holds,
        not_checked=(
            *not_checked,
            *not_reached(findings),
            *unsaid(judgement.resting, findings, context.facts, asked.live),
        ),
        errors=judgement.errors,
        ignored=judgement.ignored,
        sources=_sources(asked.source, findings),
    )


def _sources(source: Source, findings: Sequence[Finding]) -> dict[str, tuple[str, ...]]:
    """The lines of the files that findings stand in: those that are no migrations only where one does."""
    places = {finding.location.file for finding in findings if finding.location}
    others = (source.baseline, *source.undo.values())
    found = {one.path: one.lines for one in others if one is not None and one.path in places}
    return found | {migration.path: migration.lines for migration in source.migrations}
