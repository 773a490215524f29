"""`pgassay config`: what a review goes by, and where each value comes from."""

from __future__ import annotations

import click

from pgassay.cli.options import Options, shared
from pgassay.cli.output import print_out, progress_bar
from pgassay.reports.settings import FORMATS, render_settings

_USED = ("config", "platform", "server", "server_is_disposable", "no_color", "quiet")


@click.command(name="config")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="Default: text, which is TOML."
)
@shared(*_USED)
def command(paths: tuple[str, ...], form: str, options: Options) -> None:
    """Show what a review of PATH goes by: what is stated, where, and what is inferred.

    The text is a pgassay.toml: keep what is right in it to confirm it.
    """
    from pgassay.verbs.settings import settings

    config = options.configuration(paths)
    paths = paths or config.migration_paths() or (".",)
    with progress_bar(options) as progress:
        found = settings(
            paths,
            config=config,
            platform=options.platform,
            server=options.server,
            server_is_disposable=options.server_is_disposable,
            progress=progress,
        )
    print_out(render_settings(found, form))
