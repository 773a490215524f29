"""`pgassay review`: migrations in, findings out."""

from __future__ import annotations

import click

from pgassay.cli import known
from pgassay.cli.exit import code_for
from pgassay.cli.options import Options, shared
from pgassay.cli.output import progress_bar, shown, write


@click.command(name="review")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@shared()
def command(paths: tuple[str, ...], options: Options) -> int:
    """Review PATH: folders, a project's root, .sql files, or - (default: what pgassay.toml names, else .)."""
    from pgassay.verbs.review import review

    config = options.configuration(paths)
    paths = paths or config.migration_paths() or (".",)
    known.check(options)
    with progress_bar(options) as progress:
        report = review(
            paths,
            config=config,
            platform=options.platform,
            server=options.server,
            server_is_disposable=options.server_is_disposable,
            select=options.select,
            ignore=options.ignore,
            progress=progress,
        )
    report = shown(known.without_known(report, options, config), options)
    write(report, options)
    return code_for(report, fail_on=options.fail_on, strict=options.strict)
