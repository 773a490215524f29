"""range-unchecked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.checks import bounds
from pgassay.facts.tables.columns import (
    is_fraction,
    is_limit,
    is_percentage,
    is_priority,
    is_temperature,
    is_token_limit,
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
    both; a percentage kept as a fraction lies between 0 and 1. A bound that compares with another column
    counts. Counters elsewhere only count: a ceiling would turn the next try into an error. Generated
    columns, logs and rows that only their own user changes, and sees the effect of, are not looked at,
    and nothing is where the application alone writes: no platform opens the database to its users, and
    there is no policy. The columns of one sort are one finding.
    """
    unbounded: dict[tuple[str, Ends], list[tuple[Relation, Column]]] = defaultdict(list)
    for relation in context.own_relations():
        kinds = context.facts.kinds
        if not relation.is_table or relation.parent or application_decides(context.facts):
            continue
        tries = kinds.counters(relation) if relation.identity in kinds.queues else ()
        edited = relation.identity not in kinds.logs and _is_edited(context, relation)
        for column in relation.columns:
            wanted = None if column.generated else _wanted(relation, column, tries)
            if wanted is None or not (edited or column in tries):
                continue
            low, high, what = wanted
            held = bounds(database, relation, column)
            if (low is None or held.low) and (high is None or held.high) and (what != TRIES or held.high):
                yield context.holds(relation, column.name)
            else:
                ends = (None if held.low else low, None if held.high else high)
                unbounded[(what, ends)].append((relation, column))
    for (what, ends), found in unbounded.items():
        for relation, column in found:
            yield _finding(context, relation, column, ends, what, len(found))


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


def _finding(
    context: Context, relation: Relation, column: Column, ends: Ends, what: str, alike: int
) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    low, high = ends
    tests = [f"{column.quoted} >= {low}"] if low is not None else []
    tests += [f"{column.quoted} <= {high}"] if high is not None else []
    missing = "no ceiling" if low is None else "no floor" if high is None else "no bounds"
    tries = what == TRIES
    name = constraint_name(context.catalog, relation, column.name, "range")
    single = f"{quoted} holds {what} and has {missing}"
    return context.finding(
        relation,
        f"{alike} columns hold {what} and have {missing}" if alike > 1 else single,
        column=column.name,
        evidence=[catalog(f"no CHECK bounds {quoted} ({column.type}, default {column.default or 'none'})")],
        fix=None
        if tries
        else f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({' AND '.join(tests)});",
        rollback=None if tries else f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice=f"Let the worker give the row up after a fixed number of tries, and say so: "
        f"CHECK ({column.quoted} BETWEEN 0 AND that number)"
        if tries
        else "The bounds are a suggestion: take those that the application keeps to, "
        "and look for rows outside them first",
        cause=f"{what} {low} {high}",
    )
