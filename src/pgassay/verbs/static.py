"""review --static: what the text of migrations tells by itself, without any server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgassay.config import Config, load
from pgassay.model.finding import NotChecked
from pgassay.model.observed import Watched
from pgassay.model.report import Report, Target
from pgassay.model.sizes import TableSizes
from pgassay.read.foretell import Foretold, foretell
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.origins import Origins
from pgassay.read.platforms import managed_schemas, platform_of
from pgassay.read.replayed import Replay
from pgassay.read.revision import New, new_migrations
from pgassay.rules.context import Context
from pgassay.rules.discover import rule_names, static_rules
from pgassay.rules.run import judge
from pgassay.verbs.select import check_names, is_selected

if TYPE_CHECKING:
    from pgassay.facts import Facts
    from pgassay.model.relations import Relation
    from pgassay.rules.rule import Rule

#: The grammar that statements are read by.
_POSTGRES = "18"


def review_static(
    paths: Sequence[str | Path],
    *,
    config: Config | None = None,
    platform: str = "auto",
    layout: str = "auto",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    since: str | None = None,
    baseline_schema: str | Path | None = None,
    table_sizes: str | Path | None = None,
) -> Report:
    """The review of the migrations under `paths` by their text alone.

    The options mean what they mean to `review`. Rules that need the database that the migrations make are not
    asked, and the report says so. Raises MigrationError and ConfigError.
    """
    source = read_migrations(paths, layout)
    config = config or load(None, start=source.roots[0] if source.roots else Path.cwd())
    if (dump := baseline_schema or config.baseline_path()) is not None:
        from pgassay.read.baseline_schema import on_baseline

        source = on_baseline(source, dump)
    new, how = new_migrations(source.migrations, source.roots, since)
    wanted = platform if platform != "auto" else config.platform
    name = wanted if wanted != "auto" else platform_of(source)
    check_names(config, select, ignore)
    asked = [rule for rule in static_rules() if is_selected(rule, select, ignore)]
    foretold = foretell(source.migrations, new, source.baseline)
    context = _context(source, config, name, (new, how), foretold)
    context = replace(context, sizes=_sizes(config, table_sizes))
    judgement = judge(context, asked, report_ignores=False)
    return Report(
        verb="review",
        target=_target(paths, source, name),
        tenancy=None,
        # What was not tried is not shown.
        findings=tuple(replace(finding, fix=None) for finding in judgement.findings),
        holds=judgement.holds,
        not_checked=tuple(_not_checked(source, foretold, asked)),
        errors=judgement.errors,
        ignored=judgement.ignored,
        sources={migration.path: migration.lines for migration in source.migrations},
    )


def _sizes(config: Config, stated: str | Path | None) -> TableSizes:
    if stated is None and config.table_sizes is None:
        return TableSizes()
    from pgassay.config.table_sizes import sizes_of

    return sizes_of(config, stated)


class _NamesOnly:
    """The facts, which only names stand for: they are worked out when a rule asks for more than whose it is.

    To import them takes longer than a whole static review.
    """

    def __init__(self, foretold: Foretold, config: Config, platform: str) -> None:
        self._foretold = foretold
        self._config = config
        self.platform = platform

    def is_own(self, item: Relation) -> bool:
        """True for what is not the platform's."""
        return item.schema not in managed_schemas(self.platform)

    @cached_property
    def _facts(self) -> Facts:
        from pgassay.facts import Facts

        return Facts(catalog=self._foretold.after, config=self._config, platform=self.platform)

    def __getattr__(self, name: str) -> object:
        return getattr(self._facts, name)


def _context(source: Source, config: Config, platform: str, new: New, foretold: Foretold) -> Context:
    """What rules may look at: names, and what is foretold."""
    return Context(
        catalog=foretold.after,
        facts=_NamesOnly(foretold, config, platform),  # pyright: ignore[reportArgumentType] (all that is asked)
        config=config,
        origins=Origins(statements=(), shaped={}),
        migrations=source.migrations,
        replay=Replay(applied=0, failures=(), skipped=(), marks=()),
        watched=Watched(
            new=tuple(source.migrations[index] for index in sorted(new[0])),
            how=new[1],
            before=foretold.before,
            observations=foretold.observations,
        ),
    )


def _target(paths: Sequence[str | Path], source: Source, platform: str) -> Target:
    return Target(
        paths=tuple(str(path) for path in paths),
        files=len(source.migrations),
        statements=source.statements,
        platform=platform,
        postgres=_POSTGRES,
        server="none",
        layout=source.layout,
    )


def _not_checked(source: Source, foretold: Foretold, asked: Sequence[Rule]) -> list[NotChecked]:
    found = [NotChecked(what=path, why=f"left out: {why}") for path, why in source.left_out]
    every = len(rule_names())
    what = f"{every - len(asked)} of {every} rules, all but those on the text of files and on locks"
    why = "they look at the database that the migrations make: leave --static out"
    found.append(NotChecked(what=what, why=why))
    if foretold.untold:
        first, count = foretold.untold[0], len(foretold.untold)
        who = f"{count:,} new statements do" if count > 1 else "a new statement does"
        why = "their form alone does not tell" if count > 1 else "its form alone does not tell"
        what = f"all that {who} to tables in use"
        found.append(NotChecked(what=what, why=why, where=str(first.location)))
    return found
