"""Text to statements and trees, with Postgres's own parser."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, cast

import msgspec
from pglast.parser import ParseError, parse_plpgsql_json, parse_sql_json

from pgassay.errors import MigrationError
from pgassay.model.source import Location, Statement, SyntaxFault, Tree
from pgassay.postgres.pieces import names_in, pieces_of, slow_to_read, without_rows

# A tree takes some fifteen times the memory of its JSON.
_MOST_JSON = 256 << 20
_LARGE_JSON = 2 << 20
_MOST_STATEMENTS = 100_000
_LONGEST_TEXT = 8_000_000
_LONGEST_BODY = 200_000
# Longer texts are read a statement at a time.
_READ_WHOLE = 1_000_000

# What a name of many bytes looks like; most texts hold none and need not be scanned for it.
_LONG = re.compile(r'"[^"]{16,}"|[^\W\d][\w$]{15,}')

# Where PL/pgSQL names types: a function's arguments and result, and what a DECLARE says of each variable.
_DOLLARS = re.compile(r"\$\w*\$")
_DECLARED = re.compile(r"\bdeclare\b.*?\bbegin\b", re.I | re.S)
_BEGIN = re.compile(r"\bbegin\b", re.I)
_QUALIFIED = re.compile(r'(?<![\w.])(?:"[^"]+"|[a-z_]\w*)\.(?P<type>"[^"]+"|[a-z_]\w*)', re.I)
_TYPED = re.compile(
    r'(?P<name>(?:^|;|\bdeclare\b)[ \t]*(?!(?:select|from|join|where|and|or|on|by|when|then|else)\b)"?\w+"?'
    r'\s+(?:constant\s+)?)(?:"[^"]+"|[a-z_]\w*)\.(?P<type>"[^"]+"|[a-z_]\w*)',
    re.I | re.M,
)


class Positions:
    """Turns character offsets of one text into lines and columns. Costs one pass over the text."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        lengths = (len(line) + 1 for line in text.split("\n"))
        self._starts = [0, *accumulate(lengths)]

    def location(self, start: int, end: int) -> Location:
        """The place of the characters from `start` up to `end`."""
        line = bisect_right(self._starts, start)
        last = bisect_right(self._starts, max(start, end - 1))
        return Location(file=self._file, line=line, column=start - self._starts[line - 1] + 1, end_line=last)


class Room:
    """How much may still be read: a text of a stranger's could take all memory there is."""

    def __init__(self, json_bytes: int = _MOST_JSON, statements: int = _MOST_STATEMENTS) -> None:
        self._bytes = json_bytes
        self._statements = statements

    def take(self, document: str, statements: int, file: str) -> None:
        """Makes room for trees. Raises MigrationError when there is none."""
        self._bytes -= len(document)
        self._statements -= statements
        if min(self._bytes, self._statements) < 0:
            raise MigrationError(
                f"{file}: the migrations hold more than pgassay reads at once, which is {_MOST_STATEMENTS:,} "
                "statements of common length: keep bulk data out of them"
            )


def split_statements(
    text: str, file: str, first: int = 0, room: Room | None = None
) -> tuple[list[Statement], list[SyntaxFault]]:
    """The statements of a file, numbered from `first`, and the pieces that do not parse.

    Positions are of the statement's first token: leading comments are skipped. When one statement does not
    parse the others still count. Raises MigrationError when there is no `room` for what they say.
    """
    reading = _Reading(Positions(text, file), file, room or Room())
    if len(text) <= _READ_WHOLE and slow_to_read(text) is None:
        try:
            return reading.statements(text, 0, first), []
        except ParseError:
            pass
    return reading.piecewise(text, first)


class _Reading(msgspec.Struct):
    """One file that is read: its places, its name, and the room for its trees."""

    positions: Positions
    file: str
    room: Room

    def statements(self, text: str, shift: int, first: int) -> list[Statement]:
        """Statements of `text`, which starts at character `shift` of its file."""
        document = _document(text)
        found = _decode(document)["stmts"]
        self.room.take(document, len(found), self.file)
        encoded = text.encode()
        statements: list[Statement] = []
        character, last = shift, 0
        for raw in found:
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
                    location=self.positions.location(character, character + len(sql)),
                    kind=kind,
                    tree=cast("Tree", tree),
                    offset=start,
                )
            )
        return statements

    def piecewise(self, text: str, first: int) -> tuple[list[Statement], list[SyntaxFault]]:
        """The same for each statement by itself, and those that do not parse."""
        statements: list[Statement] = []
        faults: list[SyntaxFault] = []
        readable = without_rows(text)
        for start, end in pieces_of(readable):
            piece = readable[start:end]
            try:
                statements.extend(self.statements(piece, start, first + len(statements)))
            except ParseError as error:
                self.room.take("", 1, self.file)
                message, at = _fault(error, piece)
                place = self.positions.location(start + at, end)
                faults.append(SyntaxFault(message=message, location=place, sql=piece.strip()))
        return statements, faults


