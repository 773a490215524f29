"""state-timestamp-unguarded."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.old_state import guards_state
from pgassay.facts.conditions.values import Literal
from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.checks import checks_on
from pgassay.facts.tables.columns import is_deletion, is_timestamp, lies_ahead, lies_aside
from pgassay.facts.tables.editors import members_set
from pgassay.facts.tables.pairs import is_end, pairs
from pgassay.facts.tables.states import State, too_early
from pgassay.facts.tables.words import listed_words
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Timestamps of a state are tied to it")
def state_timestamp_unguarded(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A timestamp that tells when a state was reached can be set while the row is still in its first state.

    Row and timestamp then say different things: a report counts as done what the worker still takes for
    waiting.

    It speaks of a table with a state whose first value is known, where clients other than staff UPDATE rows:
    of each nullable timestamp without default that functions set together with the state, and in queues of
    all such timestamps but those that are named for what happens on the way (verified, claimed). All of a
    schema are one finding, low for queues whose states a CHECK or an enum lists, else info. It is silent
    where a CHECK names the timestamp together with the state, where a trigger refuses changes of state, where
    functions alone or only a role move rows (they set both), for what lies ahead (scheduled, due, expires,
    the start and end of a span), and for columns that clients hold no UPDATE privilege on.
    """
    for relation in context.own_relations():
        state = context.facts.kinds.states.get(relation.identity)
        if state is None or state.initial is None or relation.parent:
            continue
        if guards_state(state, context.catalog, context.facts.bodies):
            continue
        for column in _times(relation, context):
            setters = _setters(state, column)
            if not members_set(context.facts, relation, column.name):
                continue
            if not setters and not _is_likely(relation, column, context):
                continue
            if checks_on(context.catalog, relation, column.name, state.column):
                yield context.holds(relation, column.name)
            else:
                yield _finding(context, relation, column, state, setters)


def _times(relation: Relation, context: Context) -> Iterator[Column]:
    """The nullable timestamps that tell of something else than the row's making and last change."""
    kinds = context.facts.kinds
    known = (kinds.created_at(relation), kinds.updated_at(relation))
    planned = {name for pair in pairs(relation) for name in (pair.earlier.name, pair.later.name)}
    for column in relation.columns:
        free = is_timestamp(column) and not column.not_null and column.default is None
        ahead = lies_ahead(column) or is_end(column) or column.name in planned
        if free and not ahead and column not in known:
            yield column


def _is_likely(relation: Relation, column: Column, context: Context) -> bool:
    """True for a queue's timestamp that does not lie aside."""
    queue = relation.identity in context.facts.kinds.queues
    # Work is deleted or archived in whatever state it is.
    return queue and not (lies_aside(column) or is_deletion(column))


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
    words = too_early(state, column.name, listed_words(known.comment) if known else ())
    early = ["'" + word.replace("'", "''") + "'" for word in words]
    evidence: list[Evidence] = [
        catalog(f"no CHECK of {relation.identity} names both {column.quoted} and {state_name}")
    ]
    if setters:
        evidence.append(
            parsed(f"{listed(setters)} {'set' if len(setters) > 1 else 'sets'} both in one statement")
        )
    name = constraint_name(context.catalog, relation, column.name, "state")
    test = f"<> {early[0]}" if len(early) == 1 else f"NOT IN ({', '.join(early)})"
    return context.finding(
        relation,
        f"{quoted} can be set while {state_name} is still {early[0]}",
        column=column.name,
        # Where the database lists the states of work, it is the one that says which goes with what.
        severity=None if state.values and relation.identity in context.facts.kinds.queues else Severity.INFO,
        evidence=evidence,
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} "
        f"CHECK ({column.quoted} IS NULL OR {state_name} {test});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice="Where a row goes back to an earlier state, clear the timestamp in the same statement; "
        "mend such rows before adding the CHECK",
        cause=f"schema {relation.schema}",
        together=f"{{count}} timestamps of {relation.schema} can be set before their row leaves its first "
        "state",
    )
