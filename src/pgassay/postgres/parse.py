"""Text to statements and trees, with Postgres's own parser."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, cast

import msgspec
from pglast.parser import ParseError, parse_plpgsql_json, parse_sql_json, scan

from pgassay.model.source import Location, Statement, SyntaxFault, Tree

_COMMENTS = ("SQL_COMMENT", "C_COMMENT")

# What a name of many bytes looks like; most texts hold none and need not be scanned for it.
_LONG = re.compile(r'"[^"]{16,}"|[^\W\d][\w$]{15,}')

# Rows that psql reads from the file itself: after COPY … FROM STDIN, up to a line of backslash and period.
_COPY = re.compile(r"^copy\b[^;]{1,4000}?\bfrom\s+stdin\b[^;]{0,1000};[^\n]*\n", re.I | re.M)
_ROWS_END = re.compile(r"^\\\.[ \t\r]*$", re.M)
_ROW_TEXT = re.compile(r"[^\n]")

# Where PL/pgSQL names types: a function's arguments and result, and what a DECLARE says of each variable.
_DOLLARS = re.compile(r"\$\w*\$")
_DECLARED = re.compile(r"\bdeclare\b.*?\bbegin\b", re.I | re.S)
_QUALIFIED = re.compile(r'(?<![\w.])(?:"[^"]+"|[a-z_]\w*)\.(?P<type>"[^"]+"|[a-z_]\w*)', re.I)
_TYPED = re.compile(
    r'(?P<name>(?:^|;|\bdeclare\b)\s*(?!(?:select|from|join|where|and|or|on|by|when|then|else)\b)"?\w+"?\s+'
    r'(?:constant\s+)?)(?:"[^"]+"|[a-z_]\w*)\.(?P<type>"[^"]+"|[a-z_]\w*)',
    re.I | re.M,
)


class Positions:
    """Turns character offsets of one text into lines and columns. Costs one pass over the text."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]

    def location(self, start: int, end: int) -> Location:
        """The place of the characters from `start` up to `end`."""
        line = bisect_right(self._starts, start)
        last = bisect_right(self._starts, max(start, end - 1))
        return Location(file=self._file, line=line, column=start - self._starts[line - 1] + 1, end_line=last)


def split_statements(text: str, file: str, first: int = 0) -> tuple[list[Statement], list[SyntaxFault]]:
    """The statements of a file, numbered from `first`, and the pieces that do not parse.

    Positions are of the statement's first token: leading comments are skipped. When one statement does not
    parse the others still count.
    """
    positions = Positions(text, file)
    try:
        return _parse(text, positions, 0, first), []
    except ParseError:
        return _parse_piecewise(text, positions, first)


def _parse(text: str, positions: Positions, shift: int, first: int) -> list[Statement]:
    """Statements of `text`, which starts at character `shift` of its file."""
    encoded = text.encode()
    statements: list[Statement] = []
    character, last = shift, 0
    for raw in _decode(parse_sql_json(text))["stmts"]:
        start = cast(int, raw.get("stmt_location", 0))
        end = start + cast(int, raw["stmt_len"]) if raw.get("stmt_len") else len(encoded)
        sql = encoded[start:end].decode().rstrip()
        # Counted from the statement before, so that a file costs one pass and not one per statement.
        character += len(encoded[last:start].decode())
        last = start
        ((kind, tree),) = cast("Tree", raw["stmt"]).items()
        statements.append(
            Statement(
                number=first + len(statements),
                sql=sql,
                location=positions.location(character, character + len(sql)),
                kind=kind,
                tree=cast("Tree", tree),
                offset=start,
            )
        )
    return statements


def _parse_piecewise(
    text: str, positions: Positions, first: int
) -> tuple[list[Statement], list[SyntaxFault]]:
    statements: list[Statement] = []
    faults: list[SyntaxFault] = []
    readable = _without_rows(text)
    for start, end in _pieces(readable):
        piece = readable[start:end]
        try:
            statements.extend(_parse(piece, positions, start, first + len(statements)))
        except ParseError as error:
            message, at = _fault(error, piece)
            place = positions.location(start + at, end)
            faults.append(SyntaxFault(message=message, location=place, sql=piece.strip()))
    return statements, faults


def _pieces(text: str) -> list[tuple[int, int]]:
    """Character ranges of the statements, cut at semicolons; from what cannot be scanned on it is one piece.

    The parser's own splitter drops a statement that holds no keyword, which is just what a typo makes of one.
    """
    try:
        tokens = scan(text)
    except ParseError as error:
        at = min(_fault(error, text)[1], len(text) - 1)
        before = _pieces(text[:at]) if text[:at].strip() else []
        # The statement that the unreadable text begins in goes to the end of the file with it.
        start = before.pop()[0] if before and before[-1][1] == at else at
        return [*before, (start, len(text))]
    pieces: list[tuple[int, int]] = []
    start, nesting, previous, resume = None, 0, "", 0
    for token in tokens:
        name, at = token.name, token.start
        if name in _COMMENTS or at < resume:
            continue
        if start is None and name == "ASCII_92":
            # A command of psql's own ends with its line.
            resume = text.find("\n", at) % (len(text) + 1)
            pieces.append((at, resume))
            continue
        start = at if start is None else start
        # A body between BEGIN ATOMIC and END holds semicolons of its own, and CASE … END within it.
        if (previous, name) == ("BEGIN_P", "ATOMIC") or (nesting and name == "CASE"):
            nesting += 1
        elif nesting and name == "END_P":
            nesting -= 1
        elif name == "ASCII_59" and not nesting:
            pieces.append((start, at))
            start = None
        previous = name
    if start is not None:
        pieces.append((start, len(text)))
    return [(begin, end) for begin, end in pieces if text[begin:end].strip()]


