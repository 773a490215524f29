"""Series of values made of the strings and numbers that stand in what is asked of a column."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from pgassay.rows.patterns import example

_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")

#: As many strings or numbers are put together with one another at most.
_MOST_JOINED = 6

#: The longest string, and the longest list, made to fit a length that a check asks for.
_LONGEST, _LONGEST_LIST = 10_000, 100


class Family(msgspec.Struct, frozen=True):
    """A series of values as text: `of(n)` is the n-th; `varies` says that they are all different."""

    of: Callable[[int], str]
    varies: bool = True


def constant(value: str) -> Family:
    """The series that is the same value each time."""
    return Family(lambda _: value, varies=False)


def hints(category: str, texts: Sequence[str], numbers: Sequence[float]) -> list[Family]:
    """The series for a column of a type category (pg_type.typcategory) that `texts` and `numbers` suggest,
    best first; Postgres says which of them fit.
    """
    found: list[Family] = []
    if category in ("N", "T"):
        found += [constant(f"{value:g}") for value in _around(numbers)]
    found += [constant(text) for text in texts]
    words = [one for one in texts if not _NUMBER.match(one)] or texts
    lengths = [int(one) for one in _around(numbers) if 0 < one <= _LONGEST]
    few = [one for one in lengths if one < _LONGEST_LIST]
    if category == "N":
        found += _remainders([int(one) for one in numbers if int(one) == one][:_MOST_JOINED])
    if category == "T":
        found += [Family(lambda n, text=text: f"{text} {n} seconds") for text in texts]
        clocks = [text[:-2] for text in texts if text.endswith(":00")]
        found += [Family(lambda n, clock=clock: f"{clock}{n:02}") for clock in clocks]
    if category == "S":
        found += _strings(texts, words[:_MOST_JOINED], lengths)
    if category == "A":
        found += [constant("{" + _quoted(text) + "}") for text in texts]
        found += [constant("{" + ",".join(["1"] * int(one)) + "}") for one in numbers if 0 < one < 100]
        found += [constant("{" + ",".join(_taken(words, one)) + "}") for one in few if words]
    if category == "U":
        found += _documents(texts, words, few)
        found += [Family(lambda n, length=length: f"\\x{n:0{2 * length}x}") for length in lengths]
    return found


def _strings(texts: Sequence[str], words: Sequence[str], lengths: Sequence[int]) -> Iterable[Family]:
    yield from (Family(one) for text in texts if (one := example(text)) is not None)
    yield from (constant(text.replace("%", "x").replace("_", "x")) for text in texts if "%" in text)
    yield from (Family(lambda n, length=length: f"{n:0>{length}}") for length in lengths)
    starts = [one for text in words if (one := text.rstrip("%"))]
    for start, length in itertools.product(starts, lengths):
        rest = length - len(start)
        if rest > 1:
            yield Family(lambda n, start=start, rest=rest: f"{start}{n:0>{rest}}")
    yield from (Family(lambda n, start=start: f"{start}{n}") for start in starts)
    # What stands between separators: at the start, or at all other places.
    for mark, word in itertools.permutations(words, 2):
        yield Family(lambda n, mark=mark, word=word: f"{word}{mark}row{n}")
        yield Family(lambda n, tail=3 * (mark + word): f"row{n}{tail}")


def _documents(texts: Sequence[str], words: Sequence[str], lengths: Sequence[int]) -> Iterable[Family]:
    """JSON with these members, or lists of these lengths."""
    if texts:
        members = ", ".join(f'"{text}": "{text}"' for text in texts if '"' not in text and "\\" not in text)
        yield constant("{" + members + "}")
    lists = [[1] * length for length in lengths]
    yield from (constant(json.dumps(one)) for one in lists)
    values = [*words[:_MOST_JOINED], 1, [1], {}, True, *lists[:_MOST_JOINED]]
    yield from (constant(json.dumps(dict.fromkeys(words, value))) for value in values if words)


def _remainders(numbers: Sequence[int]) -> Iterable[Family]:
    """Numbers that leave one of these when divided by another, above all of them."""
    for divisor, rest in itertools.permutations(numbers, 2):
        if 0 <= rest < divisor > 1:
            start = max(numbers) + 1 + (rest - max(numbers) - 1) % divisor
            yield Family(lambda n, start=start, divisor=divisor: str(start + divisor * (n - 1)))


def _taken(texts: Sequence[str], many: int) -> list[str]:
    """The first strings as members of an array, from the start again where they are too few."""
    return [_quoted(text) for text in itertools.islice(itertools.cycle(texts), many)]


def _quoted(text: str) -> str:
    return f'"{text}"'


def _around(numbers: Sequence[float]) -> list[float]:
    """Between, at, and beside numbers: what lies in the middle first."""
    middles = [(low + high) / 2 for low, high in itertools.pairwise(numbers)]
    whole = [float(int(one)) for one in middles if int(one) != one]
    beside = [one + step for one in numbers for step in (0, 1, -1)]
    return list(dict.fromkeys([*middles, *whole, *beside]))
