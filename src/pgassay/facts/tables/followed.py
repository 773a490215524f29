"""Who follows a reference past row security: functions that run as their owner, and views read as theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ONE_OF, ColumnOf, Compare, Opaque, Query, Subquery, Term, Test
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.policies.reaches import holders
from pgassay.facts.tables.views import is_invoker, view_query
from pgassay.model.relations import Constraint, Kind, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


class LookUp(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `relation` taken by its `column`, which must equal `value`; `named` are the columns of that
    relation that the same query asks something of, `given` those that whoever reads the view or calls the
    function is handed.
    """

    by: str
    relation: str
    column: str
    value: Term
    named: frozenset[str]
    given: frozenset[str] = frozenset()


def look_ups(facts: Facts) -> tuple[LookUp, ...]:
    """Every row that is taken by a column past the row security of whoever asks."""
    found: list[LookUp] = []
    for identity, body in facts.bodies.items():
        if not facts.catalog.function[identity].security_definer:
            continue
        handed = [body.result, *(one.value for one in body.returned)]
        for query in body.queries:
            found += _giving(_in_query(query, identity), handed)
        for write in body.writes:
            found += _in_test(write.where, identity, write.relation)
    for view in facts.own_relations:
        if view.kind is Kind.VIEW and not is_invoker(view) and holders(facts, view):
            query = view_query(facts.catalog, view)
            found += _giving(_in_query(query, view.identity), query.output) if query is not None else ()
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (one.by, one.relation, one.column, str(one.value)))
    )


def following(
    facts: Facts, taken: tuple[LookUp, ...], relation: Relation, key: Constraint, tenant: str
) -> tuple[LookUp, ...]:
    """What takes the row that a foreign key of `relation` points at without asking for its `tenant`."""
    called = {trigger.function for trigger in facts.catalog.triggers_of(relation.identity)}
    return tuple(
        one
        for one in taken
        if one.relation == key.references
        and one.column == key.referenced_columns[0]
        and tenant not in one.named
        and any(
            isinstance(part, ColumnOf)
            and part.name == key.columns[0]
            and (part.relation == relation.identity or (part.alias in ("new", "old") and one.by in called))
            for part in inside(one.value)
        )
    )


def _giving(found: Iterable[LookUp], handed: Iterable[Term | Test | None]) -> Iterator[LookUp]:
    columns = {part for one in handed if one is not None for part in _handed(one)}
    for one in found:
        yield replace(one, given=frozenset(part.name for part in columns if part.relation == one.relation))


def _handed(part: Term | Test) -> Iterator[ColumnOf]:
    """The columns whose values a term hands on: not those that it only asks something of."""
    if isinstance(part, ColumnOf):
        yield part
    elif isinstance(part, Subquery):
        for one in part.query.output:
            yield from _handed(one)
    elif isinstance(part, Opaque) and part.what in ONE_OF:
        for one in part.parts:
            yield from _handed(one)


def _in_query(query: Query, by: str) -> Iterator[LookUp]:
    for one in dict.fromkeys((query, *queries_in(query))):
        for _, relation in one.sources:
            if relation is not None:
                yield from _in_test(one.where, by, relation)


def _in_test(test: Test, by: str, relation: str | None) -> Iterator[LookUp]:
    if relation is None:
        return
    parts = list(inside(test))
    for part in parts:
        if isinstance(part, Compare) and part.operator == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(one, ColumnOf) and one.relation == relation:
                    named = {p.name for p in parts if isinstance(p, ColumnOf) and p.relation == relation}
                    yield LookUp(
                        by=by,
                        relation=relation,
                        column=one.name,
                        value=other,
                        named=frozenset(named - {one.name}),
                    )
