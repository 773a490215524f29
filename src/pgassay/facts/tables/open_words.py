"""Columns whose words are an open list: what others say, what tells rows apart, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pgassay.facts.conditions.values import ONE_OF, Literal, Opaque, Term
from pgassay.facts.tables.columns import is_error, is_name, is_state_name
from pgassay.model.relations import Column, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

_EVENT = re.compile(r"(^|_)(event|action)(_(type|name|kind))?$", re.I)


def is_open_list(facts: Facts, relation: Relation, column: Column) -> bool:
    """True when the words that are known of a column say nothing of those it takes: it names the row, an
    event or a failure, or functions store in it what they are given.

    A default is one of a few words; so is a state, whoever gives it.
    """
    if column.default is not None:
        return False
    if is_name(column) or is_error(column) or _EVENT.search(column.name):
        return True
    return not is_state_name(column) and stores_given(facts, relation, column)


def names_row(relation: Relation, column: Column) -> bool:
    """True for a text so named that it is what the row itself is called, and not whom or what it is about."""
    before, _, _ = column.name.lower().rpartition("_")
    return is_name(column) and (not before or before in relation.name.lower())


def stores_given(facts: Facts, relation: Relation, column: Column) -> bool:
    """True when a function writes something else into a column than words of its own."""
    return any(
        not isinstance(part, Literal) and part != Opaque("default")
        for body in facts.bodies.values()
        for write in body.writes
        if write.relation == relation.identity and (value := write.value(column.name)) is not None
        for part in _choices(value)
    )


def _choices(term: Term) -> Iterator[object]:
    """What a term can be: itself, or each way that COALESCE and CASE have."""
    if isinstance(term, Opaque) and term.what in ONE_OF:
        for part in term.parts:
            if isinstance(part, Term):
                yield from _choices(part)
    else:
        yield term
