"""Which files are new: by git where there is one, else the last."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pgassay.errors import MigrationError
from pgassay.read.migrations import read_migrations
from pgassay.read.revision import new_since

NAMES = ("0001_a.sql", "0002_b.sql", "0003_c.sql")


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("SELECT 1;", "utf-8")


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.com", *words],
        check=True,
        capture_output=True,
    )


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "more")


def new(folder: Path, since: str | None = None) -> list[str]:
    """The names of the new files of a folder."""
    source = read_migrations([folder])
    found, _ = new_since(source.migrations, source.roots, since)
    return [Path(source.migrations[index].path).name for index in sorted(found)]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository on its main branch, two migrations committed."""
    git(tmp_path, "init", "-b", "main")
    write(tmp_path, *NAMES[:2])
    commit(tmp_path)
    return tmp_path


def test_without_git_the_last_file_is_new(tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    assert new(tmp_path) == ["0003_c.sql"]


def test_where_nothing_was_added_the_last_file_is_new(repository: Path) -> None:
    assert new(repository) == ["0002_b.sql"]


def test_what_the_main_branch_lacks_is_new(repository: Path) -> None:
    git(repository, "switch", "-c", "feature")
    write(repository, "0001_0_between.sql")
    commit(repository)
    write(repository, "0003_c.sql")
    assert new(repository) == ["0001_0_between.sql", "0003_c.sql"]


def test_since_names_the_revision(repository: Path) -> None:
    write(repository, "0003_c.sql")
    commit(repository)
    assert new(repository, "HEAD~1") == ["0003_c.sql"]
    assert new(repository, "HEAD") == []


def test_an_unknown_revision_is_an_error(repository: Path) -> None:
    with pytest.raises(MigrationError, match="no such revision"):
        new(repository, "nowhere")


def test_a_revision_without_a_repository_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    with pytest.raises(MigrationError, match="no such revision"):
        new(tmp_path, "HEAD")


def test_files_that_look_like_a_repository_are_not_asked(repository: Path, tmp_path: Path) -> None:
    """Git would take them for one, fetch what it lacks, and run the program that its configuration names."""
    ran = tmp_path / "ran"
    folder = repository / "migrations"
    (folder / "objects").mkdir(parents=True)
    (folder / "refs" / "heads").mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "refs" / "heads" / "main").write_text("1234567890" * 4 + "\n")
    (folder / "config").write_text(
        "[core]\nrepositoryformatversion = 1\nbare = false\nworktree = ..\n"
        "[extensions]\npartialClone = origin\n"
        f'[remote "origin"]\nurl = {repository}\npromisor = true\n'
        f'uploadpack = "touch {ran}; git-upload-pack"\n'
    )
    write(folder, *NAMES)
    assert new(folder) == list(NAMES)
    assert not ran.exists()
