"""Rows whose state a function knows without a look at it, and rows that it alone says the state of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    ColumnOf,
    Compare,
    IsNull,
    Literal,
    Opaque,
    Parameter,
    Query,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.variables import made_in
from pgassay.facts.functions.writes import Write
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.states import Move, State, is_work
from pgassay.model.catalog import Catalog


def knows_state(body: Body, state: State, write: Write, catalog: Catalog) -> bool:
    """True for an UPDATE of rows that the function has made or whose state it has set on the way to it."""
    at = next((place for place, one in enumerate(body.writes) if one is write), len(body.writes))
    before = [
        one
        for one in body.writes[:at]
        if one.relation == state.relation and one.path == write.path[: len(one.path)]
    ]
    keys = _keys(catalog, state)
    ways = branches(write.where)
    return bool(ways) and all(
        _is_made(way, state, before, keys) or _was_set(way, state, before) for way in ways
    )


def rules_itself(body: Body, state: State, write: Write, catalog: Catalog) -> bool:
    """True for an UPDATE of a row that the function names by itself, such as a job's own, and of rows whose
    state it also sets to what it has found out: there is no state that these have to come from.
    """
    keys, ways = _keys(catalog, state), branches(write.where)
    own = (one for one in body.writes if one.relation == state.relation and one.where == write.where)
    named = bool(ways) and all(_names_key(way, state, keys) for way in ways)
    return named or any(_finds_out(one, state) for one in own)


def begins_so(state: State, move: Move, bodies: Mapping[str, Body]) -> bool:
    """True for a value that functions also make rows with, where no work goes through the column: it says
    what kind a row is, and not how far.
    """
    return not is_work(state) and any(
        write.command == "insert"
        and write.relation == state.relation
        and write.value(state.column) == Literal(move.to)
        for body in bodies.values()
        for write in body.writes
    )


def _keys(catalog: Catalog, state: State) -> tuple[frozenset[str], ...]:
    relation = catalog.relation.get(state.relation)
    return unique_sets(catalog, relation) if relation is not None else ()


def _is_made(
    way: tuple[Test, ...], state: State, before: list[Write], keys: tuple[frozenset[str], ...]
) -> bool:
    """True where a row goes by what RETURNING of its INSERT gave, or by the key that it was given there."""
    held = list(_held(way, state.relation))
    made = {column for column, term in held if term == made_in(state.relation)}
    found = [made]
    upserted = any(one.upsert and one.value(state.column) is not None for one in before)
    for one in before:
        if one.command == "insert" and (not one.conflict or (one.conflict == "update" and upserted)):
            found.append({column for column, term in held if one.value(column) == term} | made)
    return any(key and key <= columns for key in keys for columns in found)


def _was_set(way: tuple[Test, ...], state: State, before: list[Write]) -> bool:
    """True where an UPDATE on the way has set the state of all these rows."""
    held = set(_held(way, state.relation))
    for one in before:
        if one.command != "update" or one.upsert or one.value(state.column) is None:
            continue
        for other in branches(one.where):
            pairs = set(_held(other, state.relation))
            if pairs and len(pairs) == len(other) and pairs <= held:
                return True
    return False


def _names_key(way: tuple[Test, ...], state: State, keys: tuple[frozenset[str], ...]) -> bool:
    """True for one row that the function itself names, by words for its key: no caller chooses it."""
    fixed = {column for column, term in _held(way, state.relation) if isinstance(term, Literal)}
    fixed |= {atom.term.name for atom in way if isinstance(atom, IsNull) and isinstance(atom.term, ColumnOf)}
    chosen = any(isinstance(node, Parameter | Query) for atom in way for node in inside(atom))
    return not chosen and any(key and key <= fixed for key in keys)


def _finds_out(one: Write, state: State) -> bool:
    """True for an UPDATE that sets a state to one of several values: the outcome of something else."""
    value = one.value(state.column) if one.command == "update" else None
    return isinstance(value, Opaque) and value.what == "case"


def _held(way: tuple[Test, ...], relation: str) -> Iterator[tuple[str, Term]]:
    """The columns of a relation's rows that a condition holds equal to something, with what that is."""
    for atom in way:
        if isinstance(atom, Compare) and atom.operator == "=":
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                if isinstance(one, ColumnOf) and one.relation == relation:
                    yield one.name, other


__all__ = ["begins_so", "knows_state", "rules_itself"]
