"""drop-breaks-dependents."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts import Facts
from pgassay.facts.behaviour.left_behind import (
    left_without_column,
    left_without_function,
    left_without_table,
)
from pgassay.facts.behaviour.refusals import short
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.objects import Function
from pgassay.model.observed import Observation
from pgassay.rules import Context, executed, parsed, rule
from pgassay.rules.observed import columns_removed, removed


@rule(on=Observation, severity=Severity.HIGH, static=False)
def drop_breaks_dependents(one: Observation, context: Context) -> Iterator[Finding]:
    """A new migration drops what functions still use.

    Postgres does not look into the bodies of functions, so that the DROP succeeds; the next call of each
    fails, and so does every write that fires a trigger of them.

    Views, policies and defaults are not spoken of: Postgres keeps the DROP from them, and cascade-drop tells
    what CASCADE takes along.

    Silent where a later statement makes the object again or gives the function another body, for columns
    that stand in strings and comments only, and for names that could be a variable's or another table's.

    The facts that suffice: the object that the statement dropped and that does not exist in the end, and a
    body, the same before and after, that names it.
    """
    if context.before is None:
        return
    for gone, functions in _left(one, context.before, context.facts):
        names = ", ".join(function.identity for function in functions)
        many = len(functions) > 1
        for function in functions:
            yield context.finding(
                function,
                f"{gone} is dropped by {short(one.statement.location)}, and {names} still "
                f"use{'' if many else 's'} it: {'their' if many else 'its'} next call fails",
                location=one.statement.location,
                evidence=[_evidence(function, gone, context)],
                advice="Give the function a body without it, in the same migration and before the DROP",
                cause=f"{gone} {short(one.statement.location)}",
            )


def _left(one: Observation, before: Facts, after: Facts) -> Iterator[tuple[str, list[Function]]]:
    """What a statement dropped and functions still use, with those."""
    for table in (*removed(one, "table"), *removed(one, "view")):
        yield table, left_without_table(before, after, table)
    for column, effect in columns_removed(one):
        found = left_without_column(before, after, effect.relation, column)
        yield f"{effect.relation}.{column}", found
    for function in removed(one, "function"):
        yield function, left_without_function(before, after, function)


def _evidence(function: Function, gone: str, context: Context) -> Evidence:
    """Postgres's own answer where it looks into the body, which it does for SQL; else what the body says."""
    outcome = context.experiment(lambda one: one.again(function.definition))
    name = gone.partition("(")[0].rpartition(".")[2]
    if outcome is not None and outcome.error and name in (outcome.message or ""):
        said = f"made anew, Postgres refuses it: {outcome.message} ({outcome.error})"
        return executed(said, function.definition[:400])
    return parsed(f"the body of {function.identity} is what it was, and names {gone}")
