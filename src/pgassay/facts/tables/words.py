"""Words that a column takes, as its comment lists them."""

from __future__ import annotations

import re

_WORD = re.compile(r"^[A-Za-z][A-Za-z_]*(-[A-Za-z]+)*( [A-Za-z][A-Za-z_-]*)?$")
#: A slash inside a phrase stands between two of its words, and not between two of a list.
_PHRASE = re.compile(r"\w \w+/\w+|\w+/\w+ \w")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:or\s+|and\s+)?|\s+or\s+|\||/|;)\s*")


def is_word(text: str) -> bool:
    """True for a word, such as a state has, or for two: letters, underscores and hyphens."""
    return bool(_WORD.match(text))


def listed_words(comment: str | None) -> tuple[str, ...]:
    """The words of a comment that is a list of them, alone or after a colon: `State: open, done or dropped`;
    empty for any other text.
    """
    text = (comment or "").strip().rstrip(".").rpartition(":")[2].strip()
    if _PHRASE.search(text):
        return ()
    words = [part.strip().strip("'\"`") for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(words)) if len(words) > 1 and all(is_word(word) for word in words) else ()
