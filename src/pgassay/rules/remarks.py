"""What a migration's own comments say of a table or a column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.relations import Relation
from pgassay.model.source import Statement
from pgassay.rules.context import Context

#: So many lines of comment above a definition belong to it.
_ABOVE = 6
_KEY = (
    r"(foreign[ -]?keys?|fks?|fkeys?|references?|referential integrity|(clave|llave)s? for[aá]neas?"
    r"|chaves? estrangeiras?|clés? étrangères?|fremdschlüssel\w*)"
)
_ON_PURPOSE = r"(deliberate\w*|intentional\w*|on purpose|omitted)"
_WITHOUT_KEY = re.compile(
    rf"\b(no|without|sin|sem|sans|ohne|soft|loose|logical|weak|avoid\w*|drop\w*|{_ON_PURPOSE})\b[^.;:,]{{0,30}}\b{_KEY}\b"
    rf"|\bnot (an? (\w+ )?)?{_KEY}\b|\b{_KEY}\b[^.;:]{{0,40}}\b{_ON_PURPOSE}\b",
    re.I,
)


def without_key_on_purpose(context: Context, relation: Relation, column: str) -> bool:
    """True where a comment on a table or a column, or beside its definition, says that it is to have no
    foreign key.
    """
    return any(_WITHOUT_KEY.search(text) for text in remarks(context, relation, column))


def remarks(context: Context, relation: Relation, column: str) -> Iterator[str]:
    """The comments on a table and on a column: those of COMMENT ON, and those in the files beside and right
    above what defines them.
    """
    known = relation.column(column)
    for text in (relation.comment, known.comment if known is not None else None):
        if text is not None:
            yield text
    lines = {one.path: one.lines for one in context.migrations}
    for place in (context.place(relation), context.place(relation, column)):
        if place is not None and place.file in lines:
            yield " ".join(_beside(lines[place.file], place.line))


def weighed(context: Context, statement: Statement, word: str) -> bool:
    """True where the comment right above a statement names what it does without: that was decided."""
    place = statement.location
    lines = next((one.lines for one in context.migrations if one.path == place.file), ())
    for line in reversed(lines[: max(place.line - 1, 0)]):
        if not line.lstrip().startswith("--"):
            break
        if re.search(rf"\b{re.escape(word)}\b", line, re.I):
            return True
    return False


def remark_beside(context: Context, relation: Relation, column: str) -> str:
    """The comment at the end of the line that defines a column, as its file has it; "" without one."""
    place = context.place(relation, column)
    lines = next((one.lines for one in context.migrations if place and one.path == place.file), ())
    if place is None or not 0 < place.line <= len(lines):
        return ""
    return lines[place.line - 1].partition("--")[2].strip()


def _beside(lines: tuple[str, ...], number: int) -> list[str]:
    """The comment of a line, by its number from 1, and of the lines of comment right above it."""
    found = [lines[number - 1].partition("--")[2]] if number <= len(lines) else []
    for line in reversed(lines[max(0, number - 1 - _ABOVE) : number - 1]):
        if not line.lstrip().startswith("--"):
            break
        found.insert(0, line.lstrip().lstrip("-"))
    return found
