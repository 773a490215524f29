"""Which columns of a user's row policies believe when they ask who somebody is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    ONE_OF,
    And,
    Call,
    ColumnOf,
    Compare,
    Holds,
    Literal,
    Member,
    Opaque,
    Query,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.sources import DEEPEST_CALL, Sources, bound_users, queries_in
from pgassay.facts.tables.states import default_literal
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column

#: How mild it is what a policy's command opens; ALL, UPDATE and DELETE are the worst.
_MILD = {"insert": 1, "select": 2}


class Believed(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the rows of users that a policy, or a function it asks, holds to one of `values`.

    `by` is who asks first, a function before a policy, and `asking` all policies that come to ask it.
    `always` is true where every look-up of a user's row in the relation does; `anywhere` is who does not ask
    of which tenant the row is.
    """

    column: str
    values: frozenset[str]
    by: str
    asking: frozenset[str]
    always: bool
    anywhere: str | None


def believed(
    catalog: Catalog,
    conditions: Mapping[tuple[str, str], Test],
    sources: Sources,
    memberships: frozenset[str],
    keys: Mapping[str, str | None],
) -> Mapping[str, tuple[Believed, ...]]:
    """By relation, the columns by which policies tell what the session's user may do.

    A column counts where a row of the session's user is looked up and held to words, or to a flag, that a new
    row does not have by default. A look-up tied to the tested row is about that row, unless it is a
    membership's. `keys` gives the tenant's column by relation.
    """
    looked_up: Counter[str] = Counter()
    held: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    asked_by: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    anywhere: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (policy, _), test in conditions.items():
        for by, query in asked_queries(test, sources, policy):
            tied = any(isinstance(part, ColumnOf) and part.alias == "" for part in inside(query.where))
            for relation, _, columns in rows_of_user(query):
                if tied and relation not in memberships:
                    continue
                looked_up[relation] += 1
                for column, words in columns.items():
                    held[relation, column].append(words)
                    asked_by[relation, column][policy] = by
                    if not tied and not _names(query, relation, keys.get(relation)):
                        anywhere[relation, column].add(by)
    plainness = _plainness(catalog, keys)
    found: dict[str, list[Believed]] = defaultdict(list)
    for (relation, name), words in held.items():
        known = catalog.relation[relation].column(name) if relation in catalog.relation else None
        values = frozenset[str]().union(*words)
        if known is not None and known.type_category in ("S", "E", "B") and _default(known) not in values:
            found[relation].append(
                Believed(
                    column=name,
                    values=values,
                    by=min(asked_by[relation, name].values(), key=plainness),
                    asking=frozenset(asked_by[relation, name]),
                    always=len(words) == looked_up[relation],
                    anywhere=min(anywhere[relation, name], key=plainness, default=None),
                )
            )
    return {relation: tuple(columns) for relation, columns in found.items()}


def _plainness(catalog: Catalog, own: Container[str]) -> Callable[[str], tuple[bool, bool, int, str]]:
    """Orders functions before policies, those on the migrations' own tables before others, and of these what
    opens most first: changes before reading.
    """
    known = {policy.identity: policy for policy in catalog.policies}

    def order(by: str) -> tuple[bool, bool, int, str]:
        policy = known.get(by)
        if policy is None:
            return not by.endswith(")"), False, 0, by
        return not by.endswith(")"), policy.relation not in own, _MILD.get(policy.command, 0), by

    return order


def asked_queries(
    test: Test | Term, sources: Sources, by: str, depth: int = 0
) -> Iterator[tuple[str, Query]]:
    """The look-ups in a test and in the functions it calls, with who makes them.

    A value that is compared with words is a look-up that holds its output to them.
    """
    if depth >= DEEPEST_CALL:
        return
    yield from ((by, query) for query in queries_in(test))
    for part in inside(test):
        if isinstance(part, Compare | Member):
            yield from _compared(part, sources, by)
        if isinstance(part, Member):
            yield from _among(part, sources, depth)
        if isinstance(part, Call):
            function = sources.function_called(part)
            made = sources.condition(part)
            if made is not None and function is not None:
                # Whoever is asked first is known by name: what it asks in turn is its own affair.
                yield from (
                    (function.identity, query) for _, query in asked_queries(made, sources, by, depth + 1)
                )


def _compared(test: Compare | Member, sources: Sources, by: str) -> Iterator[tuple[str, Query]]:
    """role_of_session() = 'admin' as a look-up with that test."""
    if isinstance(test, Compare):
        pairs = [(test.left, (test.right,)), (test.right, (test.left,))] if test.operator == "=" else []
    else:
        pairs = [] if isinstance(test.among, Query) else [(test.term, test.among)]
    for term, among in pairs:
        function = sources.function_called(term) if isinstance(term, Call) else None
        for value in _values(sources.value(term)):
            if all(isinstance(item, Literal) for item in among) and len(value.output) == 1:
                held = And((value.where, Member(value.output[0], among)))
                yield function.identity if function else by, Query(value.sources, held, value.output)


def _among(test: Member, sources: Sources, depth: int) -> Iterator[tuple[str, Query]]:
    """key IN (SELECT tenants_i_run()) as a look-up tied to the tested row, by the function."""
    call = sources.set_asked(test)
    function = sources.function_called(call) if call is not None else None
    value = sources.value(call) if call is not None else None
    if function is None or not isinstance(value, Subquery) or len(value.query.output) != 1:
        return
    tied = And((value.query.where, Compare("=", value.query.output[0], test.term)))
    yield function.identity, replace(value.query, where=tied)
    inner = asked_queries(value.query.where, sources, function.identity, depth + 1)
    yield from ((function.identity, query) for _, query in inner)


def _values(term: Term) -> Iterator[Query]:
    """The look-ups that a term is the value of, or falls back from: COALESCE((SELECT …), 'guest')."""
    if isinstance(term, Subquery):
        yield term.query
    elif isinstance(term, Opaque) and term.what in ONE_OF:
        yield from (part.query for part in term.parts if isinstance(part, Subquery))


def rows_of_user(query: Query) -> Iterator[tuple[str, str, dict[str, frozenset[str]]]]:
    """The relations of which a look-up wants a row of the session's user, with the column of the user, and
    the columns that it holds to words, or to be true.
    """
    for branch in branches(query.where):
        users = set(bound_users(branch))
        named = {(user.alias, user.relation): user.name for user in sorted(users, key=str)}
        for (alias, relation), name in named.items():
            if relation is None or alias == "":
                continue
            held = [(column, words) for atom in branch for column, words in _worded(atom)]
            yield (
                relation,
                name,
                {c.name: words for c, words in held if words and c.alias == alias and c not in users},
            )


def _names(query: Query, relation: str, column: str | None) -> bool:
    return any(
        isinstance(part, ColumnOf) and part.relation == relation and part.name == column
        for place in (query.where, *query.output)
        for part in inside(place)
    )


def _worded(atom: Test) -> Iterator[tuple[ColumnOf, frozenset[str]]]:
    match atom:
        case Compare("=", ColumnOf() as column, Literal(str() as word)):
            yield column, frozenset({word})
        case Compare("=", Literal(str() as word), ColumnOf() as column):
            yield column, frozenset({word})
        case Member(ColumnOf() as column, tuple() as among):
            yield column, frozenset(item.value for item in among if isinstance(item, Literal) and item.value)
        case Holds(ColumnOf() as column):
            yield column, frozenset({"true"})
        case _:
            return


def _default(column: Column) -> str | None:
    text = default_literal(column)
    return text if text is not None else column.default
