"""review --static: what the text of migrations tells by itself, without any server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pgassay.config import Config, load
from pgassay.model.report import Report
from pgassay.read.find import find_files
from pgassay.read.platforms import config_beside
from pgassay.read.revision import base_of
from pgassay.verbs import kept


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
    asked, and the report says so. A report on the same files by the same settings is kept, and given again.
    Raises MigrationError and ConfigError.
    """
    found = find_files(paths, layout)
    config = config or load(None, start=found.roots[0] if found.roots else Path.cwd())
    wanted = platform if platform != "auto" else config.platform
    if wanted == "auto" and (found.layout == "supabase" or config_beside(found.roots)):
        wanted = "supabase"
    one = len(found.files) < 2 and found.piped is None
    asked = kept.Asked(
        paths=tuple(str(path) for path in paths),
        found=found,
        config=config,
        platform=wanted,
        base=None if one and since is None else base_of(found.roots, since),
        select=tuple(select),
        ignore=tuple(ignore),
        since=since,
        baseline_schema=_named(baseline_schema or config.baseline_path()),
        table_sizes=_named(table_sizes or config.sizes_path()),
    )
    key = kept.key_of(asked)
    report = kept.recall(key, found)
    if report is None:
        from pgassay.verbs.by_text import review_text

        report = review_text(asked)
        kept.keep(key, report)
    return report


def _named(path: str | Path | None) -> str | None:
    return str(path) if path is not None else None
