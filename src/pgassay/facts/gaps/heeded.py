"""Which tables of users and tenants something goes by: only those say who belongs where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Opaque, Query
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import Entitlement, queries_in

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Opaque terms that give all columns of a row.
_WHOLE = ("*", "RowExpr")

#: What each set of facts was asked before: each membership is asked for.
_known: WeakKeyDictionary[Facts, Mapping[str, Sequence[Query]]] = WeakKeyDictionary()


def is_heeded(facts: Facts, entitlement: Entitlement) -> bool:
    """True where a policy, a function or a view looks up the tenant in rows of the relation, or where the
    configuration names it: what nothing reads opens nothing, as the steps of a wizard or the settings of an
    account.
    """
    relation, column = entitlement.relation, entitlement.tenant_column
    if relation == facts.config.tenancy.membership:
        return True
    if any(one.kind == "view" and one.needs == relation for one in facts.catalog.dependencies):
        return True
    if facts not in _known:
        _known[facts] = _by_relation(facts)
    if any(_reads_tenant(query, relation, column) for query in _known[facts].get(relation, ())):
        return True
    name = relation.rpartition(".")[2].strip('"')
    unclear = facts.unread.functions
    return any(name in facts.catalog.function[identity].definition for identity in unclear)


def _by_relation(facts: Facts) -> Mapping[str, Sequence[Query]]:
    """By relation, the look-ups that read it."""
    found: dict[str, list[Query]] = defaultdict(list)
    for query in _queries(facts):
        for source in {source for _, source in query.sources if source is not None}:
            found[source].append(query)
    return found


def _queries(facts: Facts) -> Iterator[Query]:
    """What policies and functions look up."""
    for test in facts.conditions.values():
        yield from queries_in(test)
    for body in facts.bodies.values():
        yield from _of_body(body)


def _of_body(body: Body) -> Iterator[Query]:
    for query in body.queries:
        yield query
        yield from queries_in(query)
    for condition in body.conditions:
        yield from queries_in(condition)
    if body.result is not None:
        yield from queries_in(body.result)


def _reads_tenant(query: Query, relation: str, column: str) -> bool:
    """True for a look-up of rows that tests or gives the tenant, gives whole rows, or is known in part."""
    aliases = {alias for alias, source in query.sources if source == relation}
    if not aliases or not query.complete:
        return bool(aliases)
    whole = {part.name for part in query.output if isinstance(part, ColumnOf)} & aliases
    return bool(whole) or any(
        (isinstance(part, ColumnOf) and part.relation in (relation, None) and part.name == column)
        or (isinstance(part, Opaque) and part.what in _WHOLE)
        for place in (query.where, *query.output)
        for part in inside(place)
    )