def _without_rows(text: str) -> str:
    """The text with the rows that follow a COPY … FROM STDIN blanked out, up to the line that ends them."""
    kept: list[str] = []
    done = 0
    for end in _ROWS_END.finditer(text):
        copies = list(_COPY.finditer(text, done, end.start()))
        if copies:
            begin = copies[0].end()
            kept += [text[done:begin], _ROW_TEXT.sub(" ", text[begin : end.end()])]
            done = end.end()
    return "".join([*kept, text[done:]])


def _fault(error: ParseError, text: str) -> tuple[str, int]:
    """The parser's message and the character offset it points at."""
    message = str(error.args[0]) if error.args else str(error)
    told = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0
    return message, min(max(told, 0), len(text))


def _decode(document: str) -> dict[str, Any]:
    # The parse tree has some 200 node kinds; it stays JSON, and what reads it asks for what it knows.
    try:
        return cast("dict[str, Any]", msgspec.json.decode(document))
    except (RecursionError, msgspec.DecodeError) as error:
        raise ParseError("statement is nested too deeply to read", 0) from error


def locate(statement: Statement, byte: int | None) -> Location:
    """The place of a tree location (a byte offset) of a statement; the statement's own when there is none."""
    if byte is None or byte < statement.offset:
        return statement.location
    before = statement.sql.encode()[: byte - statement.offset].decode(errors="ignore")
    down = before.count("\n")
    start = statement.location
    column = len(before) - before.rfind("\n") if down else start.column + len(before)
    return Location(file=start.file, line=start.line + down, column=column, end_line=start.line + down)


def comments(text: str) -> list[tuple[int, int, str]]:
    """The line comments of a text as (start, end, text), in characters; none where it cannot be scanned."""
    try:
        tokens = scan(text)
    except ParseError:
        return []
    found = (token for token in tokens if token.name == "SQL_COMMENT")
    return [(token.start, token.end + 1, text[token.start : token.end + 1]) for token in found]


def long_names(text: str, longest: int) -> list[tuple[int, str]]:
    """The names of a text, quoted or not, that are longer than `longest` bytes, each with the character it
    starts at; none where the text cannot be scanned.
    """
    if not _LONG.search(text):
        return []
    try:
        tokens = scan(text)
    except ParseError:
        return []
    found: list[tuple[int, str]] = []
    for token in tokens:
        if token.name == "IDENT":
            name = text[token.start : token.end + 1]
            name = name[1:-1].replace('""', '"') if name.startswith('"') else name
            if len(name.encode()) > longest:
                found.append((token.start, name))
    return found


def walk(tree: object) -> Iterator[tuple[str, Tree]]:
    """Every node of a tree as (name, fields), parents first, in the order they are written.

    The name is the node's (`RangeVar`), or, where the grammar fixes the node, the field's that holds it
    (`relation`).
    """
    stack: list[tuple[str, object]] = [("", tree)]
    while stack:
        name, node = stack.pop()
        if isinstance(node, dict):
            fields = cast("dict[str, object]", node)
            if name:
                yield name, fields
            stack.extend(reversed(fields.items()))
        elif isinstance(node, list):
            stack.extend(("", item) for item in reversed(cast("list[object]", node)))


@functools.lru_cache(maxsize=65_536)
def expression(sql: str) -> Tree | None:
    """The tree of one SQL expression (`{"A_Expr": {…}}`), or None when it does not parse."""
    trees = queries(f"SELECT {sql}")
    if len(trees) != 1 or "SelectStmt" not in trees[0]:
        return None
    targets = trees[0]["SelectStmt"].get("targetList", [])
    return cast("Tree", targets[0]["ResTarget"]["val"]) if len(targets) == 1 else None


@functools.lru_cache(maxsize=16_384)
def queries(sql: str) -> tuple[Tree, ...]:
    """The statements of a piece of SQL, each as `{"SelectStmt": {…}}`; none when it does not parse."""
    try:
        return tuple(cast("Tree", raw["stmt"]) for raw in _decode(parse_sql_json(sql))["stmts"])
    except ParseError:
        return ()


@functools.lru_cache(maxsize=4_096)
def plpgsql(definition: str) -> Tree | None:
    """The tree of a PL/pgSQL function from its CREATE FUNCTION text, or of a DO block, or None when it does
    not parse.

    The parser knows types of no schema but public: those of others are read as public's, or as text where a
    record of that name will not do. What the body runs stays as it is written.
    """
    for text in (definition, *_with_known_types(definition)):
        try:
            functions = cast("list[Tree]", msgspec.json.decode(parse_plpgsql_json(text)))
        except (ParseError, RecursionError, msgspec.DecodeError):
            continue
        return cast("Tree", functions[0]["PLpgSQL_function"]) if functions else None
    return None


def _with_known_types(definition: str) -> Iterator[str]:
    """The definition with the types of other schemas in public, then as text."""
    quote = _DOLLARS.search(definition)
    header, body = (definition[: quote.start()], definition[quote.start() :]) if quote else ("", definition)
    for known in ("public.\\g<type>", "text"):
        declared = _DECLARED.sub(
            lambda section, known=known: _TYPED.sub(rf"\g<name>{known}", section[0]), body
        )
        text = _QUALIFIED.sub(known, header) + declared
        if text != definition:
            yield text
