"""trigger-failure-fails-write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.behaviour.trails import is_trail
from pgassay.facts.functions.effects import Effect, Effects
from pgassay.facts.tables.columns import is_order
from pgassay.facts.tables.keys import references_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.objects import Function
from pgassay.model.relations import Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.MEDIUM, right="Errors of logging triggers do not undo the user's write")
def trigger_failure_fails_write(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An AFTER trigger notes down what happened, and an error while it does so undoes the user's own write.

    A constraint, a full partition or a changed column of the log then stops people from working on their
    records.

    It speaks where the trigger's function, or one that it calls, inserts into a log or event table and no
    handler takes the errors of that INSERT; all functions that insert into one table are one finding. It
    is silent where a handler does: one that writes to a dead-letter table keeps the event and lets the
    write go on. It is silent for an audit trail, which takes the whole row and the session's user, and
    for a ledger, of which each row must hold an amount: there no write is to pass unrecorded; for rows
    that are given the whole primary key (a look-up table that must not miss one); and for functions that
    change other tables as well, for they do more than note down. Facts that suffice: pg_trigger's timing,
    the parsed body, and that rows of the target are stamped and added only.
    """
    found: dict[str, list[tuple[Function, list[Trigger], Effect]]] = defaultdict(list)
    for function in database.functions:
        triggers = _triggers(function, context) if function.is_trigger else []
        writes = _log_writes(function, context) if triggers else []
        bare = [one for one in writes if not one.caught and not is_trail(one.write)]
        if bare:
            found[bare[0].write.relation or ""].append((function, triggers, bare[0]))
        elif writes and all(one.caught for one in writes):
            yield context.holds(function)
    for target, alike in found.items():
        for function, triggers, effect in alike:
            yield _finding(function, triggers, effect, target, context)


def _finding(
    function: Function, triggers: list[Trigger], effect: Effect, target: str, context: Context
) -> Finding:
    fired = ", ".join(f"{t.name} AFTER {' OR '.join(t.events).upper()} ON {t.relation}" for t in triggers)
    return context.finding(
        function,
        _message(function, triggers, effect),
        evidence=[
            catalog(f"pg_trigger: {fired}"),
            parsed(f"{effect.function} inserts into {target} outside any block with EXCEPTION WHEN OTHERS"),
        ],
        related=[
            Related(note=f"{t.name} on {t.relation} calls it", location=context.place(t)) for t in triggers
        ],
        advice="Put the INSERT in a block whose handler keeps the event in a dead-letter table and raises a "
        "warning; where no write must pass unrecorded, keep it as it is and say so in an ignore.",
        cause=target,
        together=f"{{count}} trigger functions insert into {target} with no handler: when that fails, the "
        "writes that fire them fail with it",
    )


def _message(function: Function, triggers: list[Trigger], effect: Effect) -> str:
    target, via = effect.write.relation, effect.function
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


def _log_writes(function: Function, context: Context) -> list[Effect]:
    """The rows that a function adds to logs, itself or through what it calls; none where it changes other
    tables too, or keeps a ledger.
    """
    effects = Effects(context.facts.sources).of(function)
    logs = context.facts.kinds.logs
    if any(one.write.relation is not None and one.write.relation not in logs for one in effects):
        return []
    added = [one for one in effects if one.write.command == "insert"]
    return [
        one for one in added if not (_is_ledger(one.write.relation or "", context) or _is_keyed(one, context))
    ]


def _is_keyed(effect: Effect, context: Context) -> bool:
    """True where the INSERT says itself which row it is: every column of the primary key is given."""
    keys = context.catalog.constraints_of(effect.write.relation or "", "primary key")
    return any(all(effect.write.value(name) is not None for name in key.columns) for key in keys)


def _is_ledger(identity: str, context: Context) -> bool:
    """True for a table of which each row must be given an amount."""
    relation = context.catalog.relation.get(identity)
    if relation is None:
        return True
    pointing = references_of(context.catalog, relation)
    return any(
        column.type_category == "N"
        and column.not_null
        and column.default is None
        and not (column.identity or column.generated or column.name in pointing or is_order(column))
        for column in relation.columns
    )
