"""trigger-failure-fails-write."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.effects import Effects
from pgassay.model.catalog import Function
from pgassay.model.finding import Finding, Related, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Function, severity=Severity.MEDIUM)
def trigger_failure_fails_write(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """An AFTER trigger notes down what happened, and an error while it does so undoes the user's own write.

    A constraint, a full partition or a changed column of the log then stops people from working on their records.

    It speaks where the trigger's function, or one that it calls, inserts into a log or event table and no handler takes
    the errors of that INSERT. It is silent where one does: a handler that writes to a dead-letter table keeps the event
    and lets the write go on. Facts that suffice: pg_trigger's timing, the parsed body, and that rows of the target are
    stamped and added only.
    """
    if not function.is_trigger:
        return
    logs = context.facts.kinds.logs
    triggers = [
        trigger
        for trigger in context.catalog.triggers
        if trigger.function == function.identity
        and trigger.timing == "after"
        and trigger.enabled != "disabled"
        and trigger.relation not in logs
        and trigger.relation in context.catalog.relation
    ]
    writes = [one for one in Effects(context.facts.sources).of(function) if one.write.command == "insert" and one.write.relation in logs]
    if not triggers or not writes:
        return
    bare = [one for one in writes if not one.caught]
    if not bare:
        yield context.holds(function)
        return
    target = bare[0].write.relation
    tables = ", ".join(dict.fromkeys(trigger.relation for trigger in triggers))
    yield context.finding(
        function,
        f"{function.identity} inserts into {target} with no handler: when that fails, the write to {tables} fails with it",
        evidence=[
            catalog("pg_trigger: " + ", ".join(f"{t.name} AFTER {' OR '.join(t.events).upper()} ON {t.relation}" for t in triggers)),
            parsed(f"inserts into {target} outside any block with EXCEPTION WHEN OTHERS"),
        ],
        related=[Related(note=f"{t.name} on {t.relation} calls it", location=context.place(t)) for t in triggers],
        advice=(
            "Put the INSERT in a block whose handler keeps the event in a dead-letter table and raises a warning; "
            "where no write must pass unrecorded, keep it as it is and say so in an ignore."
        ),
    )
