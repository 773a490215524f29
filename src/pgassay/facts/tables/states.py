"""State columns: which values they take, and which functions move them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pgassay.facts.conditions.translate import test_of
from pgassay.facts.conditions.values import ColumnOf, Compare, Literal, Member, Test, branches
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.writes import Write
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation
from pgassay.postgres import parse

_LITERAL = re.compile(r"^'((?:[^']|'')*)'")

#: Values by which work that waits, and work that ended, go.
_WAITING = re.compile(
    r"^(pending|queued|waiting|scheduled|new|open|todo|to_do|ready|enqueued|submitted|requested|unprocessed)$",
    re.I,
)
_VAGUE = re.compile(r"^(pending|new|open|requested|submitted)$", re.I)
_ENDED = re.compile(
    r"(^|_)(complete|completed|done|finished|succeeded|success|failed|failure|errored|error|dead|sent|delivered|processed|executed)$",
    re.I,
)

#: Values by which work goes that has begun and not ended; and what an answer rules out.
_WORKING = re.compile(r"^(processing|running|in_progress|executing|sending|syncing|working)$", re.I)
_FINISHED = re.compile(r"^(completed|finished|ended|done|delivered)$", re.I)
_NO = re.compile(r"^(rejected|declined|denied|refused)$", re.I)
_YES = re.compile(r"^(approved|accepted)$", re.I)
#: Values by which a row goes that counts no more: who starts with them gains nothing.
_OUT = re.compile(
    r"(^|_)(cancell?ed|rejected|declined|denied|refused|withdrawn|expired|archived|closed|paused|inactive|disabled"
    r"|deleted|removed|revoked|void|voided|failed|skipped|ignored|dismissed|resolved|acknowledged|read|seen|invalid|invalidated)$",
    re.I,
)
_OPPOSITES = {"approved": _NO, "accepted": _NO, "rejected": _YES, "declined": _YES}


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A function sets a state column to `to`; `tests_old` is true when its WHERE names the old state."""

    function: str
    to: str | None
    tests_old: bool
    write: Write


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A column that says how far a row is: its allowed values (empty: any), first value and moves."""

    relation: str
    column: str
    values: tuple[str, ...]
    initial: str | None
    moves: tuple[Move, ...]


def is_work(state: State) -> bool:
    """True for a state that work goes through: it starts as waiting and can end, or has unknown values."""
    known = _reached(state)
    starts = state.initial is not None and bool(_WAITING.match(state.initial))
    return starts and (not known or any(_ENDED.search(value) for value in known))


def is_vague(state: State) -> bool:
    """True for a state of which only a first word is known, one that orders and payments start with too."""
    return not _reached(state) and bool(_VAGUE.match(state.initial or ""))


def _reached(state: State) -> set[str]:
    """The values that are known beside the first."""
    return {*state.values, *(move.to for move in state.moves if move.to is not None)} - {state.initial or ""}


def too_early(state: State, timestamp: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The values at which a timestamp cannot be set yet: the first, and what its name contradicts.

    What is approved was not rejected, unless a function sets the timestamp with both; what is completed is no
    longer at work. `known` are values beyond those that CHECKs and functions show.
    """
    stem = re.sub(r"_(at|on|date|time)$", "", timestamp.lower())
    values = {*state.values, *known, *(m.to for m in state.moves if m.to is not None)} - {state.initial}
    set_with = {move.to for move in state.moves if move.write.value(timestamp) is not None}
    against = _OPPOSITES.get(stem) or (_WORKING if _FINISHED.search(stem) else None)
    others = (v for v in values if against is not None and against.match(v) and v not in set_with)
    return tuple(value for value in (state.initial, *sorted(others)) if value is not None)


def later_states(state: State, moves: Iterable[Move]) -> tuple[str, ...]:
    """The states that moves lead to beyond the first, without those that take a row out of use."""
    reached = {move.to for move in moves if move.to is not None} - {state.initial}
    return tuple(sorted(value for value in reached if not _OUT.search(value)))


