"""range-unchecked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.checks import bounds
from pgassay.facts.tables.columns import (
    is_fraction,
    is_integer,
    is_limit,
    is_percentage,
    is_priority,
    is_temperature,
    is_timestamp,
    is_token_limit,
    lies_ahead,
)
from pgassay.facts.tables.editors import application_decides, users_reach
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: What a queue's counter holds; how many tries are too many, only its worker knows.
TRIES = "a count of tries"

#: The floor and the ceiling that a column still needs.
Ends = tuple[int | None, int | None]


@rule(on=Catalog, severity=Severity.LOW, right="Numbers that have bounds are held to them")
def range_unchecked(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A number that only makes sense within bounds has none.

    A retry counter without a ceiling lets a failing job run for ever; a percentage of 4000 or a negative
    limit is found by whoever computes with it.

    It speaks of the tries of a queue (integers so named, or that functions raise), and, where clients
    write the row, of percentages, priorities on a scale (the default lies between 1 and 10), a model's
    temperature and token limits. A queue's counter needs a ceiling, a token limit a floor, the others
    both; a percentage kept as a fraction, in a type that is too small for 100, lies between 0 and 1. A bound
    that compares with another column counts. Tries are silent where something asks how many there were, or a
    column of the row says how many there can be, and info where no function moves the queue and no time is
    set for the next try. Counters elsewhere only count: a ceiling would turn the next try into an error.
    Generated columns, logs and rows that only their own user changes, and sees the effect of, are not looked
    at, and nothing is where the application alone writes: no platform opens the database to its users, and
    there is no policy. The columns of one sort are one finding.
    """
    for relation in context.own_relations():
        kinds = context.facts.kinds
        if not relation.is_table or relation.parent or application_decides(context.facts):
            continue
        tries = _tries(context, relation)
        edited = relation.identity not in kinds.logs and _is_edited(context, relation)
        for column in relation.columns:
            wanted = None if column.generated else _wanted(relation, column, tries)
            if wanted is None or not (edited or column in tries):
                continue
            low, high, what = wanted
            held = bounds(database, relation, column)
            if what == TRIES and _is_limited(context, relation, column):
                continue
            if (low is None or held.low) and (high is None or held.high) and (what != TRIES or held.high):
                yield context.holds(relation, column.name)
            else:
                ends = (None if held.low else low, None if held.high else high)
                yield _finding(context, relation, column, ends, what)


def _tries(context: Context, relation: Relation) -> tuple[Column, ...]:
    """The columns that count a queue's tries; what a tenant's own row counts are no tries of its."""
    root = context.facts.tenancy.scope(relation.identity).kind == "root"
    queue = relation.identity in context.facts.kinds.queues and not root
    return context.facts.kinds.counters(relation) if queue else ()


def _is_limited(context: Context, relation: Relation, column: Column) -> bool:
    """True where something asks how many tries there were, or a column beside says how many there can be."""
    asked = (relation.identity, column.name) in context.facts.tested.compared
    return asked or any(is_limit(other) and is_integer(other) for other in relation.columns)


def _is_tried_again(context: Context, relation: Relation) -> bool:
    """True for a queue that shows that it is worked on here: functions move its state, or a time is set for
    the next try.
    """
    state = context.facts.kinds.states.get(relation.identity)
    ahead = any(is_timestamp(column) and lies_ahead(column) for column in relation.columns)
    return ahead or (state is not None and bool(state.moves))


def _is_edited(context: Context, relation: Relation) -> bool:
    """True where clients write rows that more than their own user rests on."""
    facts = context.facts
    own = owner_only(facts, relation)
    return users_reach(facts, relation, "insert", "update") and not own


def _wanted(
    relation: Relation, column: Column, tries: tuple[Column, ...]
) -> tuple[int | None, int | None, str] | None:
    """The bounds a column needs (None: no such end) and what it is; None without natural bounds."""
    if column in tries and not is_limit(column):
        return None, None, TRIES
    if is_percentage(column):
        return (0, 1, "a fraction") if is_fraction(column) else (0, 100, "a percentage")
    if is_priority(column) and re.fullmatch(r"[1-9]|10", column.default or ""):
        return 0, 10, "a priority"
    if is_temperature(column, relation):
        return 0, 2, "a model's temperature"
    if is_token_limit(column):
        return 1, None, "a limit of tokens"
    return None


def _finding(context: Context, relation: Relation, column: Column, ends: Ends, what: str) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    low, high = ends
    tests = [f"{column.quoted} >= {low}"] if low is not None else []
    tests += [f"{column.quoted} <= {high}"] if high is not None else []
    missing = "no ceiling" if low is None else "no floor" if high is None else "no bounds"
    tries = what == TRIES
    name = constraint_name(context.catalog, relation, column.name, "range")
    return context.finding(
        relation,
        f"{quoted} holds {what} and has {missing}",
        column=column.name,
        severity=Severity.INFO if tries and not _is_tried_again(context, relation) else None,
        evidence=[catalog(f"no CHECK bounds {quoted} ({column.type}, default {column.default or 'none'})")],
        fix=None
        if tries
        else f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({' AND '.join(tests)});",
        rollback=None if tries else f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice="Where no worker does so yet, let what takes the next row ask for it, WHERE "
        f"{column.quoted} < the limit, and give the others up in a state of their own; a CHECK alone makes "
        "the update that counts the last try fail"
        if tries
        else "The bounds are a suggestion: take those that the application keeps to, "
        "and look for rows outside them first",
        cause=f"{what} {low} {high}",
        together=f"{{count}} columns hold {what} and have {missing}",
    )
