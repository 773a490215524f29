"""What `review --static` takes of the processor, against squawk on the same files.

squawk comes from the package index, into a folder of this benchmark's own that is gone at its end.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

from corpus import write_corpus, write_wide

FILES = 2_000
RUNS = 9
WIDE = (400, 1_600)
_REVIEW = ("review", "--static", "--format", "concise")


def processor_ms(words: Sequence[str | Path], folder: Path, cache: Path, *, again: bool) -> float:
    """Milliseconds of the processor, the user's and the system's, that a command takes: with what it kept in
    `cache` the last time, or with nothing.
    """
    if not again:
        shutil.rmtree(cache, ignore_errors=True)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["XDG_CACHE_HOME"] = str(cache)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = subprocess.DEVNULL
    subprocess.run(words, stdout=quiet, stderr=quiet, cwd=folder, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def squawk(folder: Path) -> Path:
    """Installs squawk into `folder`. Raises CalledProcessError where there is no package index."""
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "squawk-cli"]
    subprocess.run(pip, check=True)
    return folder / "bin" / "squawk"


def git(folder: Path, *words: str) -> None:
    """Runs git with a name of its own."""
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def main() -> None:
    """Prints the least of several runs in turn, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        peer = squawk(top / "peer")
        work = top / "work"
        migrations = work / "migrations"
        migrations.mkdir(parents=True)
        git(work, "init", "--quiet")
        git(work, "commit", "--quiet", "--allow-empty", "-m", "empty")
        write_corpus(migrations, FILES)
        files = sorted(migrations.iterdir())
        git(work, "add", *(str(file) for file in files[:-1]))
        git(work, "commit", "--quiet", "-m", "all but the last")
        ours = (sys.executable, "-m", "pgassay", *_REVIEW)
        one = work / "one.sql"
        one.write_text("alter table public.orders add column note text;\n", "utf-8")
        last, every = (*ours, "--since", "HEAD", migrations), (*ours, "--since", "HEAD~1", migrations)
        sides: dict[str, tuple[Sequence[str | Path], bool]] = {
            "bare interpreter": ((sys.executable, "-c", "pass"), False),
            "pgassay, one file": ((*ours, one), False),
            "pgassay, one file, again": ((*ours, one), True),
            "squawk, one file": ((peer, "--reporter", "Gcc", one), False),
            f"pgassay, {FILES} files, the last one new": (last, False),
            f"pgassay, {FILES} files, the last one new, again": (last, True),
            f"pgassay, {FILES} files, all new": (every, False),
            f"pgassay, {FILES} files, all new, again": (every, True),
            f"squawk, {FILES} files": ((peer, "--reporter", "Gcc", *files), False),
        }
        least = dict.fromkeys(sides, float("inf"))
        for _ in range(RUNS):
            for side, (words, again) in sides.items():
                taken = processor_ms(words, work, top / "cache", again=again)
                least[side] = min(least[side], taken)
        wide: dict[int, float] = {}
        for tables in WIDE:
            folder = work / f"wide{tables}"
            folder.mkdir()
            write_wide(folder, tables)
            taken = [processor_ms((*ours, folder), work, top / "cache", again=False) for _ in range(3)]
            wide[tables] = min(taken)
    against = least[f"squawk, {FILES} files"]
    for side, taken in least.items():
        ratio = f"   {taken / against:.1f} times squawk" if f"pgassay, {FILES}" in side else ""
        print(f"{side:48} {taken:6.0f} ms{ratio}")
    for tables, taken in wide.items():
        print(f"{f'pgassay, one new file that changes {tables} tables':48} {taken:6.0f} ms")


if __name__ == "__main__":
    main()