def _fault(error: ParseError, text: str) -> tuple[str, int]:
    """The parser's message and the character offset it points at."""
    message = str(error.args[0]) if error.args else str(error)
    told = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0
    return message, min(max(told, 0), len(text))


class _Stmt(msgspec.Struct):
    stmt: dict[str, dict[str, msgspec.Raw]]
    stmt_location: int = 0
    stmt_len: int = 0


class _Document(msgspec.Struct):
    stmts: list[_Stmt] = []


def _document(text: str) -> str:
    """What Postgres's parser says of a text. Raises ParseError, also where it would not say it soon."""
    reason = f"{len(text):,} characters are too many" if len(text) > _LONGEST_TEXT else slow_to_read(text)
    if reason is not None:
        raise ParseError(reason, 0)
    return parse_sql_json(text)


def _decode(document: str) -> dict[str, Any]:
    # The parse tree has some 200 node kinds; it stays JSON, and what reads it asks for what it knows.
    try:
        if len(document) > _LARGE_JSON:
            return _without_bulk(msgspec.json.decode(document, type=_Document))
        return cast("dict[str, Any]", msgspec.json.decode(document))
    except (RecursionError, msgspec.DecodeError) as error:
        raise ParseError("statement is nested too deeply to read", 0) from error


def _without_bulk(document: _Document) -> dict[str, Any]:
    """The trees of a document without the parts that are larger than a schema's: rows, and long lists."""
    stmts: list[dict[str, Any]] = []
    for one in document.stmts:
        ((kind, parts),) = one.stmt.items()
        small = {name: raw for name, raw in parts.items() if len(bytes(raw)) <= _LARGE_JSON}
        tree = {name: msgspec.json.decode(raw) for name, raw in small.items()}
        stmts.append({"stmt": {kind: tree}, "stmt_location": one.stmt_location, "stmt_len": one.stmt_len})
    return {"stmts": stmts}


def locate(statement: Statement, byte: int | None) -> Location:
    """The place of a tree location (a byte offset) of a statement; the statement's own when there is none,
    and where a program makes the SQL.
    """
    if byte is None or byte < statement.offset or statement.location.text is not None:
        return statement.location
    before = statement.sql.encode()[: byte - statement.offset].decode(errors="ignore")
    down = before.count("\n")
    start = statement.location
    column = len(before) - before.rfind("\n") if down else start.column + len(before)
    return Location(file=start.file, line=start.line + down, column=column, end_line=start.line + down)


def long_names(text: str, longest: int) -> list[tuple[int, str]]:
    """The names of a text, quoted or not, that are longer than `longest` bytes, each with the character it
    starts at; none where the text cannot be scanned.
    """
    if not _LONG.search(text):
        return []
    found: list[tuple[int, str]] = []
    for start, written in names_in(text):
        name = written[1:-1].replace('""', '"') if written.startswith('"') else written
        if len(name.encode()) > longest:
            found.append((start, name))
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
        return tuple(cast("Tree", raw["stmt"]) for raw in _decode(_document(sql))["stmts"])
    except ParseError:
        return ()


@functools.lru_cache(maxsize=4_096)
def plpgsql(definition: str) -> Tree | None:
    """The tree of a PL/pgSQL function from its CREATE FUNCTION text, or of a DO block, or None when it does
    not parse.

    The parser knows types of no schema but public: those of others are read as public's, or as text where a
    record of that name will not do. What the body runs stays as it is written.
    """
    if len(definition) > _LONGEST_BODY or slow_to_read(definition) is not None:
        return None
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
        # Beyond the last BEGIN there is no DECLARE that ends: each would be looked through to the end.
        last = max((begin.end() for begin in _BEGIN.finditer(body)), default=0)
        declared = _DECLARED.sub(
            lambda section, known=known: _TYPED.sub(rf"\g<name>{known}", section[0]), body[:last]
        )
        text = _QUALIFIED.sub(known, header) + declared + body[last:]
        if text != definition:
            yield text
