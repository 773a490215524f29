"""What the text of migrations tells by itself, without any server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgassay.config import Config
from pgassay.model.finding import NotChecked
from pgassay.model.observed import Watched
from pgassay.model.report import Report, Target
from pgassay.model.sizes import TableSizes
from pgassay.read.foretell import Foretold, foretell
from pgassay.read.migrations import Source, parsed
from pgassay.read.origins import Origins
from pgassay.read.platforms import managed_schemas, platform_of
from pgassay.read.replayed import Replay
from pgassay.read.revision import New, new_migrations
from pgassay.rules.context import Context
from pgassay.rules.discover import rule_names, static_rules
from pgassay.rules.run import judge
from pgassay.verbs.kept import Asked
from pgassay.verbs.select import check_names, is_selected

if TYPE_CHECKING:
    from pgassay.facts import Facts
    from pgassay.model.relations import Relation
    from pgassay.rules.rule import Rule

#: The grammar that statements are read by.
_POSTGRES = "18"


def review_text(asked: Asked) -> Report:
    """The review of migrations by their text alone. Raises MigrationError and ConfigError."""
    config = asked.config
    check_names(config, asked.select, asked.ignore)
    source = parsed(asked.found)
    if asked.baseline_schema is not None:
        from pgassay.read.baseline_schema import on_baseline

        source = on_baseline(source, asked.baseline_schema)
    new, how = new_migrations(source.migrations, asked.base, asked.since)
    name = asked.platform if asked.platform != "auto" else platform_of(source)
    rules = [rule for rule in static_rules() if is_selected(rule, asked.select, asked.ignore)]
    foretold = foretell(source.migrations, new, source.baseline)
    context = _context(source, config, name, (new, how), foretold)
    context = replace(context, sizes=_sizes(asked.table_sizes))
    judgement = judge(context, rules, report_ignores=False)
    return Report(
        verb="review",
        target=_target(asked.paths, source, name),
        tenancy=None,
        # What was not tried is not shown.
        findings=tuple(replace(finding, fix=None) for finding in judgement.findings),
        holds=judgement.holds,
        not_checked=tuple(_not_checked(source, foretold, rules)),
        errors=judgement.errors,
        ignored=judgement.ignored,
        sources={migration.path: migration.lines for migration in source.migrations},
    )


def _sizes(file: str | None) -> TableSizes:
    if file is None:
        return TableSizes()
    from pgassay.config.table_sizes import read_sizes

    return read_sizes(file)


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


def _target(paths: tuple[str, ...], source: Source, platform: str) -> Target:
    return Target(
        paths=paths,
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
