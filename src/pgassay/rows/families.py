"""Series of values to try in a column; Postgres says which of them its type takes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from pgassay.rows.hints import Family, constant, hints

#: Series that need no hint, by Postgres's type category (pg_type.typcategory).
_SERIES: dict[str, tuple[str, ...]] = {
    "N": ("{n}", "{n}0", "0.{n}", "-{n}", "{n}000"),
    "S": ("row-{n}", "Row {n}", "row_{n}", "ROW{n}", "row{n}", "{n}", "user{n}@example.com", "{n:02}:00"),
    "D": ("{n:02}:00",),
    "T": ("{n} hours", "{n} days", "{n}0 days", "{n} minutes", "{n} years", "-{n} hours"),
    "I": ("10.0.0.{n}", "10.0.{n}.0/24", "2001:db8::{n}", "2001:db8:{n}::/48"),
    "R": (
        "[2024-01-01 00:{n:02}:00,2024-01-01 00:{n:02}:30)",
        "[{n}0,{n}5)",
        "{{[2024-01-01 00:{n:02}:00,2024-01-01 00:{n:02}:30)}}",
        "{{[{n}0,{n}5)}}",
    ),
    "G": ("({n},{n})", "(({n},{n}),(0,0))", "<({n},{n}),1>"),
    "U": ('{{"n": {n}}}', "[{n}]", "08:00:2b:01:02:{n:02}", "\\x{n:04}", "0/{n}"),
    "V": ("{n:08b}", "1"),
    "A": ("{{{n}}}", "{{row-{n}}}", '{{"2024-01-01 00:00:{n:02}+00"}}'),
}

#: Days that series of times start at: before, between and after one another, and after now.
_STARTS = (date(2024, 1, 1), date(2024, 6, 1), date(2023, 6, 1), date(2094, 1, 1), date(1970, 1, 1))

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
    category: str,
    *,
    labels: Sequence[str],
    texts: Iterable[str],
    numbers: Iterable[float],
    first: bool,
    length: int | None = None,
) -> list[Family]:
    """The series for a column of a type category, best first.

    `labels` are an enum's, `length` the bits of a type that has so many; `texts` and `numbers` stand in the
    constraints that name the column; `first` puts these before what fits any column, which suits all but
    unique columns.
    """
    hinted = hints(category, sorted(set(texts)), sorted(set(numbers)))
    general = [*_general(category)]
    if category == "V" and length is not None:
        general.append(Family(lambda n: f"{n % 2**length:0{length}b}", varies=length > 4))
    found = [*hinted, *general] if first else sorted([*general, *hinted], key=lambda one: not one.varies)
    if labels:
        found = [Family(lambda n: labels[n % len(labels)], varies=len(labels) > 1), *map(constant, labels)]
    return found


def _general(category: str) -> Iterable[Family]:
    if category == "U":
        yield Family(lambda n: str(uuid.UUID(int=(n + 1) * 0x1000000010000000100000001)))
    if category == "D":
        yield from (Family(_days_after(start)) for start in _STARTS)
        # The same day of each week, from Monday on, and the first of each month and of each year.
        yield from (Family(_days_after(_STARTS[0] + timedelta(days=day), 7)) for day in range(7))
        yield Family(lambda n: date(2024 + n // 12, n % 12 + 1, 1).isoformat())
        yield Family(lambda n: date(2000 + n, 1, 1).isoformat())
    for pattern in _SERIES.get(category, ()):
        yield Family(_formatter(pattern))
    for value in _SINGLE.get(category, ()):
        yield constant(value)
    if category not in _SERIES and category not in _SINGLE:
        yield from (constant(value) for values in _SINGLE.values() for value in values)


def _days_after(start: date, step: int = 1) -> Callable[[int], str]:
    return lambda n: (start + timedelta(days=n * step)).isoformat()


def _formatter(pattern: str) -> Callable[[int], str]:
    return lambda n: pattern.format(n=n)
