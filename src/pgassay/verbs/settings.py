"""settings: what a review of these migrations goes by, stated and inferred."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pgassay.config import Config, load
from pgassay.config.stated import stated
from pgassay.facts import Facts
from pgassay.model.report import Target
from pgassay.model.settings import Belonging, Place, Setting, Settings
from pgassay.read.baseline_schema import on_baseline
from pgassay.read.catalog import read_catalog
from pgassay.read.find import shown
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.platforms import platform_of
from pgassay.read.replay import replay
from pgassay.verbs.assume import assume_application_role
from pgassay.verbs.serve import serving

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: Called with what is being done, how far it is, and how far it goes.
Progress = Callable[[str, int, int], None]


def settings(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    platform: str = "auto",
    server: str | None = None,
    server_is_disposable: bool = False,
    progress: Progress | None = None,
) -> Settings:
    """What a review of the migrations under `paths` goes by: what is stated, what is inferred, and from what.

    The migrations are run as for a review, since tenancy is told by what they make. Raises MigrationError,
    ConfigError or ServerError as a review does.
    """
    source = read_migrations(paths)
    if config is None:
        config = load(None, start=source.roots[0] if source.roots else Path.cwd())
    dump = config.baseline_path()
    if dump is not None:
        source = on_baseline(source, dump)
    wanted = platform if platform != "auto" else config.platform
    name = wanted if wanted != "auto" else platform_of(source)
    with serving(server, name, disposable=server_is_disposable) as running:
        replayed = replay(running, source.all, progress=progress)
        with running.admin() as admin:
            facts = Facts(catalog=read_catalog(admin), config=config, platform=name)
            assumed = assume_application_role(running, "postgres", facts)
            if assumed is not None:
                facts = Facts(catalog=read_catalog(admin), config=assumed, platform=name)
        target = _target(paths, source, name, running, len(replayed.failures))
    return Settings(
        target=target,
        file=str(config.file) if config.file else None,
        settings=tuple(_in_force(config, facts, target, _named(paths, source, config), platform, assumed)),
        belongings=tuple(_belongings(facts)),
        kinds=tuple(_kinds(facts)),
    )


def _target(
    paths: Sequence[str | Path], source: Source, platform: str, server: Server, failed: int
) -> Target:
    return Target(
        paths=tuple(map(str, paths)),
        files=len(source.migrations),
        statements=source.statements,
        platform=platform,
        postgres=server.version,
        server=server.kind,
        layout=source.layout,
        failed_statements=failed,
    )


def _named(paths: Sequence[str | Path], source: Source, config: Config) -> tuple[list[str], str] | None:
    """Where the migrations are, when it is not the configuration that says so."""
    given = tuple(map(str, paths))
    if given == config.migration_paths():
        return None
    folders = all(Path(path).is_dir() for path in given)
    origin = "found in the working folder" if given == (".",) else "named on the command line"
    return [shown(root) for root in source.roots] if folders else list(given), origin


def _in_force(
    config: Config,
    facts: Facts,
    target: Target,
    named: tuple[list[str], str] | None,
    flag: str,
    assumed: Config | None,
) -> Iterator[Setting]:
    """The settings in the order of the documentation: what the file says, unless an option says otherwise,
    and what was inferred.
    """
    file = config.file
    said = {place: (value, f"{file}:{line}") for place, value, line in stated(file)} if file else {}
    if named is not None:
        said[("migrations",)] = named
    if flag != "auto":
        said[("platform",)] = (flag, "--platform")
    elif said.get(("platform",), ("auto", ""))[0] == "auto":
        said[("platform",)] = (target.platform, f"inferred from the migrations, layout {target.layout}")
    for place, value, origin in _inferred(facts, assumed=assumed is not None):
        said.setdefault(place, (value, origin))
    for place in sorted(said, key=_documented):
        value, origin = said[place]
        yield Setting(place=place, value=value, origin=origin)


def _inferred(facts: Facts, *, assumed: bool) -> Iterator[tuple[Place, object, str]]:
    tenancy = facts.tenancy
    roles = "assumed: the migrations name none" if assumed else f"of platform {facts.platform}"
    if facts.platform != "supabase" and not assumed:
        roles = "inferred: policies or grants name them"
    yield ("client_roles",), list(facts.client_roles), roles
    yield ("tenancy", "mode"), tenancy.mode, "inferred"
    if tenancy.mode == "none":
        return
    if tenancy.table:
        yield ("tenancy", "table"), tenancy.table, "inferred"
    if tenancy.columns:
        yield ("tenancy", "column"), list(tenancy.columns), "inferred"
    if tenancy.membership:
        yield ("tenancy", "membership"), tenancy.membership.relation, "inferred"


_ORDER = (
    "migrations",
    "baseline_schema",
    "table_sizes",
    "platform",
    "postgres",
    "code",
    "client_roles",
    "tenancy",
    "expect",
    "rules",
    "ignore",
)
_TENANCY = ("mode", "table", "column", "membership")


def _documented(place: Place) -> tuple[object, ...]:
    """Where a setting stands in the documentation: the keys of a table together, plain keys before tables."""
    first, *rest = [*place, "", ""][:3]
    section = _ORDER.index(str(first)) if first in _ORDER else len(_ORDER)
    key = _TENANCY.index(str(rest[0])) if first == "tenancy" and rest[0] in _TENANCY else len(_TENANCY)
    number = rest[0] if isinstance(rest[0], int) else 0
    return section, len(place), key, number, tuple(map(str, place))


def _belongings(facts: Facts) -> Iterator[Belonging]:
    if facts.tenancy.mode == "none":
        return
    for relation in facts.own_relations:
        if relation.is_table:
            scope = facts.tenancy.scope(relation.identity)
            yield Belonging(
                relation=relation.identity,
                scope=scope.kind,
                column=scope.column,
                parent=scope.parent,
                rests_on=scope.confidence,
            )


def _kinds(facts: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    kinds = facts.kinds
    for name, relations in (
        ("queues", kinds.queues),
        ("logs", kinds.logs),
        ("definitions", kinds.definitions),
        ("references", kinds.references),
        ("bulk", kinds.bulk),
    ):
        yield name, tuple(sorted(relations))
    secrets = [
        f"{relation.identity}.{column.name}"
        for relation in facts.own_relations
        for column in kinds.secrets(relation)
    ]
    yield "secrets", tuple(sorted(secrets))
