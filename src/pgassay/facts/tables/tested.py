"""Which columns conditions compare with something, and which they ask for NULL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import ColumnOf, Compare, Holds, IsNull, Member, Opaque, Or, Test
from pgassay.facts.functions.names import scope_of
from pgassay.facts.tables.column_values import nodes
from pgassay.facts.tables.states import check_test
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: A column of a relation: its identity and the column's name.
Place = tuple[str, str]


class Tested(msgspec.Struct, kw_only=True):
    """`compared` holds the columns that a policy, a function, a view or a partial index compares, each with
    one that does; `for_null` those that a condition asks for NULL, or gives another value in its place;
    `beside_null` those whose NULL a look-up takes like the value that it wants: such rows are for all.
    """

    compared: dict[Place, str] = msgspec.field(default_factory=dict[Place, str])
    for_null: set[Place] = msgspec.field(default_factory=set[Place])
    beside_null: set[Place] = msgspec.field(default_factory=set[Place])


def tested(facts: Facts) -> Tested:
    """What policies, functions, views, CHECKs and partial indexes test."""
    found = Tested()
    for by, test in _tests(facts):
        for node in nodes(test):
            _note(found, node, by)
    for relation in facts.own_relations:
        for constraint in facts.catalog.constraints_of(relation.identity, "check"):
            for node in nodes(check_test(facts.catalog, relation, constraint.expression)):
                if isinstance(node, IsNull):
                    _note(found, node, relation.identity)
    return found


def _note(found: Tested, node: object, by: str) -> None:
    match node:
        case IsNull(ColumnOf() as column):
            found.for_null.add((column.relation or "", column.name))
        case Opaque("coalesce", (ColumnOf() as column, *_)):
            found.for_null.add((column.relation or "", column.name))
        case Or(parts):
            found.beside_null |= _beside_null(parts)
        case Compare(_, left, right):
            _compared(found, (left, right), by)
        case Member(term, _) | Holds(term):
            _compared(found, (term,), by)
        case _:
            pass


def _beside_null(parts: tuple[Test, ...]) -> set[Place]:
    """The columns in m.team = x OR m.team IS NULL, of rows looked up, not of those judged or written."""
    asked = {part.term for part in parts if isinstance(part, IsNull)}
    wanted = {side for part in parts if isinstance(part, Compare) for side in (part.left, part.right)}
    wanted |= {part.term for part in parts if isinstance(part, Member)}
    return {
        (column.relation, column.name)
        for column in asked & wanted
        if isinstance(column, ColumnOf) and column.relation and column.alias not in ("", "new", "old")
    }


def _compared(found: Tested, terms: tuple[object, ...], by: str) -> None:
    for term in terms:
        if isinstance(term, ColumnOf) and term.relation is not None:
            found.compared.setdefault((term.relation, term.name), by)


def _tests(facts: Facts) -> Iterator[tuple[str, object]]:
    for (policy, _), test in facts.conditions.items():
        yield policy, test
    for function, body in facts.bodies.items():
        parts = (body.queries, body.conditions, tuple(write.where for write in body.writes), body.result)
        yield function, parts
    for relation in facts.own_relations:
        for tree in parse.queries(relation.definition) if relation.definition else ():
            for name, node in parse.walk(tree):
                if name == "SelectStmt":
                    query = query_of(node, scope_of(facts.catalog))
                    yield relation.identity, (query.where, query.output)
        for index in facts.catalog.indexes_of(relation.identity):
            yield index.identity, check_test(facts.catalog, relation, index.predicate)
