"""A review without a server is kept and given again, and never where anything that it reads has changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pgassay.model.report import Report
from pgassay.verbs import by_text, kept
from pgassay.verbs.static import review_static

_MADE = "create table public.notes (id uuid primary key, body text);\n"
_CHANGED = "alter table public.notes add column title text;\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two migrations, with a cache of its own, as the working directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = tmp_path / "project"
    (project / "migrations").mkdir(parents=True)
    (project / "migrations" / "1_notes.sql").write_text(_MADE, "utf-8")
    (project / "migrations" / "2_title.sql").write_text(_CHANGED, "utf-8")
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[by_text.Asked]:
    """What was not given again but worked out."""
    asked: list[by_text.Asked] = []
    review = by_text.review_text

    def review_text(one: by_text.Asked) -> Report:
        asked.append(one)
        return review(one)

    monkeypatch.setattr(by_text, "review_text", review_text)
    return asked


def test_the_same_files_give_the_same_report_again(folder: Path, made: list[by_text.Asked]) -> None:
    first = review_static(["migrations"])
    assert [finding.rule for finding in first.findings] == ["lock-timeout-missing"]
    assert review_static(["migrations"]) == first
    assert len(made) == 1


def _file(folder: Path) -> None:
    (folder / "migrations" / "2_title.sql").write_text(_CHANGED.replace("text", "date"), "utf-8")


def _name(folder: Path) -> None:
    (folder / "migrations" / "2_title.sql").rename(folder / "migrations" / "3_title.sql")


def _another(folder: Path) -> None:
    (folder / "migrations" / "3_more.sql").write_text(_CHANGED.replace("title", "more"), "utf-8")


def _settings(folder: Path) -> None:
    (folder / "pgassay.toml").write_text("[rules.lock-timeout-missing]\nenabled = false\n", "utf-8")


def _platform(folder: Path) -> None:
    (folder / "supabase").mkdir()
    (folder / "supabase" / "config.toml").write_text("", "utf-8")


def _way_back(folder: Path) -> None:
    (folder / "migrations" / "rollback_2_title.sql").write_text("select 1;\n", "utf-8")


@pytest.mark.parametrize("change", [_file, _name, _another, _settings, _platform, _way_back])
def test_what_has_changed_is_reviewed_anew(
    folder: Path, made: list[by_text.Asked], change: Callable[[Path], None]
) -> None:
    review_static(["migrations"])
    change(folder)
    review_static(["migrations"])
    assert len(made) == 2


@pytest.mark.parametrize(
    "options",
    [{"select": ["locks"]}, {"ignore": ["locks"]}, {"platform": "supabase"}, {"layout": "supabase"}],
)
def test_other_options_are_another_review(
    folder: Path, made: list[by_text.Asked], options: dict[str, Any]
) -> None:
    review_static(["migrations"])
    review_static(["migrations"], **options)
    assert len(made) == 2


def test_stated_files_count_by_what_they_hold(folder: Path, made: list[by_text.Asked]) -> None:
    sizes = folder / "sizes.csv"
    sizes.write_text("table,rows\npublic.notes,10\n", "utf-8")
    review_static(["migrations"], table_sizes=sizes)
    sizes.write_text("table,rows\npublic.notes,90000000\n", "utf-8")
    review_static(["migrations"], table_sizes=sizes)
    assert len(made) == 2


def test_another_commit_is_another_review(folder: Path, made: list[by_text.Asked]) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "-m", "empty")
    every = review_static(["migrations"], since="HEAD")
    assert review_static(["migrations"], since="HEAD") == every
    git("add", "migrations/1_notes.sql")
    git("commit", "--quiet", "-m", "notes")
    last = review_static(["migrations"], since="HEAD")
    assert len(made) == 2
    assert last.findings != every.findings


def test_the_line_of_a_program_counts_as_what_it_prints(folder: Path, made: list[by_text.Asked]) -> None:
    """Two revisions of Alembic can print the same SQL from another line."""
    review_static(["migrations"])
    (asked,) = made
    moved = replace(asked.found, files=tuple(replace(file, at=7) for file in asked.found.files))
    assert kept.key_of(replace(asked, found=moved)) != kept.key_of(asked)


def test_a_damaged_report_is_made_again(folder: Path, made: list[by_text.Asked]) -> None:
    first = review_static(["migrations"])
    (entry,) = (Path(os.environ["XDG_CACHE_HOME"]) / "pgassay" / "reports").iterdir()
    entry.write_bytes(entry.read_bytes()[:-20])
    assert review_static(["migrations"]) == first
    assert len(made) == 2


def test_nothing_is_kept_where_nothing_can_be_written(
    folder: Path, made: list[by_text.Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert review_static(["migrations"]) == review_static(["migrations"])
    assert len(made) == 2


def test_old_reports_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    for number in range(6):
        (folder / "migrations" / "2_title.sql").write_text(f"{_CHANGED}-- {number}\n", "utf-8")
        review_static(["migrations"])
    assert len(list((Path(os.environ["XDG_CACHE_HOME"]) / "pgassay" / "reports").iterdir())) == 3
