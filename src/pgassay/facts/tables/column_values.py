"""The literals that functions and policies compare columns with, or set them to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pgassay.facts.conditions.values import ColumnOf, Compare, Literal, Member, Subquery, Test
from pgassay.facts.functions.bodies import Body


def nodes(item: object) -> Iterator[object]:
    """Everything in a condition, the condition first."""
    if isinstance(item, tuple):
        for part in item:
            yield from nodes(part)
    elif isinstance(item, msgspec.Struct):
        yield item
        for name in item.__struct_fields__:
            yield from nodes(getattr(item, name))


def column_values(
    bodies: Mapping[str, Body], conditions: Iterable[Test]
) -> dict[tuple[str, str], frozenset[str]]:
    """For each column (relation, name), the texts it is compared with or set to."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    tests: list[object] = list(conditions)
    for body in bodies.values():
        tests += [query.where for query in body.queries]
        tests += [write.where for write in body.writes]
        tests += list(body.conditions)
        for write in body.writes:
            for column, value in write.values:
                if isinstance(value, Literal) and value.value is not None and write.relation:
                    found[(write.relation, column)].add(value.value)
    for test in tests:
        for node in nodes(test):
            for column, value in _compared(node):
                if column.relation is not None:
                    found[(column.relation, column.name)].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def row_values(body: Body) -> dict[str, frozenset[str]]:
    """For each column of OLD and NEW, the texts that a trigger's function compares it with."""
    found: dict[str, set[str]] = defaultdict(set)
    tests = (*body.conditions, *(write.path for write in body.writes), *(r.path for r in body.returned))
    for node in nodes(tests):
        for column, value in _compared(node):
            if column.alias in ("old", "new"):
                found[column.name].add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _compared(node: object) -> Iterator[tuple[ColumnOf, str]]:
    if isinstance(node, Compare) and node.operator in ("=", "<>"):
        for term, value in ((node.left, node.right), (node.right, node.left)):
            column = _column(term)
            if column is not None and isinstance(value, Literal) and value.value is not None:
                yield column, value.value
    if isinstance(node, Member) and isinstance(node.among, tuple):
        column = _column(node.term)
        for item in node.among:
            if column is not None and isinstance(item, Literal) and item.value is not None:
                yield column, item.value


def _column(term: object) -> ColumnOf | None:
    """The column that a term is, by itself or as what a sub-select gives."""
    if isinstance(term, Subquery) and len(term.query.output) == 1:
        term = term.query.output[0]
    return term if isinstance(term, ColumnOf) else None
