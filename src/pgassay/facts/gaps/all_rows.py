"""Functions that run as their owner and give whoever calls them the rows of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.behaviour.asked import Asked, atoms
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.conditions.rewrite import TESTS, inside
from pgassay.facts.conditions.values import (
    Call,
    ColumnOf,
    Compare,
    Holds,
    IsNull,
    Literal,
    Member,
    Opaque,
    Parameter,
    Query,
    Session,
    Subquery,
    Term,
    Test,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.served import is_served
from pgassay.facts.tables.keys import references_of, unique_sets
from pgassay.facts.tables.states import default_literal
from pgassay.model.objects import Function
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

_SUMS = frozenset({"count", "sum", "avg", "min", "max", "bool_or", "bool_and", "stddev", "variance"})
_OF_SOMEBODY = ("key", "path", "owner")
_SIGNED_IN = (IsNull(Session("user")), Compare("=", Session("role"), Literal("authenticated")))


class AllRows(msgspec.Struct, frozen=True, kw_only=True):
    """A function gives `roles` the rows of `tables`, whoever asks."""

    function: Function
    tables: tuple[Relation, ...]
    roles: tuple[str, ...]


def all_rows(facts: Facts) -> Iterator[AllRows]:
    """The SECURITY DEFINER functions that give back rows of tenants or users under row security, and ask for
    no more than that somebody is signed in.

    Without those that a policy, a view or a default calls, and those that take rows by a key, or by words
    that somebody put there to show them.
    """
    asked = Asked(facts.tenancy, facts.sources, tuple(facts.client_roles))
    used = {one.needs for one in facts.catalog.dependencies if one.needs_kind == "function"}
    for function in facts.catalog.functions:
        body = facts.bodies.get(function.identity)
        if body is None or not function.security_definer or function.is_trigger or function.identity in used:
            continue
        meant = function.identity.partition("(")[0] in facts.config.tenancy.public_functions
        roles = callers(function, facts.catalog, facts.access)
        if not roles or meant or not is_served(function.schema, facts.catalog, facts):
            continue
        if not body.understood or body.dynamic or asks_who(asked, body):
            continue
        tables = tuple(dict.fromkeys(_given(facts, body, roles)))
        if tables:
            yield AllRows(function=function, tables=tables, roles=roles)


def asks_who(asked: Asked, body: Body) -> bool:
    """True where a function asks anywhere who calls, and not only that somebody does."""
    tests = [*body.conditions, *(write.where for write in body.writes)]
    tests += [test for one in body.returned for test in (*one.path, *one.after)]
    values = [one.value for one in body.returned]
    queries = [part for value in values for part in inside(value) if isinstance(part, Query)]
    for query in (*queries, *body.queries):
        tests += [query.where, *(Holds(output) for output in query.output)]
    tests += [
        one if isinstance(one, TESTS) else Holds(one) for one in values if not isinstance(one, Subquery)
    ]
    tests += [Holds(Call(name, ())) for name in body.calls]
    singles = (atom for test in tests for atom in atoms(test))
    return any(asked.rests_on_session(atom) for atom in singles if atom not in _SIGNED_IN)


def _given(facts: Facts, body: Body, roles: tuple[str, ...]) -> Iterator[Relation]:
    for one in body.returned:
        # A boolean says that a row is there, not what is in it.
        if isinstance(one.value, TESTS):
            continue
        for query in (part for part in inside(one.value) if isinstance(part, Query)):
            if not query.complete or _is_narrowed(facts, query):
                continue
            for alias, identity in query.sources:
                table = facts.catalog.relation.get(identity or "")
                if (
                    table is not None
                    and _is_shown(facts, query, alias, table)
                    and _is_kept(facts, table, roles)
                ):
                    yield table


def _is_kept(facts: Facts, table: Relation, roles: tuple[str, ...]) -> bool:
    """True for rows of tenants or users of which row security keeps some from each of the roles."""
    stated = facts.config.tenancy
    return (
        table.is_table
        and table.rls_enabled
        and facts.is_own(table)
        and facts.tenancy.scope(table.identity).kind in _OF_SOMEBODY
        and table.identity not in (*stated.publish, *stated.reference)
        and all(facts.access.reach(role, table, "select") is not Reach.ALL for role in roles)
    )


def _is_narrowed(facts: Facts, query: Query) -> bool:
    """True where the caller has to know a key, or somebody set what the rows are taken by."""
    for atom in (one for part in inside(query.where) if isinstance(part, TESTS) for one in atoms(part)):
        if isinstance(atom, Compare):
            pairs = ((atom.left, (atom.right,)), (atom.right, (atom.left,)))
        elif isinstance(atom, Member) and isinstance(atom.among, tuple):
            pairs = ((atom.term, atom.among),)
        else:
            flag = getattr(atom, "term", None)
            if isinstance(flag, ColumnOf) and not isinstance(atom, IsNull):
                return True
            continue
        for one, others in pairs:
            if isinstance(one, ColumnOf) and _narrows(facts, one, others):
                return True
    return False


def _narrows(facts: Facts, column: ColumnOf, others: tuple[Term, ...]) -> bool:
    table = facts.catalog.relation.get(column.relation or "")
    known = table.column(column.name) if table is not None else None
    if table is None or known is None:
        return True
    if all(isinstance(other, Literal) for other in others):
        return default_literal(known) not in {one.value for one in others if isinstance(one, Literal)}
    given = any(isinstance(part, Parameter) for other in others for part in inside(other))
    unique = any(column.name in found for found in unique_sets(facts.catalog, table))
    return given and (unique or known.type == "uuid" or column.name in references_of(facts.catalog, table))


def _is_shown(facts: Facts, query: Query, alias: str, table: Relation) -> bool:
    """True where a query gives more of a table than keys and sums."""
    keys = set(references_of(facts.catalog, table))
    keys |= {
        name for key in facts.catalog.constraints_of(table.identity, "primary key") for name in key.columns
    }
    for output in query.output:
        if output == Opaque("*"):
            return True
        # What is summed up, and what a sub-select gives, which is looked at by itself.
        apart = (part for part in inside(output) if isinstance(part, Query) or _sums(part))
        hidden = {id(node) for part in apart for node in inside(part)}
        for node in inside(output):
            if (
                isinstance(node, ColumnOf)
                and node.alias == alias
                and node.name not in keys
                and id(node) not in hidden
            ):
                return True
    return False


def _sums(part: Test | Term | Query) -> bool:
    return isinstance(part, Call) and part.name in _SUMS
