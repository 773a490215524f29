"""Shells complete commands, options and rules, without a command being loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pgassay.cli.completion import SHELLS
from pgassay.rules.discover import rules

SOURCES = Path(__file__).parents[2] / "src"


def pgassay(*arguments: str, **variables: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(SOURCES)} | variables
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'pgassay'; from pgassay.cli import main; main()",
            *arguments,
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def completed(shell: str, line: str) -> set[str]:
    """What the shell is offered after this line."""
    words = line.split(" ")
    at = words[-1] if shell == "fish" else str(len(words) - 1)
    answer = pgassay(_PGASSAY_COMPLETE=f"{shell}_complete", COMP_WORDS=line, COMP_CWORD=at)
    if shell == "zsh":
        return set(answer.split("\n"))
    return {entry.partition(",")[2].partition("\t")[0] for entry in answer.split("\n") if entry}


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_and_rules_are_offered(shell: str) -> None:
    assert {"review", "rules"} <= completed(shell, "pgassay r")
    assert "config" not in completed(shell, "pgassay r")
    name = rules()[0].name
    assert name in completed(shell, f"pgassay explain {name[:6]}")


def test_options_and_their_values_are_offered() -> None:
    assert {"--fail-on", "--format"} <= completed("bash", "pgassay review --f")
    assert {"sarif", "junit"} <= completed("bash", "pgassay review --format ")
    assert {"isolation", rules()[0].name} <= completed("bash", "pgassay review --select ")
    assert "isolation,locks" in completed("bash", "pgassay review --select isolation,lo")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_for_this_command(shell: str) -> None:
    script = pgassay("completion", shell)
    assert "_PGASSAY_COMPLETE=" in script
    assert f"{shell}_complete" in script


def test_bash_takes_the_script_and_completes(tmp_path: Path) -> None:
    command = tmp_path / "pgassay"
    start = f"import sys; sys.path.insert(0, {str(SOURCES)!r}); from pgassay.cli import main; main()"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{start}" "$@"\n', "utf-8")
    command.chmod(0o755)
    script = (
        'eval "$(pgassay completion bash)"\n'
        "COMP_WORDS=(pgassay review --min-sev); COMP_CWORD=2\n"
        '_pgassay_completion pgassay\necho "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("--min-severity\n", "")
