"""Runs rules on a piece of SQL, for the tests of rules and examples."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.config import Config, load
from pgassay.model.statistics import Statistics
from pgassay.postgres.server import Server
from pgassay.read.migrations import read_migrations
from pgassay.read.probe import Probe
from pgassay.rules.context import Context
from pgassay.rules.discover import rules
from pgassay.rules.rule import Rule
from pgassay.rules.run import Judgement, judge
from pgassay.verbs.examine import examine


def judge_files(
    server: Server,
    paths: list[Path],
    config: Config | None = None,
    database: str | None = None,
    asked: Sequence[Rule] | None = None,
) -> tuple[Context, Judgement]:
    """What all rules, or those that are asked, say about files, replayed in a fresh database of `server`."""
    source = read_migrations(paths)
    if database is not None:
        context, _ = examine(server, source, config or Config(), server.platform, database=database)
        context = in_use(context, paths[-1].with_suffix(".statistics.json"))
        with server.migrator(database) as connection:
            probing = replace(context, probe=Probe(connection))
            return context, judge(probing, rules() if asked is None else asked, report_ignores=asked is None)
    with server.database() as name:
        return judge_files(server, paths, config, name, asked)


def in_use(context: Context, counted: Path) -> Context:
    """What was replayed, as a database in use would be: with the statistics in a file, where there is one."""
    if not counted.exists():
        return context
    statistics = msgspec.json.decode(counted.read_bytes(), type=Statistics)
    return replace(context, catalog=replace(context.catalog, statistics=statistics))


def judge_text(server: Server, text: str, config: Config | None = None) -> tuple[Context, Judgement]:
    """What all rules say about one migration given as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "0001_case.sql"
        path.write_text(text, "utf-8")
        return judge_files(server, [path], config)


def judge_text_in(server: Server, text: str, database: str) -> Context:
    """What one migration given as text makes of an empty database, for rules to be asked about."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "0001_case.sql"
        path.write_text(text, "utf-8")
        return examine(server, read_migrations([path]), Config(), server.platform, database=database)[0]


def config_of(folder: Path) -> Config:
    """The configuration beside a fixture; the Supabase platform where it states none."""
    file = folder / "pgassay.toml"
    return load(file, start=folder) if file.exists() else Config(platform="supabase")
