"""review: a migrations folder, replayed on a real Postgres and judged with evidence."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pgassay.config import Config, load
from pgassay.errors import ServerError
from pgassay.facts import Facts
from pgassay.model.finding import Finding, NotChecked
from pgassay.model.report import Report, Target, TenancySummary
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.platforms import platform_of
from pgassay.rules.run import Judgement, judge
from pgassay.verbs.select import selected

if TYPE_CHECKING:
    from pgassay.postgres.server import Server
    from pgassay.read.replay import Replay
    from pgassay.rules.context import Context

#: Called with what is being done, how far it is, and how far it goes.
Progress = Callable[[str, int, int], None]


def review(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    platform: str = "auto",
    server: str | None = None,
    server_is_disposable: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """The review of the migrations under `paths`.

    Runs every statement on a throwaway server (or the disposable one at the URL `server`), reads the catalog, applies
    the rules, and tries each fix forward and back. `select` and `ignore` name rules or families.

    Raises MigrationError, ConfigError, or ServerError when the work cannot be done at all; a statement that fails is a
    finding.
    """
    source = read_migrations(paths)
    if config is None:
        config = load(None, start=source.roots[0] if source.roots else Path.cwd())
    rules = selected(config, select, ignore)
    wanted = platform if platform != "auto" else config.platform
    name, told_by = (wanted, "as stated") if wanted != "auto" else platform_of(source)
    with _serving(server, name, disposable=server_is_disposable) as running:
        context, not_checked = _examined(running, source, config, name, progress)
        judgement = judge(context, rules, report_ignores=not select and not ignore)
        findings = _tried(running, context, judgement, rules, progress)
        version, kind = running.version, running.kind
    return _report(paths, source, context, judgement, findings, not_checked, (version, kind, told_by))


@contextmanager
def _serving(url: str | None, platform: str, *, disposable: bool) -> Generator[Server]:
    import psycopg

    from pgassay.postgres.server import Server

    starting = (
        Server.start(platform=platform)
        if url is None
        else Server.external(url, platform=platform, disposable=disposable)
    )
    with starting as running:
        try:
            yield running
        except psycopg.OperationalError as error:
            raise ServerError(f"the server went away: {str(error).strip()}") from error


def _examined(
    server: Server, source: Source, config: Config, platform: str, progress: Progress | None
) -> tuple[Context, list[NotChecked]]:
    from pgassay.read.catalog import read_catalog
    from pgassay.read.origins import read_origins
    from pgassay.read.replay import replay
    from pgassay.rules.context import Context
    from pgassay.verbs.assume import assume_application_role

    replayed = replay(server, source.migrations, progress=progress)
    with server.admin() as admin:
        catalog = read_catalog(admin)
        origins = read_origins(admin, source.migrations, replayed)
        facts = Facts(catalog=catalog, config=config, platform=platform)
        assumed = assume_application_role(server, facts)
        if assumed is not None:
            facts = Facts(catalog=read_catalog(admin), config=assumed, platform=platform)
    context = Context(
        catalog=facts.catalog,
        facts=facts,
        config=facts.config,
        origins=origins,
        migrations=source.migrations,
        replay=replayed,
    )
    return context, _not_checked(server, source, replayed, assumed is not None)


def _not_checked(server: Server, source: Source, replayed: Replay, assumed: bool) -> list[NotChecked]:
    found = [NotChecked(what=path, why=f"left out: {why}") for path, why in source.left_out]
    found += [NotChecked(what="server", why=note) for note in server.notes]
    for statement, why in replayed.skipped:
        if statement.kind != "TransactionStmt":
            found.append(NotChecked(what=statement.sql.split("\n")[0][:80], why=why, where=str(statement.location)))
    if assumed:
        found.append(NotChecked(what="the application's own role", why="the application may connect as the owner, whom row security does not hold"))
    return found


def _tried(
    server: Server, context: Context, judgement: Judgement, rules: Sequence[object], progress: Progress | None
) -> tuple[Finding, ...]:
    if not any(finding.fix for finding in judgement.findings):
        return judgement.findings
    from pgassay.plans.trial import try_fixes

    return try_fixes(server, context, judgement.findings, rules, progress=progress)  # type: ignore[arg-type]


def _report(
    paths: Sequence[str | Path],
    source: Source,
    context: Context,
    judgement: Judgement,
    findings: tuple[Finding, ...],
    not_checked: list[NotChecked],
    server: tuple[str, str, str],
) -> Report:
    version, kind, _ = server
    return Report(
        verb="review",
        target=Target(
            paths=tuple(str(path) for path in paths),
            files=len(source.migrations),
            statements=source.statements,
            platform=context.facts.platform,
            postgres=version,
            server=kind,
            layout=source.layout,
            failed_statements=len(context.replay.failures),
        ),
        tenancy=_tenancy(context.facts),
        findings=findings,
        holds=judgement.holds,
        not_checked=tuple(not_checked),
        errors=judgement.errors,
        ignored=judgement.ignored,
        sources={migration.path: migration.lines for migration in source.migrations},
    )


def _tenancy(facts: Facts) -> TenancySummary:
    tenancy = facts.tenancy
    scopes = tenancy.scopes
    tables = [relation for relation in facts.own_relations if relation.is_table]
    unscoped = tuple(relation.identity for relation in tables if scopes[relation.identity].kind == "none")
    return TenancySummary(
        mode=tenancy.mode,
        table=tenancy.table,
        columns=tenancy.columns,
        membership=tenancy.membership.relation if tenancy.membership else None,
        inferred=tenancy.inferred,
        client_roles=facts.client_roles,
        scoped=len(tables) - len(unscoped),
        unscoped=unscoped if tenancy.mode != "none" else (),
    )