def unmoved_states(state: State) -> tuple[str, ...]:
    """The allowed values beyond the first that no function sets."""
    moved = {move.to for move in state.moves}
    return tuple(value for value in state.values if value != state.initial and value not in moved)


def allowed_values(catalog: Catalog, relation: Relation, column: Column) -> tuple[str, ...]:
    """The values that an enum type or a CHECK column IN (…) leaves to a column; empty when any goes."""
    for type_ in catalog.types:
        if type_.kind == "enum" and column.type in (
            type_.identity,
            type_.name,
            type_.identity.removeprefix("public."),
        ):
            return type_.labels
    for constraint in catalog.constraints_of(relation.identity, "check"):
        test = check_test(catalog, relation, constraint.expression)
        for found in _listed(test, column.name):
            return found
    return ()


def check_test(catalog: Catalog, relation: Relation, expression: str | None) -> Test | None:
    """What a CHECK of a relation tests, or None when it does not parse."""
    tree = parse.expression(expression) if expression else None
    return test_of(tree, scope_of(catalog, row=relation.identity)) if tree is not None else None


def _listed(test: Test | None, column: str) -> Iterator[tuple[str, ...]]:
    ways = branches(test) if test is not None else ()
    values: list[str] = []
    for way in ways:
        for atom in way:
            if isinstance(atom, Member) and _names(atom.term, column) and isinstance(atom.among, tuple):
                values += [
                    item.value for item in atom.among if isinstance(item, Literal) and item.value is not None
                ]
            elif isinstance(atom, Compare) and atom.operator == "=" and _names(atom.left, column):
                values += (
                    [atom.right.value]
                    if isinstance(atom.right, Literal) and atom.right.value is not None
                    else []
                )
    if values:
        yield tuple(values)


def _names(term: object, column: str) -> bool:
    return isinstance(term, ColumnOf) and term.name == column


def default_literal(column: Column) -> str | None:
    """The text of a default that is a plain string literal."""
    match = _LITERAL.match(column.default or "")
    return match[1].replace("''", "'") if match else None


def states(catalog: Catalog, relations: tuple[Relation, ...], bodies: Mapping[str, Body]) -> dict[str, State]:
    """The state column of each relation that has one: with listed values and a first one, or moved by
    functions.
    """
    moves: dict[tuple[str, str], list[Move]] = {}
    for function, body in bodies.items():
        for write in body.writes:
            for column, value in write.values if write.command == "update" and write.relation else ():
                if isinstance(value, Literal) and value.value is not None:
                    move = Move(
                        function=function, to=value.value, tests_old=_tests(write.where, column), write=write
                    )
                    moves.setdefault((write.relation or "", column), []).append(move)
    found: dict[str, State] = {}
    for relation in relations:
        candidates = [
            state for column in relation.columns if (state := _state(catalog, relation, column, moves))
        ]
        if candidates:
            found[relation.identity] = max(candidates, key=_telling)
    return found


def _telling(state: State) -> tuple[int, bool, bool, int]:
    """How much a column looks like the state of its row: the more functions move it, the more."""
    return (len(state.moves), is_work(state), state.initial is not None, len(state.values))


def _state(
    catalog: Catalog, relation: Relation, column: Column, moves: Mapping[tuple[str, str], list[Move]]
) -> State | None:
    if column.type_category not in ("S", "E"):
        return None
    moved = tuple(moves.get((relation.identity, column.name), ()))
    values = allowed_values(catalog, relation, column)
    initial = default_literal(column)
    # A text that starts as pending is a state even where nothing lists its other values.
    waits = initial is not None and bool(_WAITING.match(initial))
    if not (moved and (values or initial)) and not (values and initial) and not waits:
        return None
    return State(relation=relation.identity, column=column.name, values=values, initial=initial, moves=moved)


def _tests(where: Test, column: str) -> bool:
    ways = branches(where)
    return bool(ways) and all(any(_about(atom, column) for atom in way) for way in ways)


def _about(atom: Test, column: str) -> bool:
    if isinstance(atom, Compare):
        return _names(atom.left, column) or _names(atom.right, column)
    return isinstance(atom, Member) and _names(atom.term, column)
