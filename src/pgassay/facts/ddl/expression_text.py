"""The text of expressions as Postgres prints them: where brackets and quotes end."""

from __future__ import annotations


def in_brackets(sql: str) -> str:
    """The expression in one pair of brackets: its own, where it has them that are not a sub-select's."""
    has_own = sql.startswith("(") and end_of_call(sql, 0) == len(sql)
    return sql if has_own and not sql[1:].lstrip().upper().startswith(("SELECT", "WITH")) else f"({sql})"


def end_of_call(sql: str, start: int) -> int:
    """Where a call, or what stands in brackets, ends that starts at `start`: behind its closing bracket."""
    depth, position = 0, start
    while position < len(sql):
        character = sql[position]
        if character in "'\"":
            position = end_of_quoted(sql, position)
            continue
        depth += (character == "(") - (character == ")")
        position += 1
        if character == ")" and depth == 0:
            return position
    return len(sql)


def end_of_quoted(sql: str, start: int) -> int:
    """Where a literal or a quoted name ends; a doubled quote is a part of it, and so is \\' in an E''
    literal.
    """
    quote = sql[start]
    escapes = quote == "'" and sql[start - 1 : start] in ("E", "e")
    position = start + 1
    while position < len(sql):
        if escapes and sql[position] == "\\":
            position += 2
        elif sql[position] != quote:
            position += 1
        elif sql[position + 1 : position + 2] == quote:
            position += 2
        else:
            return position + 1
    return len(sql)


def disjuncts(sql: str) -> tuple[str, ...]:
    """The alternatives of an expression as Postgres prints it: ((a) OR (b)) gives (a) and (b); one for
    anything else.
    """
    inner = sql.strip()
    if not inner.startswith("(") or end_of_call(inner, 0) != len(inner):
        return (inner,)
    inner = inner[1:-1]
    parts: list[str] = []
    position = begin = 0
    while position < len(inner):
        if inner[position] in "'\"":
            position = end_of_quoted(inner, position)
        elif inner[position] == "(":
            position = end_of_call(inner, position)
        elif inner[position : position + 4] == " OR ":
            parts.append(inner[begin:position])
            position += 4
            begin = position
        else:
            position += 1
    return (*parts, inner[begin:]) if parts else (sql.strip(),)


def literal(text: str) -> str:
    """A text as a string constant, whatever standard_conforming_strings says."""
    doubled = text.replace("'", "''")
    escaped = doubled.replace("\\", "\\\\")
    return f"E'{escaped}'" if escaped != doubled else f"'{doubled}'"
