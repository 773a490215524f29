"""--baseline: what is known already is left out of the report, or written down."""

from __future__ import annotations

from collections.abc import Collection

import click

from pgassay.cli.options import Options
from pgassay.cli.output import note, write_file
from pgassay.config import Config
from pgassay.model.report import Report


def check(options: Options) -> None:
    """Nothing, when --baseline and --write-baseline go together and the file is there or is to be written.

    Said before the work starts. A file that is missing is an error: with a name misspelt, a run that wrote
    it or passed over it would find nothing new for ever.
    """
    if options.write_baseline and options.baseline is None:
        raise click.UsageError("--write-baseline writes the file that --baseline names; name one")
    if options.baseline is not None and not options.write_baseline and not options.baseline.is_file():
        raise click.UsageError(f"there is no file {str(options.baseline)!r}; --write-baseline writes it")


def without_known(report: Report, options: Options, config: Config) -> Report:
    """The report without the findings of the baseline, which is written first where that is asked for."""
    if options.baseline is None:
        return report
    from pgassay.verbs import baseline

    ran = _ran(options, config)
    there = options.baseline.is_file()
    entries = baseline.read_baseline(options.baseline) if there else ()
    if options.write_baseline:
        # Of rules that were not asked nothing is known: what is written of them stays.
        others = () if ran is None else [entry for entry in entries if entry.rule not in ran]
        entries = (*baseline.entries_of(report.findings), *others)
        write_file(options.baseline, baseline.written(entries))
        note(f"wrote {len(entries)} findings to {options.baseline}", options)
    return baseline.without_known(report, entries, options.baseline, ran)


def _ran(options: Options, config: Config) -> Collection[str] | None:
    """The rules that were asked, or None for all."""
    if not options.select and not options.ignore:
        return None
    from pgassay.verbs.select import selected

    return {rule.name for rule in selected(config, options.select, options.ignore)}
