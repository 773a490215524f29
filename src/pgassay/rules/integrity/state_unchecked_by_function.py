"""state-unchecked-by-function."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.known_state import begins_so, knows_state, rules_itself
from pgassay.facts.behaviour.old_state import guards_state, tests_column
from pgassay.facts.tables.states import Move, State
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Function
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Function, severity=Severity.MEDIUM, right="Functions that move a state look at the old one first")
def state_unchecked_by_function(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """A function moves a row to a new state without looking at the state it is in.

    What is done can be undone or done twice: a cancelled order is approved, a finished job starts again.

    It speaks where an UPDATE sets the column that says how far a row is to a constant, and neither its
    WHERE, nor what the function tested before, nor a sub-select it goes by names that column or the state
    of a row that it hangs on, and no BEFORE UPDATE trigger compares the old state. Trigger functions,
    upserts, roles of memberships and what goes back to the first state are not looked at. It is silent
    where the function made the row or has set its state before, where the row is one that it names itself
    by a constant key (a job's own), and where it sets the state of the same rows to one of several values
    that it works out, and where rows are also made with that value and no work goes through the column: a
    kind, not a state.
    Facts that suffice: the parsed body, and a column with listed values or a first one that functions move.
    """
    body = context.facts.bodies.get(function.identity)
    if body is None or not body.understood or function.is_trigger:
        return
    members = {one.relation for one in context.facts.tenancy.entitlements}
    moves = [
        (state, move)
        for state in context.facts.kinds.states.values()
        for move in state.moves
        if move.function == function.identity
        and not move.write.upsert
        and state.relation not in members
        and move.to != state.initial
        and not begins_so(state, move, context.facts.bodies)
        and not rules_itself(body, state, move.write, context.catalog)
    ]
    if not moves:
        return
    open_moves = [(state, move) for state, move in moves if _unchecked(state, move, context)]
    if not open_moves:
        yield context.holds(function)
        return
    state, move = open_moves[0]
    column = f"{state.relation}.{state.column}"
    yield context.finding(
        function,
        f"{function.identity} sets {column} to '{move.to}' whatever it was before",
        evidence=[
            parsed(f"UPDATE {state.relation} SET {state.column} = '{one.to}' with no test of {state.column}")
            for state, one in open_moves
        ],
        advice=(
            f"Name the states it can start from in the WHERE: AND {state.column} = …; and tell "
            "the caller when no row was changed."
        ),
    )


def _unchecked(state: State, move: Move, context: Context) -> bool:
    body = context.facts.bodies[move.function]
    if guards_state(state, context.catalog, context.facts.bodies):
        return False
    if knows_state(body, state, move.write, context.catalog):
        return False
    states = context.facts.kinds.states
    parents = {key.references or "" for key in context.catalog.foreign_keys_of(state.relation)}
    asked = [state, *(states[parent] for parent in sorted(parents) if parent in states)]
    return not any(tests_column(body, one.relation, one.column) for one in asked)
