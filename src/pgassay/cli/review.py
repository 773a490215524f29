"""`pgassay review`: migrations in, findings out."""

from __future__ import annotations

import posixpath

import click
from msgspec.structs import replace

from pgassay.cli import known
from pgassay.cli.exit import code_for
from pgassay.cli.options import Options, shared
from pgassay.cli.output import progress_bar, shown, write
from pgassay.config import Config
from pgassay.model.report import Report

#: What is reviewed when nobody names anything.
_HERE = (".",)


@click.command(name="review")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared()
def command(paths: tuple[str, ...], options: Options) -> int:
    """Review PATH: folders, a project's root, .sql files, or - (default: what pgassay.toml names, else .)."""
    config = options.configuration(paths)
    paths = paths or config.migration_paths() or _HERE
    known.check(options)
    report = _static(paths, config, options) if options.static else _replayed(paths, config, options)
    if paths == _HERE:
        report = replace(report, target=replace(report.target, paths=_folders(report)))
    report = shown(known.without_known(report, options, config), options)
    write(report, options)
    return code_for(report, fail_on=options.fail_on, strict=options.strict)


def _static(paths: tuple[str, ...], config: Config, options: Options) -> Report:
    from pgassay.verbs.static import review_static

    if options.server is not None:
        raise click.UsageError("--static asks no server: leave --server out")
    return review_static(
        paths,
        config=config,
        platform=options.platform,
        layout=options.layout,
        select=options.select,
        ignore=options.ignore,
        since=options.since,
        baseline_schema=options.baseline_schema,
        table_sizes=options.table_sizes,
    )


def _replayed(paths: tuple[str, ...], config: Config, options: Options) -> Report:
    from pgassay.verbs.review import review

    with progress_bar(options) as progress:
        return review(
            paths,
            config=config,
            platform=options.platform,
            layout=options.layout,
            server=options.server,
            server_is_disposable=options.server_is_disposable,
            select=options.select,
            ignore=options.ignore,
            since=options.since,
            baseline_schema=options.baseline_schema,
            table_sizes=options.table_sizes,
            progress=progress,
        )


def _folders(report: Report) -> tuple[str, ...]:
    """The folders in which migrations were found, which say more than that they were found here."""
    return tuple(sorted({posixpath.dirname(file) or "." for file in report.sources})) or _HERE
