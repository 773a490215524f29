"""How large tables are is read from a file, and lowers what only a large table makes bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from pgassay.config import Config
from pgassay.config.table_sizes import read_sizes
from pgassay.errors import ConfigError
from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.model.sizes import TableSize
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
