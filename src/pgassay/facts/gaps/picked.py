"""How policies pick the session's tenant: any one of several, or that of a row that the user only wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Query, Subquery, Test, branches
from pgassay.facts.functions.sources import DEEPEST_CALL, Entitlement
from pgassay.facts.tables.columns import is_author
from pgassay.facts.tables.implied import atoms_about, single
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tenants.evidence import comparisons
from pgassay.model.relations import Policy

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    """A look-up that gives a policy the session's tenant out of the rows that an entitlement names.

    `several` is true where it takes any one row of several; `author` where the row tells who wrote it, and
    not who belongs to the tenant; `function` is the helper that looks it up.
    """

    by: Entitlement
    several: bool
    author: bool
    function: str | None = None


def picks(facts: Facts, policy: Policy) -> tuple[Pick, ...]:
    """The look-ups of a policy that pick a tenant in one of these ways, each once."""
    found: dict[Pick, None] = {}
    for clause in ("using", "check"):
        test = facts.conditions.get((policy.identity, clause))
        if test is None:
            continue
        taken = list(_taken(facts, test, None, 0))
        for by, function in taken:
            found[Pick(by=by, several=True, author=_is_author(facts, by), function=function)] = None
        for by in {one for compared in comparisons(test, facts.sources) for one in compared.entitling}:
            if _is_author(facts, by) and all(by != other for other, _ in taken):
                found[Pick(by=by, several=False, author=True)] = None
    return tuple(one for one in found if one.by.tenant_column in facts.tenancy.held.get(one.by.relation, ()))


def _taken(
    facts: Facts, test: Test | Query, function: str | None, depth: int
) -> Iterator[tuple[Entitlement, str | None]]:
    """The entitlements that a look-up takes any one of, in sub-selects and in the helpers that are called."""
    for node in inside(test):
        if isinstance(node, Query) and node.arbitrary:
            yield from (
                (one, function) for one in facts.sources.entitlements(node) if _is_any(facts, node, one)
            )
        elif isinstance(node, Call) and depth < DEEPEST_CALL:
            called = facts.sources.function_called(node)
            name = called.identity if called is not None else None
            value = facts.sources.value(node)
            inner = facts.sources.condition(node)
            if isinstance(value, Subquery):
                yield from _of_helper(
                    facts, value.query, called is not None and not called.returns_set, name, depth
                )
            elif inner is not None:
                yield from _taken(facts, inner, name, depth + 1)


def _of_helper(
    facts: Facts, query: Query, scalar: bool, function: str | None, depth: int
) -> Iterator[tuple[Entitlement, str | None]]:
    """What a helper takes: where it returns one value, its first row, with or without a LIMIT."""
    if scalar or query.arbitrary:
        yield from (
            (one, function) for one in facts.sources.entitlements(query) if _is_any(facts, query, one)
        )
    yield from _taken(facts, query.where, function, depth + 1)


def _is_any(facts: Facts, query: Query, by: Entitlement) -> bool:
    """True where no key says that there is one row at most."""
    relation = facts.catalog.relation.get(by.relation)
    if relation is None or not query.complete:
        return False
    names = frozenset(column.name for column in relation.columns)
    for branch in branches(query.where):
        for alias, source in query.sources:
            if source != by.relation:
                continue
            atoms = atoms_about(branch, alias, names)
            if single(facts.catalog, relation, _equal(branch, alias, names), atoms) is None:
                return True
    return False


def _equal(branch: tuple[Test, ...], alias: str, names: frozenset[str]) -> set[str]:
    """The columns of an alias that a branch holds to something that is no column of it."""
    found: set[str] = set()
    for atom in branch:
        if isinstance(atom, Compare) and atom.operator == "=":
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                if not isinstance(one, ColumnOf) or one.alias != alias or one.name not in names:
                    continue
                if not (isinstance(other, ColumnOf) and other.alias == alias and other.name in names):
                    found.add(one.name)
    return found


def _is_author(facts: Facts, by: Entitlement) -> bool:
    """True for a column that keeps who wrote the row, where there can be many rows of a user and tenant."""
    if not is_author(by.user_column) or by.relation == facts.tenancy.table:
        return False
    relation = facts.catalog.relation.get(by.relation)
    pair = {by.user_column, by.tenant_column}
    return relation is not None and not any(
        by.user_column in key and key <= pair for key in unique_sets(facts.catalog, relation)
    )
