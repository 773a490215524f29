"""What policies compare the columns of a row with."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.conditions.values import (
    Claim,
    ColumnOf,
    Compare,
    Exists,
    Holds,
    Member,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.sources import Entitlement, Sources, bound_users, is_user


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the tested row held equal to something of the session: its user, a claim, a setting, or
    what it is entitled to.
    """

    relation: str
    column: str
    user: bool = False
    claim: tuple[str, ...] | None = None
    setting: str | None = None
    entitling: tuple[Entitlement, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What tenancy is inferred from: each comparison of a row's column with something of the session."""

    comparisons: tuple[Comparison, ...]
    user_columns: frozenset[tuple[str, str]]
    users: frozenset[str]


def comparisons(test: Test, sources: Sources, depth: int = 0) -> Iterator[Comparison]:
    """All comparisons in a policy's test, in the functions it calls and in the parents it looks up."""
    for branch in branches(test):
        for atom in branch:
            yield from _of_atom(atom, sources, depth)


def _of_atom(atom: Test, sources: Sources, depth: int) -> Iterator[Comparison]:
    if depth > 3:
        return
    match atom:
        case Compare("=", left, right):
            yield from _pair(left, right, sources)
            yield from _pair(right, left, sources)
        case Member(term, among) if isinstance(among, Query):
            yield from _pair(term, among, sources)
            yield from comparisons(among.where, sources, depth + 1)
        case Member(term, among) if isinstance(among, tuple):
            for item in among:
                yield from _pair(term, item, sources)
                yield from _pair(item, term, sources)
        case Exists(query):
            yield from _correlated(query, sources)
            yield from comparisons(query.where, sources, depth + 1)
        case Holds(Subquery(query)):
            yield from _correlated(query, sources)
            yield from comparisons(query.where, sources, depth + 1)
        case Holds(term):
            inner = sources.condition(term)
            if inner is not None:
                yield from comparisons(inner, sources, depth + 1)
        case _:
            return


def _pair(column: Term, value: Term | Query, sources: Sources) -> Iterator[Comparison]:
    if not isinstance(column, ColumnOf) or column.relation is None:
        return
    known = value if isinstance(value, Query) else sources.value(value)
    if not isinstance(known, Query) and is_user(known):
        yield Comparison(relation=column.relation, column=column.name, user=known == Session("user"))
    elif isinstance(known, Claim):
        yield Comparison(relation=column.relation, column=column.name, claim=known.path)
    elif isinstance(known, Setting):
        yield Comparison(relation=column.relation, column=column.name, setting=known.name)
    else:
        entitling = tuple(sources.entitling(known))
        if entitling:
            yield Comparison(relation=column.relation, column=column.name, entitling=entitling)


def _correlated(query: Query, sources: Sources) -> Iterator[Comparison]:
    """EXISTS (… m.tenant = row.tenant AND m.user = session): row's column is held to what m entitles to."""
    for branch in branches(query.where):
        users = {user.relation: user.name for user in bound_users(branch)}
        for atom in branch:
            if not (isinstance(atom, Compare) and atom.operator == "="):
                continue
            for inner, outer in ((atom.left, atom.right), (atom.right, atom.left)):
                if not (isinstance(inner, ColumnOf) and isinstance(outer, ColumnOf)):
                    continue
                inside = {alias for alias, _ in query.sources}
                if (
                    inner.alias in inside
                    and outer.alias not in inside
                    and inner.relation in users
                    and outer.relation
                ):
                    found = Entitlement(
                        relation=inner.relation or "",
                        tenant_column=inner.name,
                        user_column=users[inner.relation],
                    )
                    yield Comparison(relation=outer.relation, column=outer.name, entitling=(found,))
