"""`review --static`: whole commands without a server."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import pgassay
from pgassay.cli.exit import run

MADE = "create table orders (id bigint primary key, amount integer);\n"
ADDED = "alter table orders alter amount type bigint;\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    migrations = tmp_path / "migrations"
    migrations.mkdir()
    (migrations / "0001_made.sql").write_text(MADE, "utf-8")
    (migrations / "0002_added.sql").write_text(ADDED, "utf-8")
    return migrations


def test_a_folder_is_reviewed_by_its_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--static", "--format", "json", "migrations"]) == 1
    report = json.loads(capsys.readouterr().out)
    (found,) = (one for one in report["findings"] if one["severity"] == "high")
    assert (found["rule"], found["location"]["file"]) == ("column-type-rewrite", "migrations/0002_added.sql")
    (evidence,) = found["evidence"]
    assert evidence["kind"] == "parsed"
    assert evidence["summary"].startswith("predicted from the statement's form, not executed: ")
    assert report["target"]["server"] == "none"
    assert found["fix"] is None


def test_the_report_says_what_was_not_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "0003_block.sql").write_text(
        "do $$ begin execute format('drop table %I', 'orders'); end $$;\n", "utf-8"
    )
    assert run(["review", "--static", "--format", "json", "--strict", "migrations"]) == 3
    rules, statements = json.loads(capsys.readouterr().out)["not_checked"]
    assert "leave --static out" in rules["why"]
    assert statements == {
        "what": "all that a new statement does to tables in use",
        "why": "its form alone does not tell",
        "where": "migrations/0003_block.sql:1:1",
    }


def test_standard_input_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"create index on orders (amount);")))
    assert run(["review", "--static", "--format", "concise", "-"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("<stdin>:1:1: high index-not-concurrent public.orders_amount_idx is built while")


def test_files_since_a_revision_are_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "0001_made.sql")
    git("commit", "--quiet", "-m", "one")
    (folder / "0003_more.sql").write_text("drop table orders;\n", "utf-8")
    concise = ["review", "--static", "--format", "concise", "migrations"]
    assert run([*concise, "--since", "HEAD"]) == 1
    rules = {line.split()[2] for line in capsys.readouterr().out.splitlines()}
    assert {"column-type-rewrite", "table-dropped"} <= rules
    git("add", ".")
    git("commit", "--quiet", "-m", "two")
    assert run([*concise, "--since", "HEAD"]) == 0


def test_a_baseline_was_there_before(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "dump.sql").write_text(MADE, "utf-8")
    (folder / "0001_made.sql").unlink()
    given = ["review", "--static", "--format", "concise", "migrations"]
    assert run(given) == 0
    assert run([*given, "--baseline-schema", "dump.sql"]) == 1
    assert "column-type-rewrite" in capsys.readouterr().out


def test_an_ignore_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"-- pgassay: ignore column-type-rewrite: the table is small\n{ADDED}"
    (folder / "0002_added.sql").write_text(text, "utf-8")
    assert run(["review", "--static", "--format", "concise", "migrations"]) == 0
    assert "column-type-rewrite" not in capsys.readouterr().out


def test_a_server_is_not_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--static", "--server", "postgres://localhost/x", "migrations"]) == 2
    assert "leave --server out" in capsys.readouterr().err


def test_names_of_rules_are_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--static", "--select", "table-droped", "migrations"]) == 2
    assert 'did you mean "table-dropped"?' in capsys.readouterr().err


def test_python_asks_it_too(folder: Path) -> None:
    report = pgassay.review([folder], static=True)
    assert [one.rule for one in report.findings if one.severity == "high"] == ["column-type-rewrite"]


def test_neither_driver_nor_facts_are_imported(folder: Path) -> None:
    code = (
        "import sys; from pgassay.cli.exit import run;"
        "run(['review', '--static', '--format', 'concise', 'migrations']);"
        "slow = {'psycopg', 'rich', 'jinja2', 'pgassay.facts', 'rstr'} & sys.modules.keys(); print(slow)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=folder.parent
    )
    assert done.stdout.splitlines()[-1] == "set()"
