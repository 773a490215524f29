"""The projects in examples/, each in a repository whose main branch lacks the migrations that are new."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "examples"
TABLES = Path(__file__).parent / "acceptance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A project: its `reviewed` migration (whose lines rows name where they name no file), those that are
    `new`, how many statements fail, its tenancy (table, key, membership), and what a review must say and not.
    """

    name: str
    reviewed: str
    new: tuple[str, ...]
    failed: int
    tenancy: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]

    @property
    def folder(self) -> Path:
        """Where it lies in this repository."""
        return FOLDER / self.name.replace("_", "-")

    def copied(self, target: Path) -> Path:
        """A copy below `target` with the new migrations on a branch of their own."""
        copy = target / self.folder.name
        shutil.copytree(self.folder, copy)
        waiting = [path for path in sorted(copy.rglob("*.sql")) if path.name in self.new]
        assert len(waiting) == len(self.new)
        for path in waiting:
            path.rename(target / path.name)
        _git(copy, "init", "-b", "main")
        _commit(copy)
        _git(copy, "checkout", "-b", "change")
        for path in waiting:
            (target / path.name).rename(path)
        _commit(copy)
        return copy


def examples() -> list[Example]:
    """All examples that a table describes."""
    described: dict[str, dict[str, Any]] = json.loads((TABLES / "examples.json").read_text("utf-8"))
    return [
        Example(
            name=name,
            reviewed=one["reviewed"],
            new=tuple(one["new"]),
            failed=one["failed"],
            tenancy=tuple(one["tenancy"]),
            rows=tuple(json.loads((TABLES / f"{name}.json").read_text("utf-8"))),
        )
        for name, one in described.items()
    ]


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-m", "more")


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)
