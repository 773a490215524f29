"""state-timestamp-unguarded."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import Literal
from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.checks import checks_on
from pgassay.facts.tables.columns import is_timestamp, lies_ahead, lies_aside
from pgassay.facts.tables.states import State
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.MEDIUM)
def state_timestamp_unguarded(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A timestamp that tells when a state was reached can be set while the row is still in its first state.

    Row and timestamp then say different things: a report counts as done what the worker still takes for
    waiting.

    It speaks of a table with a state whose first value is known: of each nullable timestamp without default
    that functions set together with the state, and in queues for all such timestamps but those that lie
    ahead (scheduled, due, expires) or are named for what happens on the way (verified, claimed). It is
    silent where a CHECK names the timestamp together with the state.
    """
    state = context.facts.kinds.states.get(relation.identity)
    if state is None or state.initial is None or relation.parent:
        return
    queue = relation.identity in context.facts.kinds.queues
    known = (context.facts.kinds.created_at(relation), context.facts.kinds.updated_at(relation))
    for column in relation.columns:
        if not is_timestamp(column) or column.not_null or column.default is not None or column in known:
            continue
        setters = _setters(state, column)
        if not setters and (not queue or lies_ahead(column) or lies_aside(column)):
            continue
        if checks_on(context.catalog, relation, column.name, state.column):
            yield context.holds(relation, column.name)
        else:
            yield _finding(context, relation, column, state, setters)


def _setters(state: State, column: Column) -> list[str]:
    """The functions that leave the first state and set the timestamp in one statement."""
    return sorted(
        {
            move.function
            for move in state.moves
            if move.to != state.initial
            for name, value in move.write.values
            if name == column.name and value != Literal(None)
        }
    )


def _finding(
    context: Context, relation: Relation, column: Column, state: State, setters: list[str]
) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    known = relation.column(state.column)
    state_name = known.quoted if known else state.column
    first = "'" + (state.initial or "").replace("'", "''") + "'"
    evidence: list[Evidence] = [
        catalog(f"no CHECK of {relation.identity} names both {column.quoted} and {state_name}")
    ]
    if setters:
        evidence.append(parsed(f"{', '.join(setters)} sets both in one statement"))
    name = constraint_name(context.catalog, relation, column.name, "state")
    return context.finding(
        relation,
        f"{quoted} can be set while {state_name} is still {first}",
        column=column.name,
        evidence=evidence,
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} "
        f"CHECK ({column.quoted} IS NULL OR {state_name} <> {first});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice=f"Where a row goes back to {first}, {column.quoted} has to be cleared in the same statement; "
        "mend such rows before adding the CHECK",
    )
