"""Words that a column takes, as its comment lists them."""

from __future__ import annotations

import re

_WORD = re.compile(r"^[A-Za-z][A-Za-z_]*(-[A-Za-z]+)*( [A-Za-z][A-Za-z_-]*)?$")
#: A slash inside a phrase stands between two of its words, and not between two of a list.
_PHRASE = re.compile(r"\w \w+/\w+|\w+/\w+ \w")
#: The list goes on: these are some of its words.
_OPEN = re.compile(
    r"\betc\b|\.\.\.|…|\be\.?g\b|\b(such as|for example|for instance|including|and so on|like)\b", re.I
)
_BETWEEN = re.compile(r"\s*(?:,\s*(?:or\s+|and\s+)?|\s+or\s+|\||/|;)\s*")


def is_word(text: str) -> bool:
    """True for a word, such as a state has, or for two: letters, underscores and hyphens."""
    return bool(_WORD.match(text))


def listed_words(comment: str | None) -> tuple[str, ...]:
    """The words of a comment that is a list of them, alone or after a colon: `State: open, done or dropped`;
    empty for any other text, and for a list that goes on (etc.). NULL is no word.
    """
    before, _, text = (comment or "").strip().rpartition(":")
    if ":" in before or _OPEN.search(comment or "") or _PHRASE.search(text):
        return ()
    parts = (part.strip().strip("'\"`") for part in _BETWEEN.split(text.strip().rstrip(".").strip()))
    words = [part for part in parts if part.lower() != "null"]
    return tuple(dict.fromkeys(words)) if len(words) > 1 and all(is_word(word) for word in words) else ()
