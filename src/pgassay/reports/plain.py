"""Text that is safe to show: nothing in it that a terminal or a reader would obey."""

from __future__ import annotations

import re

#: Control characters but tab and line feed, marks that turn the direction of text or take no room, separators
#: that end a line in some readers, half characters that no encoding writes, and what is no character at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """The text with every character that a terminal or a reader would obey, not show, replaced by U+FFFD.

    Replaced, not removed: removing could turn one object's name into another's.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def escaped(text: str) -> str:
    """The text with what a terminal or a reader would obey written as escapes, for formats that have them.

    Half characters, which no format can name, are replaced as in `safe`.
    """

    def escape(match: re.Match[str]) -> str:
        code = ord(match.group())
        if 0xD800 <= code <= 0xDFFF:
            return "\ufffd"
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"

    return _UNSAFE.sub(escape, text)
