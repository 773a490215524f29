"""Comments that say that a finding is right as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from pgassay.model.source import Ignore, Location, Statement
from pgassay.postgres.parse import Positions
from pgassay.postgres.pieces import comments

_IGNORE = re.compile(r"--\s*pgassay:\s*ignore\s+([A-Za-z0-9_-]+)\s*(?::\s*(.*?))?\s*$")


def attach_ignores(
    text: str, file: str, statements: list[Statement]
) -> tuple[list[Statement], tuple[Ignore, ...]]:
    """The statements with the ignores that cover them, and the ignores that stand beside no statement.

    A comment covers the statement it stands in, the one that ends on its line, or else the next one.
    """
    if "pgassay:" not in text:
        return statements, ()
    positions = Positions(text, file)
    starts = [(one.location.line, one.location.column) for one in statements]
    attached: dict[int, list[Ignore]] = {}
    loose: list[Ignore] = []
    for start, end, comment in comments(text):
        match = _IGNORE.match(comment)
        if match is None:
            continue
        place = positions.location(start, end)
        ignore = Ignore(rule=match[1], reason=(match[2] or "").strip(), location=place)
        index = _covered(statements, starts, place)
        if index is None:
            loose.append(ignore)
        else:
            attached.setdefault(index, []).append(ignore)
    covered = [
        replace(statement, ignores=tuple(attached.get(index, ())))
        for index, statement in enumerate(statements)
    ]
    return covered, tuple(loose)


def _covered(
    statements: Sequence[Statement], starts: Sequence[tuple[int, int]], place: Location
) -> int | None:
    """The index of the statement a comment covers: the last to start before it and reach its line, or the
    next.
    """
    following = bisect_right(starts, (place.line, place.column))
    if following and statements[following - 1].location.end_line >= place.line:
        return following - 1
    return following if following < len(statements) else None
