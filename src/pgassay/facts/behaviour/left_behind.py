"""Functions that still name what was dropped: Postgres does not look into their bodies before they run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pgassay.facts.functions.bodies import Body
from pgassay.model.objects import Function

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: What of a body names nothing: strings and comments.
_SILENT = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)


def left_without_table(before: Facts, after: Facts, relation: str) -> list[Function]:
    """The functions that read or write a relation that is gone."""
    if relation in after.catalog.relation:
        return []
    return [function for function, body in _unchanged(before, after) if relation in _relations(body)]


def left_without_function(before: Facts, after: Facts, identity: str) -> list[Function]:
    """The functions that call one that is gone, where no other of its name took its place."""
    name = identity.partition("(")[0]
    if after.catalog.functions_named.get(name):
        return []
    called = {name, name.rpartition(".")[2]}
    return [
        function
        for function, body in _unchanged(before, after)
        if called & body.calls and function.identity != identity
    ]


def left_without_column(before: Facts, after: Facts, relation: str, column: str) -> list[Function]:
    """The functions that name a column that is gone: set it, or ask NEW, OLD or their one relation for it."""
    if relation not in after.catalog.relation or after.catalog.column(relation, column) is not None:
        return []
    return [
        function
        for function, body in _unchanged(before, after)
        if _names_column(after, function, body, relation, column)
    ]


def _unchanged(before: Facts, after: Facts) -> Iterator[tuple[Function, Body]]:
    """The functions whose bodies are what they were, with what these did before."""
    for function in after.catalog.functions:
        known = before.catalog.function.get(function.identity)
        if known is not None and after.is_own(function) and known.body == function.body:
            yield function, before.bodies.get(function.identity, Body())


def _relations(body: Body) -> frozenset[str | None]:
    return body.reads | {write.relation for write in body.writes}


def _names_column(after: Facts, function: Function, body: Body, relation: str, column: str) -> bool:
    if any(write.relation == relation and write.value(column) is not None for write in body.writes):
        return True
    text = _SILENT.sub(" ", function.body)
    word = rf'(?<![\w"]){re.escape(column)}(?![\w"(])'
    fired = any(trigger.function == function.identity for trigger in after.catalog.triggers_of(relation))
    if fired and re.search(rf"\b(?:new|old)\s*\.\s*{word}", text, re.I):
        return True
    # In a body that has to do with no other relation, and has no variable of the name, it is the column's.
    head = re.split(r"\bbegin\b", text, maxsplit=1, flags=re.I)[0] if function.language == "plpgsql" else ""
    declared = re.search(rf"{word}\s+(?:constant\s+)?[a-z]\w*[^;]*;", head, re.I)
    # What a result is called is no column of a table.
    named = re.search(rf"\bas\s+{word}", text, re.I) or re.search(word, function.result)
    used = _relations(body)
    alone = relation in used and len(used) == 1 and column not in function.arguments and not declared
    return alone and not named and bool(re.search(word, text)) and body.understood
