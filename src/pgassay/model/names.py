"""Names as Postgres writes them: schema-qualified, and quoted only where quoting is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

#: Words that quote_identifier puts in quotes: every keyword of PostgreSQL 18 that is not UNRESERVED.
_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer
    intersect interval into is isnull join json json_array json_arrayagg json_exists json_object
    json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left
    like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null
    nullif numeric offset on only or order out outer overlaps overlay placing position precision primary
    real references returning right row select session_user setof similar smallint some substring symmetric
    system_user table tablesample then time timestamp to trailing treat trim true union unique user using
    values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
"""
_QUOTED_WORDS = frozenset(_WORDS.split())
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_PART = re.compile(r'"(?:[^"]|"")+"|[^".]+')


@lru_cache(maxsize=16_384)
def quoted(name: str) -> str:
    """One name as quote_identifier gives it: in quotes only when it could not be read back without them."""
    if _PLAIN.match(name) and name not in _QUOTED_WORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def parts(text: str) -> tuple[str, ...]:
    """The names in a dotted text, without their quotes; case counts as written, in quotes or not.

    Raises ValueError when the text is not a dotted name.
    """
    names: list[str] = []
    position = 0
    while True:
        match = _PART.match(text, position)
        if match is None:
            raise ValueError(f"{text!r} is not a name")
        word = match.group()
        names.append(word[1:-1].replace('""', '"') if word[0] == '"' else word)
        position = match.end()
        if position == len(text):
            return tuple(names)
        if text[position] != ".":
            raise ValueError(f"{text!r} is not a name")
        position += 1


def identity(text: str, *, schema: str = "public") -> str:
    """The identity of the relation that a text names; `schema` stands in where it names none.

    Raises ValueError when the text is neither `name` nor `schema.name`.
    """
    names = parts(text.strip())
    if len(names) > 2:
        raise ValueError(f"{text!r} has {len(names)} parts; write schema.name")
    if len(names) == 1:
        names = (schema, *names)
    return ".".join(quoted(name) for name in names)


def function_identity(text: str, *, schema: str = "public") -> str:
    """Like `identity`, for a function: an argument list, where there is one, is kept as written."""
    name, bracket, arguments = text.strip().partition("(")
    return identity(name, schema=schema) + bracket + arguments


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean "x"?` for the known name most like this one, or nothing."""
    import difflib

    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""
