"""What is foretold is what the server is seen to do, over all fixtures; in doubt, nothing is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from conftest import Servers
from judging import config_of
from pgassay.model.finding import Finding
from pgassay.model.observed import Effect, Observation
from pgassay.model.report import Report
from pgassay.postgres.server import Server
from pgassay.read.foretell import Foretold, foretell
from pgassay.read.foretell.defaults import STEADY, VOLATILE
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.types import rewrites
from pgassay.read.migrations import read_migrations
from pgassay.rules.discover import rule_names, rules, static_rules
from pgassay.rules.run import judge
from pgassay.verbs.examine import examine
from pgassay.verbs.static import review_static

ROOT = Path(__file__).parents[1]
SILENT = ROOT / "static" / "silent.txt"

#: Fixtures of these hold statements that Postgres refuses: nothing was seen of them.
_REFUSED = (
    "extension_not",
    "history_incomplete",
    "migration_fails",
    "object_",
    "statement_refused",
    "stand_in",
)

_FAMILIES = {rule.name.replace("-", "_") for rule in rules() if rule.static or rule.family == "locks"}
FOLDERS = [
    folder
    for folder in sorted((ROOT / "rules").iterdir())
    if folder.name.partition(".")[0] in _FAMILIES and not folder.name.startswith(_REFUSED)
]
CASES = [(folder, name) for folder in FOLDERS for name in ("bad.sql", "good.sql")]


def paths_of(folder: Path, name: str) -> list[Path]:
    return [path for path in (folder / "base.sql", folder / name) if path.exists()]


@cache
def told(folder: Path, name: str) -> Foretold:
    migrations = read_migrations(paths_of(folder, name)).migrations
    return foretell(migrations, frozenset({len(migrations) - 1}))


@cache
def reviewed(folder: Path, name: str) -> Report:
    return review_static(paths_of(folder, name), config=config_of(folder))


#: Rule, relation, object and line.
Place = tuple[str, str | None, str, int | None]


def places(findings: tuple[Finding, ...]) -> set[Place]:
    return {
        (one.rule, ref.relation, ref.identity, one.location.line if one.location else None)
        for one in findings
        for ref in one.objects
    }


def held(told: Effect, seen: Effect, observation: Observation) -> bool:
    """True where what was foretold was seen; rows that could not be placed, or were in the way, show less."""
    if told.mode != seen.mode or told.rewritten > seen.rewritten or told.files > seen.files:
        return False
    return not told.scanned or seen.scanned or not seen.rows or observation.error is not None


@pytest.mark.parametrize(("folder", "name"), CASES, ids=lambda part: getattr(part, "name", part))
def test_what_is_foretold_is_seen(folder: Path, name: str, servers: Servers) -> None:
    config = config_of(folder)
    server = servers(config.platform)
    with server.database() as database:
        source = read_migrations(paths_of(folder, name))
        context, _ = examine(server, source, config, server.platform, database=database)
    seen = context.watched.of
    empty: set[str] = set()
    for one in told(folder, name).observations:
        watched = seen.get(
            one.statement.number, Observation(statement=one.statement, effects=(), commands=())
        )
        empty |= {effect.relation for effect in watched.effects if not effect.rows}
        for effect in one.effects:
            other = watched.effect(effect.relation)
            # What refuses a transaction is looked at from outside, and can be over before that.
            assert other is not None or not effect.blocks, effect
            assert other is None or held(effect, other, watched), (effect, other)
        if one.error is not None:
            assert watched.error is not None
            assert one.error[0] == watched.error[0]
    executed = places(judge(context, static_rules(), report_ignores=False).findings)
    report = reviewed(folder, name)
    assert report.errors == ()
    further = {place for place in places(report.findings) - executed if place[1] not in empty}
    if any("tables in use" in one.what for one in report.not_checked):
        # Where a statement is not told, what is said once of several stands at the next one.
        further = {place for place in further if not any(_is_before(one, place) for one in executed)}
    assert further == set()


def _is_before(one: Place, other: Place) -> bool:
    return one[:2] == other[:2] and one[3] is not None and other[3] is not None and one[3] < other[3]


def test_static_findings_say_that_nothing_was_run() -> None:
    found = [finding for folder, name in CASES for finding in reviewed(folder, name).findings]
    assert len(found) > 100
    assert {evidence.kind for one in found for evidence in one.evidence} == {"parsed"}
    assert [one.rule for one in found if one.fix is not None] == []


def test_static_rules_are_found_without_the_others() -> None:
    assert {rule.name for rule in static_rules()} == {rule.name for rule in rules() if rule.static}
    assert rule_names() == {rule.name for rule in rules()}


def test_where_static_is_silent_is_known() -> None:
    """The fixtures whose fault the text does not show; PGASSAY_ACCEPT=1 writes them down."""
    silent = [
        folder.name
        for folder in FOLDERS
        if folder.name.partition(".")[0].replace("_", "-")
        not in {finding.rule for finding in reviewed(folder, "bad.sql").findings}
    ]
    text = "".join(f"{name}\n" for name in silent)
    if os.environ.get("PGASSAY_ACCEPT") == "1":
        SILENT.write_text(text, "utf-8")
    assert SILENT.read_text("utf-8") == text


def types() -> Iterator[str]:
    yield from ("smallint", "integer", "bigint", "real", "double precision", "numeric", "numeric(10,2)")
    yield from ("numeric(12,2)", "numeric(12,3)", "text", "character varying", "character varying(20)")
    yield from ("character varying(40)", "character(10)", "character(20)", "boolean", "uuid", "json", "jsonb")
    yield from (
        "date",
        "timestamp without time zone",
        "timestamp(3) without time zone",
        "bytea",
        "inet",
        "cidr",
    )
    yield from ("timestamp(6) with time zone", "timestamp(0) with time zone", "time without time zone", "oid")
    yield from (
        "interval",
        "bit varying(4)",
        "bit varying(8)",
        "bit varying",
        "bit(4)",
        "name",
        "xml",
        "money",
    )


def test_the_server_rewrites_what_is_foretold(server: Server) -> None:
    """Every pair of types that one column can be changed between, on the server itself."""
    said: list[str] = []
    asked = 0
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        for was in types():
            for now in types():
                foretold = rewrites(was, now, Names())
                if foretold is None:
                    continue
                connection.execute("DROP TABLE IF EXISTS t")
                connection.execute(f"CREATE TABLE t (x {was})".encode())
                node = "SELECT pg_relation_filenode('t')"
                before = connection.execute(node).fetchone()
                using = f"x::{now}" if foretold else "x"
                try:
                    connection.execute(f"ALTER TABLE t ALTER x TYPE {now} USING {using}".encode())
                except psycopg.Error:
                    continue
                asked += 1
                if (before != connection.execute(node).fetchone()) != foretold:
                    said.append(f"{was} to {now}: {foretold}")
    assert said == []
    assert asked > 300


def test_functions_are_as_volatile_as_is_foretold(server: Server) -> None:
    with server.database() as database, server.migrator(database) as connection:
        rows = connection.execute(
            "SELECT proname, array_agg(DISTINCT provolatile = 'v') FROM pg_proc "
            "WHERE pronamespace = 'pg_catalog'::regnamespace GROUP BY proname"
        )
        volatile = dict(rows.fetchall())
    assert [name for name in STEADY if volatile.get(name) != [False]] == []
    assert all(volatile[name] == [True] for name in VOLATILE if name in volatile)


def test_what_a_called_function_can_have_changed_is_not_known(tmp_path: Path) -> None:
    made = (
        "create table a (x int); create table b (x int);"
        "create function inner_one() returns void language sql as 'alter table a add y int';"
        "create function outer_one() returns void language sql as 'select inner_one()';"
    )
    last = "alter table a alter x type bigint; alter table b alter x type bigint;"
    folder = tmp_path / "called"
    folder.mkdir()
    told = told_of(folder, made + "select outer_one();", last)
    assert [one[2] for one in effects(told)] == [False, True]
    assert [one[2] for one in effects(told_of(tmp_path, made, last))] == [True, True]


def test_sql_that_is_put_together_can_change_everything(tmp_path: Path) -> None:
    made = "create table a (x int); do $$ begin execute format('alter table %I add y int', 'a'); end $$;"
    told = told_of(tmp_path, made.replace("'a'", "chr(97)"), "alter table a alter x type bigint;")
    assert effects(told) == [("public.a", _CLOSED, False, False)]


def told_of(folder: Path, *texts: str) -> Foretold:
    """What is foretold of the last of some files."""
    for number, text in enumerate(texts):
        (folder / f"{number:04}.sql").write_text(text, "utf-8")
    migrations = read_migrations([folder]).migrations
    return foretell(migrations, frozenset({len(migrations) - 1}))


def effects(told: Foretold) -> list[tuple[str, str, bool, bool]]:
    return [
        (effect.relation, effect.mode, effect.rewritten, effect.scanned)
        for one in told.observations
        for effect in one.effects
    ]


_CLOSED = "ACCESS EXCLUSIVE"


def test_a_table_that_no_file_makes_was_there_before(tmp_path: Path) -> None:
    assert effects(told_of(tmp_path, "alter table a add x int;")) == [("public.a", _CLOSED, False, False)]


def test_a_table_of_the_same_file_is_not_in_use(tmp_path: Path) -> None:
    assert effects(told_of(tmp_path, "create table a (x int); alter table a add y int;")) == []


@pytest.mark.parametrize(
    "first",
    [
        "do $$ begin create table a (x int); end $$;",
        "select make_tables();",
        "create temp table a (x int);",
        "drop table a;",
        "set search_path to b, c;",
        "creat table a (x int);",
    ],
)
def test_a_table_that_can_be_another_one_is_left_alone(first: str, tmp_path: Path) -> None:
    told = told_of(tmp_path, f"{first} alter table a add x int;")
    assert [one for one in effects(told) if one[0] == "public.a"] in (
        [],
        [("public.a", _CLOSED, False, False)],
    )
    named = [one for one in told.observations if one.statement.kind == "AlterTableStmt" and one.effects]
    assert named == []


def test_if_exists_says_that_a_table_need_not_be_there(tmp_path: Path) -> None:
    told = told_of(tmp_path, "alter table if exists a add x int; drop table if exists b;")
    assert effects(told) == []
    assert len(told.untold) == 2


def test_a_check_of_a_table_from_before_can_say_what_is_not_known(tmp_path: Path) -> None:
    told = told_of(tmp_path, "alter table a alter x set not null;")
    assert effects(told) == [("public.a", _CLOSED, False, False)]
    assert len(told.untold) == 1


def test_a_check_that_says_not_null_spares_the_scan(tmp_path: Path) -> None:
    made = "create table a (x int check (x is not null and x > 0));"
    assert effects(told_of(tmp_path, made, "alter table a alter x set not null;")) == [
        ("public.a", _CLOSED, False, False)
    ]


def test_what_a_block_can_have_changed_is_not_known(tmp_path: Path) -> None:
    made = "create table a (x int); create table b (x int); do $$ begin execute 'alter table a …'; end $$;"
    told = told_of(tmp_path, made, "alter table a alter x type bigint; alter table b alter x type bigint;")
    assert effects(told) == [("public.a", _CLOSED, False, False), ("public.b", _CLOSED, True, True)]


@pytest.mark.parametrize(
    ("default", "rewritten"),
    [
        ("now()", False),
        ("'{}'::jsonb", False),
        ("(now() at time zone 'utc')", False),
        ("-1", False),
        ("null", False),
        ("gen_random_uuid()::text", True),
        ("my_own()", False),
    ],
)
def test_a_default_rewrites_where_it_is_volatile(default: str, rewritten: bool, tmp_path: Path) -> None:
    told = told_of(tmp_path, "create table a (x int);", f"alter table a add y text default {default};")
    assert effects(told) == [("public.a", _CLOSED, rewritten, rewritten)]
    assert bool(told.untold) == (default == "my_own()")


def test_a_renamed_table_is_known_by_both_names(tmp_path: Path) -> None:
    told = told_of(tmp_path, "create table a (x int);", "alter table a rename to b; create index on b (x);")
    assert effects(told) == [("public.a", _CLOSED, False, False), ("public.a", "SHARE", False, True)]
    assert [one.commands[0].identity for one in told.observations] == ["public.b", "public.b_x_idx"]
