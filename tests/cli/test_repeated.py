"""The same input gives the same bytes, whatever order a process has its sets in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "autonomous-agents"

_ROWS = """
from pgassay.rows.patterns import example
print([example(one)(7) for one in (r"^[^@ ]+@[^@ ]+$", r"^\\W{9}$", r"^(a|b|c)[a-z_]{9}$")])
"""


def output(hash_seed: int, *arguments: str, folder: Path) -> bytes:
    """What a process of its own prints."""
    given = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, cwd=folder, env=given)
    assert done.stdout, done.stderr
    return done.stdout


def test_a_review_is_the_same_in_every_process(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "project")
    command = ("-m", "pgassay", "review", ".", "--format", "json")
    assert output(1, *command, folder=folder) == output(3, *command, folder=folder)


def test_so_are_the_rows_that_match_a_pattern(tmp_path: Path) -> None:
    assert output(1, "-c", _ROWS, folder=tmp_path) == output(2, "-c", _ROWS, folder=tmp_path)
