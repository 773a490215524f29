"""Garbled and mutated statements and configurations: whatever comes in, no traceback goes out.

    python bench/fuzz.py --count 100000 --reviews 20 --seed 1

Most go through what needs no server (splitting, parsing, names, ignores, settings); `--reviews` batches of
100 statements are reviewed whole. Prints the counts; exits 1 with what it takes to repeat the first failure.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pgassay.config import Config, load
from pgassay.errors import PgassayError
from pgassay.postgres.parse import split_statements
from pgassay.read.ignores import attach_ignores
from pgassay.read.names import names_changed, names_created, names_touched
from pgassay.read.sending import goes_along, runs_alone
from pgassay.verbs.review import review

ROOT = Path(__file__).parents[1]
WORDS = (
    "$$",
    "'",
    '"',
    ";",
    "--",
    "/*",
    "*/",
    "(",
    ")",
    "\\",
    "\0",
    "𝄞",
    "é",
    "\r\n",
    "E'",
    "U&'",
    "::",
    "$1",
    "[",
)
BATCH = 100


def texts(pattern: str) -> list[str]:
    """The texts of the project's own files, to be spoiled."""
    return [path.read_text("utf-8") for path in sorted(ROOT.glob(pattern))]


def spoiled(dice: random.Random, seeds: list[str]) -> str:
    """A text of which something was cut, doubled, swapped, or put in."""
    text = dice.choice(seeds)
    for _ in range(dice.randint(1, 4)):
        start, end = sorted(dice.randint(0, len(text)) for _ in range(2))
        end = min(end, start + dice.randint(0, 60))
        match dice.randint(0, 5):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + text[start:]
            case 2:
                text = text[:start] + dice.choice(WORDS) + text[start:]
            case 3:
                text = text[:start] + "".join(dice.sample(text[start:end], end - start)) + text[end:]
            case 4:
                other = dice.choice(seeds)
                cut = dice.randint(0, len(other))
                text = text[:start] + other[cut : cut + 80] + text[end:]
            case _:
                text = text[:start] + chr(dice.randint(1, 0x2FFF)) + text[start:]
    return text


def parsed(text: str) -> None:
    """What every statement goes through before a server sees it."""
    statements, _ = split_statements(text, "fuzz.sql")
    statements, _ = attach_ignores(text, "fuzz.sql", statements)
    for statement in statements:
        for ask in (names_changed, names_created, names_touched, goes_along, runs_alone):
            ask(statement)


def configured(text: str, folder: Path) -> None:
    """A configuration is read, or refused with what is wrong with it."""
    (folder / "pgassay.toml").write_text(text, "utf-8", errors="surrogatepass")
    load(folder / "pgassay.toml", start=folder)


def reviewed(dice: random.Random, statements: list[str], folder: Path) -> None:
    """A whole review of a batch."""
    text = ";\n".join(spoiled(dice, statements).replace("\0", "") for _ in range(BATCH))
    (folder / "1.sql").write_text(text, "utf-8", errors="replace")
    report = review([folder / "1.sql"], config=Config(), platform="supabase")
    if not report.findings:
        raise AssertionError("a review of garbled statements found nothing")
    if report.errors:
        raise AssertionError("; ".join(report.errors))


def main() -> int:
    """Runs all, and says how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    files = texts("tests/rules/*/*.sql") + texts("examples/**/*.sql")
    statements = [one.sql for text in files for one in split_statements(text, "seed.sql")[0]]
    settings = texts("tests/rules/*/pgassay.toml") + texts("examples/**/pgassay.toml")
    settings.append(
        '[tenancy]\nmode = "tenant"\ncolumn = ["a"]\n[[ignore]]\nrule = "x"\nobject = "y"\nreason = "z"\n'
    )
    done: dict[str, int] = {"statements": 0, "configurations": 0, "reviews": 0}
    begun, text = time.monotonic(), ""

    def attempt(what: str, act: Callable[[], None]) -> None:
        done[what] += 1
        if what == "reviews":
            act()
            return
        with suppress(PgassayError):  # an answer to the user, and no traceback
            act()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            for number in range(asked.count):
                if number % 20 == 0:
                    text = spoiled(dice, settings)
                    attempt("configurations", lambda text=text: configured(text, folder))
                else:
                    text = spoiled(dice, statements)
                    attempt("statements", lambda text=text: parsed(text))
            for number in range(asked.reviews):
                text = f"review {number}"
                attempt("reviews", lambda: reviewed(dice, statements, folder))
        except Exception:  # what a user would have seen as a traceback
            traceback.print_exc()
            print(f"seed {asked.seed}, after {done}: {text!r}", file=sys.stderr)
            return 1
    print(f"{done}, reviews of {BATCH} statements each, {time.monotonic() - begun:.0f} s, seed {asked.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
