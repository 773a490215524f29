"""How large tables are is read from a file, and lowers what only a large table makes bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from conftest import Servers
from judging import config_of, judge_files
from pgassay.config import Config
from pgassay.config.table_sizes import read_sizes
from pgassay.errors import ConfigError
from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.model.sizes import TableSize, TableSizes
from pgassay.rules.discover import rules
from pgassay.rules.run import judge
from pgassay.verbs.review import review

READ = {
    "table,rows,bytes\na,5,\nother.b,6,70\n": {
        "public.a": TableSize(rows=5),
        "other.b": TableSize(rows=6, bytes=70),
    },
    "rows, table\n5, a\n": {"public.a": TableSize(rows=5)},
    '{"a": 5, "other.b": 6}': {"public.a": TableSize(rows=5), "other.b": TableSize(rows=6)},
    '[{"table": "a", "rows": 5, "bytes": 70}]': {"public.a": TableSize(rows=5, bytes=70)},
}

REFUSED = {
    "a,5\n": "sizes:1: the head line must name the columns table and rows",
    "table,rows\na,many\n": "sizes:2: rows is 'many', and not a whole number",
    "table,rows\n,5\n": "sizes:2: names no table",
    "table,rows\na,\n": "sizes:2: a has no rows stated",
    '[{"table": "a", "rows": -5}]': "sizes: number 1: rows is '-5', and not a whole number",
    "{": "sizes: is no list of tables with rows, and no rows by table: ",
}


@pytest.mark.parametrize("text", READ)
def test_sizes_are_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "sizes").write_text(text, "utf-8")
    assert read_sizes(tmp_path / "sizes").tables == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_size_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "sizes").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refused:
        read_sizes(tmp_path / "sizes")
    assert str(refused.value).startswith(str(tmp_path / REFUSED[text]))


def reviewed(folder: Path, sizes: str) -> Report:
    """The review of a statement that grows with its table and one that does not, with a file of sizes."""
    migrations = folder / "migrations"
    migrations.mkdir()
    (migrations / "1_base.sql").write_text("create table a (x int, y int); create table b (x int);", "utf-8")
    later = "create index a_x on a (x); create index b_x on b (x); alter table a drop column y;"
    (migrations / "2_later.sql").write_text(later, "utf-8")
    (folder / "sizes.csv").write_text(f"table,rows,bytes\n{sizes}\n", "utf-8")
    return review(
        [migrations],
        config=Config(platform="plain"),
        select=["index-not-concurrent", "column-dropped"],
        table_sizes=folder / "sizes.csv",
    )


def told(report: Report, rule: str) -> Finding:
    (found,) = (one for one in report.findings if one.rule == rule)
    return found


def test_a_small_table_lowers_what_grows_with_it_and_nothing_else(tmp_path: Path) -> None:
    report = reviewed(tmp_path, "a,300,\nb,10000,50000000")
    assert told(report, "index-not-concurrent").severity is Severity.LOW
    says = "public.a holds 300 rows, says sizes.csv: that is over at once, and by itself low instead of high"
    assert says in [one.summary for one in told(report, "index-not-concurrent").evidence]
    assert told(report, "column-dropped").severity is Severity.MEDIUM


@pytest.mark.parametrize(
    ("sizes", "grades"),
    [
        ("a,10001,\nb,1,", ["high", "low"]),
        ("a,10000,50000001", ["high"]),
        ("c,5,", ["high"]),
        ("b,1,", ["high", "low"]),
    ],
)
def test_a_large_or_unknown_table_lowers_nothing(sizes: str, grades: list[str], tmp_path: Path) -> None:
    found = [one for one in reviewed(tmp_path, sizes).findings if one.rule == "index-not-concurrent"]
    assert [one.severity.value for one in found] == grades


def test_the_configuration_can_name_the_file(tmp_path: Path) -> None:
    report = reviewed(tmp_path, "a,300,\nb,300,")
    (tmp_path / "pgassay.toml").write_text('platform = "plain"\ntable_sizes = "sizes.csv"\n', "utf-8")
    named = review([tmp_path / "migrations"], select=["index-not-concurrent"])
    assert [one.severity for one in named.findings] == [told(report, "index-not-concurrent").severity]


FOLDER = Path(__file__).parents[1] / "rules"
GROWING = {rule.name for rule in rules() if rule.by_size}
GROWN = [
    path for path in sorted(FOLDER.iterdir()) if path.name.partition(".")[0].replace("_", "-") in GROWING
]


@pytest.mark.parametrize("folder", GROWN, ids=lambda folder: folder.name)
def test_each_rule_that_grows_with_a_table_is_low_on_a_small_one(folder: Path, servers: Servers) -> None:
    """Every table and view of a fixture is small, then large: each rule follows, and says how many rows."""
    config = config_of(folder)
    name = folder.name.partition(".")[0].replace("_", "-")
    asked = [rule for rule in rules() if rule.name == name]
    paths = [folder / file for file in ("base.sql", "bad.sql") if (folder / file).exists()]
    context, _ = judge_files(servers(config.platform), paths, config, asked=asked)
    unsized = {one.severity for one in judge(context, asked, report_ignores=False).findings}
    for rows in (1, 1_000_000):
        known = {one.identity: TableSize(rows=rows) for one in context.catalog.relations}
        sizes = TableSizes(file="sizes.csv", tables=known)
        found = judge(replace(context, sizes=sizes), asked, report_ignores=False).findings
        assert found
        grades = {one.severity for one in found}
        assert grades == ({Severity.LOW} if rows == 1 else unsized)
        assert all(any(one.kind == "measured" for one in finding.evidence) for finding in found)


def of_view(folder: Path, sizes: str) -> Severity:
    migrations = folder / "migrations"
    migrations.mkdir()
    base = "create table a (id int primary key); create table b (id int primary key);"
    view = "create materialized view v as select count(*) as n from a join b using (id);"
    (migrations / "1_base.sql").write_text(base + view, "utf-8")
    (migrations / "2_later.sql").write_text("refresh materialized view v;", "utf-8")
    (folder / "sizes.csv").write_text(f"table,rows\n{sizes}\n", "utf-8")
    config = Config(platform="plain")
    report = review([migrations], config=config, table_sizes=folder / "sizes.csv")
    return told(report, "materialized-view-refresh-not-concurrent").severity


@pytest.mark.parametrize(
    ("sizes", "grade"),
    [
        ("v,1", "medium"),
        ("v,1\na,5\nb,2000000", "medium"),
        ("a,5\nb,6000", "low"),
        ("a,5000\nb,6000", "medium"),
    ],
)
def test_a_view_is_as_large_as_what_it_reads(sizes: str, grade: str, tmp_path: Path) -> None:
    assert of_view(tmp_path, sizes).value == grade


def of_partitioned(folder: Path, sizes: str) -> Severity:
    migrations = folder / "migrations"
    migrations.mkdir()
    base = (
        "create table p (id int) partition by list (id); create table p_1 partition of p for values in (1);"
    )
    (migrations / "1_base.sql").write_text(f"{base} create table p_2 partition of p default;", "utf-8")
    (migrations / "2_later.sql").write_text("create index on p (id);", "utf-8")
    (folder / "sizes.csv").write_text(f"table,rows\n{sizes}\n", "utf-8")
    config = Config(platform="plain")
    report = review([migrations], config=config, table_sizes=folder / "sizes.csv")
    return told(report, "index-on-partitioned-parent").severity


@pytest.mark.parametrize(
    ("sizes", "grade"),
    [("p,0", "high"), ("p,300", "low"), ("p,0\np_1,5\np_2,2000000", "high"), ("p_1,5\np_2,6", "low")],
)
def test_a_partitioned_table_is_as_large_as_its_partitions(sizes: str, grade: str, tmp_path: Path) -> None:
    assert of_partitioned(tmp_path, sizes).value == grade
