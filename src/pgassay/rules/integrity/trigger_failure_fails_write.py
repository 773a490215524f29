"""trigger-failure-fails-write."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.trails import is_trail
from pgassay.facts.functions.effects import Effect, Effects
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Function, severity=Severity.MEDIUM)
def trigger_failure_fails_write(function: Function, context: Context) -> Iterator[Finding | Holds]:
    """An AFTER trigger notes down what happened, and an error while it does so undoes the user's own write.

    A constraint, a full partition or a changed column of the log then stops people from working on their
    records.

    It speaks where the trigger's function, or one that it calls, inserts into a log or event table and no
    handler takes the errors of that INSERT; functions that call the same one for it are one finding. It is
    silent where a handler does: one that writes to a dead-letter table keeps the event and lets the write go
    on. It is silent for an audit trail, which takes the whole row and the session's user: there no write is
    to pass unrecorded. Facts that suffice: pg_trigger's timing, the parsed body, and that rows of the target
    are stamped and added only.
    """
    if not function.is_trigger:
        return
    triggers = _triggers(function, context)
    writes = _log_writes(function, context)
    if not triggers or not writes:
        return
    bare = _bare(writes)
    if not bare:
        yield context.holds(function)
        return
    target, via = bare[0].write.relation, bare[0].function
    alike = _calling(via, context) if via != function.identity else [function]
    fired = ", ".join(f"{t.name} AFTER {' OR '.join(t.events).upper()} ON {t.relation}" for t in triggers)
    yield context.finding(
        function,
        _message(function, triggers, bare[0], len(alike)),
        evidence=[
            catalog(f"pg_trigger: {fired}"),
            parsed(f"{via} inserts into {target} outside any block with EXCEPTION WHEN OTHERS"),
        ],
        related=[
            Related(note=f"{t.name} on {t.relation} calls it", location=context.place(t)) for t in triggers
        ],
        advice="Put the INSERT in a block whose handler keeps the event in a dead-letter table and raises a "
        "warning; where no write must pass unrecorded, keep it as it is and say so in an ignore.",
        cause=via if len(alike) > 1 else None,
    )


def _message(function: Function, triggers: list[Trigger], effect: Effect, alike: int) -> str:
    target, via = effect.write.relation, effect.function
    if alike > 1:
        return (
            f"{alike} trigger functions call {via}, which inserts into {target} with no handler: when that "
            "fails, the writes that fire them fail with it"
        )
    tables = ", ".join(dict.fromkeys(trigger.relation for trigger in triggers))
    does = f"inserts into {target}"
    if via != function.identity:
        does = f"calls {via}, which inserts into {target},"
    return f"{function.identity} {does} with no handler: when that fails, the write to {tables} fails with it"


def _triggers(function: Function, context: Context) -> list[Trigger]:
    """The AFTER triggers that call a function for writes to tables that are no logs themselves."""
    return [
        trigger
        for trigger in context.catalog.triggers
        if trigger.function == function.identity
        and trigger.timing == "after"
        and trigger.enabled != "disabled"
        and trigger.relation not in context.facts.kinds.logs
        and trigger.relation in context.catalog.relation
    ]


def _calling(via: str, context: Context) -> list[Function]:
    """The trigger functions that insert into a log, with no handler, through one function that they call."""
    return [
        function
        for function in context.catalog.functions
        if function.is_trigger
        and context.facts.is_own(function)
        and _triggers(function, context)
        and any(one.function == via for one in _bare(_log_writes(function, context))[:1])
    ]


def _bare(writes: list[Effect]) -> list[Effect]:
    return [one for one in writes if not one.caught and not is_trail(one.write)]


def _log_writes(function: Function, context: Context) -> list[Effect]:
    """The rows that a function adds to logs, itself or through what it calls."""
    effects = Effects(context.facts.sources).of(function)
    logs = context.facts.kinds.logs
    return [one for one in effects if one.write.command == "insert" and one.write.relation in logs]
