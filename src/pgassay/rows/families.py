"""Series of values to try in a column; Postgres says which of them its type takes."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

from pgassay.rows.patterns import example


class Family(msgspec.Struct, frozen=True):
    """A series of values as text: `of(n)` is the n-th; `varies` says that they are all different."""

    of: Callable[[int], str]
    varies: bool = True


#: Series that need no hint, by Postgres's type category (pg_type.typcategory).
_SERIES: dict[str, tuple[str, ...]] = {
    "N": ("{n}", "{n}0", "0.{n}", "-{n}", "{n}000"),
    "S": ("row-{n}", "Row {n}", "row_{n}", "ROW{n}", "row{n}", "{n}", "user{n}@example.com", "{n:02}:00"),
    "D": ("{n:02}:00",),
    "T": ("{n} hours", "{n} days"),
    "I": ("10.0.0.{n}", "10.0.{n}.0/24"),
    "R": ("[2024-01-01 00:{n:02}:00,2024-01-01 00:{n:02}:30)", "[{n}0,{n}5)"),
    "G": ("({n},{n})", "(({n},{n}),(0,0))", "<({n},{n}),1>"),
    "U": ('{{"n": {n}}}', "[{n}]", "08:00:2b:01:02:{n:02}", "\\x{n:04}"),
    "V": ("{n:08b}", "1"),
    "A": ("{{{n}}}", "{{row-{n}}}", '{{"2024-01-01 00:00:{n:02}+00"}}'),
}

#: Days that series of times start at: before, between and after one another, and after now.
_STARTS = (date(2024, 1, 1), date(2024, 6, 1), date(2023, 6, 1), date(2094, 1, 1))

#: Values that stand for themselves, by the same category; words and codes that checks often ask for.
_SINGLE: dict[str, tuple[str, ...]] = {
    "B": ("true", "false"),
    "N": ("0", "1", "0.5"),
    "S": (
        "https://example.com/",
        "+15550100",
        "* * * * *",
        "#a1b2c3",
        "en",
        "en-US",
        "US",
        "USD",
        "UTC",
        "1.0.0",
        "{}",
        "a",
        "",
    ),
    "U": ("{}", "[]", '""', "0", "<a/>", "1.2.3.4"),
    "A": ("{}",),
    "R": ("empty",),
}


def families(
    category: str, *, labels: Sequence[str], texts: Iterable[str], numbers: Iterable[float], first: bool
) -> list[Family]:
    """The series for a column of a type category, best first.

    `labels` are an enum's; `texts` and `numbers` stand in the constraints that name the column; `first` puts
    these before what fits any column, which suits all but unique columns.
    """
    hinted = _hinted(category, sorted(set(texts)), sorted(set(numbers)))
    general = [*_general(category)]
    found = [*hinted, *general] if first else sorted([*general, *hinted], key=lambda one: not one.varies)
    if labels:
        found = [Family(lambda n: labels[n % len(labels)], varies=len(labels) > 1), *map(_constant, labels)]
    return found


def _general(category: str) -> Iterable[Family]:
    if category == "U":
        yield Family(lambda n: str(uuid.UUID(int=(n + 1) * 0x1000000010000000100000001)))
    if category == "D":
        yield from (Family(_days_after(start)) for start in _STARTS)
    for pattern in _SERIES.get(category, ()):
        yield Family(_formatter(pattern))
    for value in _SINGLE.get(category, ()):
        yield _constant(value)
    if category not in _SERIES and category not in _SINGLE:
        yield from (_constant(value) for values in _SINGLE.values() for value in values)


def _days_after(start: date) -> Callable[[int], str]:
    return lambda n: (start + timedelta(days=n)).isoformat()


def _formatter(pattern: str) -> Callable[[int], str]:
    return lambda n: pattern.format(n=n)


def _hinted(category: str, texts: Sequence[str], numbers: Sequence[float]) -> list[Family]:
    found: list[Family] = []
    if category in ("N", "T"):
        found += [_constant(f"{value:g}") for value in _around(numbers)]
    found += [_constant(text) for text in texts]
    if category == "S":
        found += [Family(one) for text in texts if (one := example(text)) is not None]
        found += [_constant(text.replace("%", "x").replace("_", "x")) for text in texts if "%" in text]
        lengths = [int(one) for one in _around(numbers) if 0 < one <= 10_000]
        found += [Family(lambda n, length=length: f"{n:0>{length}}") for length in lengths]
    if category == "A":
        found += [_constant("{" + f'"{text}"' + "}") for text in texts]
        found += [_constant("{" + ",".join(["1"] * int(one)) + "}") for one in numbers if 0 < one < 100]
    if category == "U" and texts:
        members = ", ".join(f'"{text}": "{text}"' for text in texts if '"' not in text and "\\" not in text)
        found.append(_constant("{" + members + "}"))
    return found


def _around(numbers: Sequence[float]) -> list[float]:
    """Between, at, and beside numbers: what lies in the middle first."""
    middles = [(low + high) / 2 for low, high in itertools.pairwise(numbers)]
    whole = [float(int(one)) for one in middles if int(one) != one]
    beside = [one + step for one in numbers for step in (0, 1, -1)]
    return list(dict.fromkeys([*middles, *whole, *beside]))


def _constant(value: str) -> Family:
    return Family(lambda _: value, varies=False)
