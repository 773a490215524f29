"""Whether two descriptions of one object say the same."""

from __future__ import annotations

import re

#: Casts between types of text, outside of literals; and parentheses around one literal, name or list.
_CASTS = re.compile(
    r"(?P<literal>'(?:[^']|'')*')|::(?:text|character varying|character|bpchar)(?:\(\d+\))?(?:\[\])?"
)
_AROUND_ONE = re.compile(r"(?<![\w\"])\(((?:'(?:[^']|'')*'|[\w.]+|ARRAY\[[^][()]*\]))\)")


def is_same(one: str | None, other: str | None) -> bool:
    """True for what is the same but for casts between types of text.

    What Postgres prints of a CHECK has others once it is read again: of `role IN ('a', 'b')` for a varchar it
    casts the list first, and then each item of it.
    """
    if one is None or other is None:
        return one is other
    return one == other or _without_casts(one) == _without_casts(other)


def _without_casts(text: str) -> str:
    bare, before = _CASTS.sub(lambda found: found["literal"] or "", text), ""
    while bare != before:
        bare, before = _AROUND_ONE.sub(r"\1", bare), bare
    return bare
