"""Cuts a text into statements without parsing it, in time that grows with its length and no faster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pglast.parser import ParseError, scan

# Postgres reads a run of these again from its start for each of them; two runs of 10,000 take a second.
_OPERATORS = re.compile(r"[~!@#^&|`?+\-*/%<>=]{256,}")
_MOST_STEPS = 200_000_000
#: Its tokens take some two hundred times the memory of a text.
MOST_SCANNED = 2_000_000

# Rows that psql reads from the file itself: after COPY … FROM STDIN, up to a line of backslash and period.
_COPY = re.compile(r"^copy\b", re.I | re.M)
_FROM_STDIN = re.compile(r"\bfrom\s+stdin\b", re.I)
_LONGEST_COPY = 5_000
_ROWS_END = re.compile(r"^\\\.[ \t\r]*$", re.M)
_ROW_TEXT = re.compile(r"[^\n]")

_LEXEME = re.compile(
    r"""
      (?P<space> \s++ )
    | (?P<note> --[^\n]*+ )
    | (?P<comment> /\* )
    | (?P<escaped> [eE]'(?:[^'\\]++|\\.|'')*+(?:'|\\?\Z) )
    | (?P<string> '(?:[^']++|'')*+(?:'|\Z) | "(?:[^"]++|"")*+(?:"|\Z) )
    | (?P<dollar> \$(?:[^\W\d]\w*+)?+\$ )
    | (?P<word> [^\W\d][\w$]*+ | \d[\w.]*+ )
    | (?P<end> ; )
    | (?P<backslash> \\ )
    | .
    """,
    re.X | re.S,
)
_COMMENT_MARK = re.compile(r"/\*|\*/")

#: What a token is, where it starts and where it ends: a word in capitals, `;`, `\`, `--`, `/*` or another.
Token = tuple[str, int, int]


def slow_to_read(text: str) -> str | None:
    """Why Postgres's own reader would take minutes over a text, and could not be stopped; mostly None."""
    longest, steps = 0, 0
    for run in _OPERATORS.finditer(text):
        length = run.end() - run.start()
        longest, steps = max(longest, length), steps + length * length
    return f"{longest:,} signs of operators in a row are too many to read" if steps > _MOST_STEPS else None


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a text, as Postgres would cut it; what is never closed reaches to the end."""
    at = 0
    while (lexeme := _LEXEME.match(text, at)) is not None:
        kind, at = lexeme.lastgroup, lexeme.end()
        start = lexeme.start()
        if kind == "comment":
            closed = _comment_end(text, at)
            at = len(text) if closed < 0 else closed
            yield "/*" if closed >= 0 else "", start, at
        elif kind == "dollar":
            closed = text.find(lexeme[0], at)
            at = len(text) if closed < 0 else closed + len(lexeme[0])
            yield "$$", start, at
        elif kind == "word":
            yield lexeme[0].upper() if len(lexeme[0]) < 8 else "", start, at
        elif kind != "space":
            yield {"note": "--", "end": ";", "backslash": "\\"}.get(kind or "", ""), start, at


def _comment_end(text: str, at: int) -> int:
    depth = 1
    for mark in _COMMENT_MARK.finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return -1


def pieces_of(text: str) -> list[tuple[int, int]]:
    """Character ranges of the statements, cut at semicolons; what is never closed goes to the text's end.

    The parser's own splitter drops a statement that holds no keyword, which is just what a typo makes of one.
    """
    pieces: list[tuple[int, int]] = []
    start, nesting, previous, resume = None, 0, "", 0
    for name, at, _ in tokens_of(text):
        if name in ("--", "/*") or at < resume:
            continue
        if start is None and name == "\\":
            # A command of psql's own ends with its line.
            resume = text.find("\n", at) % (len(text) + 1)
            pieces.append((at, resume))
            continue
        start = at if start is None else start
        # A body between BEGIN ATOMIC and END holds semicolons of its own, and CASE … END within it.
        if (previous, name) == ("BEGIN", "ATOMIC") or (nesting and name == "CASE"):
            nesting += 1
        elif nesting and name == "END":
            nesting -= 1
        elif name == ";" and not nesting:
            pieces.append((start, at))
            start = None
        previous = name
    if start is not None:
        pieces.append((start, len(text)))
    return [(begin, end) for begin, end in pieces if text[begin:end].strip()]


def without_rows(text: str) -> str:
    """The text with the rows that follow a COPY … FROM STDIN blanked out, up to the line that ends them."""
    kept: list[str] = []
    done, semicolon = 0, -1
    for copy in _COPY.finditer(text):
        if copy.start() < max(done, semicolon):
            continue  # among rows, or in the statement that the last one began
        semicolon = text.find(";", copy.end())
        if semicolon < 0:
            break
        head = semicolon - copy.start() <= _LONGEST_COPY
        if not head or not _FROM_STDIN.search(text, copy.end(), semicolon):
            continue
        begin = text.find("\n", semicolon) + 1
        end = _ROWS_END.search(text, begin) if begin else None
        if end is None:
            break
        kept += [text[done:begin], _ROW_TEXT.sub(" ", text[begin : end.end()])]
        done = end.end()
    return "".join([*kept, text[done:]])


def comments(text: str) -> list[tuple[int, int, str]]:
    """The line comments of a text as (start, end, text), in characters."""
    return [(start, end, text[start:end]) for name, start, end in tokens_of(text) if name == "--"]


def names_in(text: str) -> list[tuple[int, str]]:
    """The names of a text that are no keywords, as written, each with the character it starts at.

    None where the text cannot be scanned, or is too long for it.
    """
    if len(text) > MOST_SCANNED or slow_to_read(text):
        return []
    try:
        tokens = scan(text)
    except ParseError:
        return []
    return [(one.start, text[one.start : one.end + 1]) for one in tokens if one.name == "IDENT"]
