"""trigger-row-level-on-bulk-table."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.functions.effects import Effects
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation, Trigger
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.MEDIUM)
def trigger_row_level_on_bulk_table(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A FOR EACH ROW trigger writes one log row for every row of a table that is filled in bulk.

    An import of many rows then takes several times as long, and all of it inside the user's transaction.

    It speaks for AFTER row triggers on business tables of a tenant (client-writable, neither queue, log nor
    configuration) whose function inserts into a log or event table. All triggers of one function are one
    finding. FOR EACH STATEMENT triggers with transition tables hold. Facts that suffice: pg_trigger.tgtype
    and the parsed body.
    """
    if relation.identity not in context.facts.kinds.bulk:
        return
    triggers = [
        t
        for t in context.catalog.triggers_of(relation.identity)
        if t.timing == "after" and t.enabled != "disabled"
    ]
    logging = [(trigger, target) for trigger in triggers if (target := _target(trigger, context)) is not None]
    rows = [(trigger, target) for trigger, target in logging if trigger.per_row]
    if logging and not rows:
        yield context.holds(relation)
    for function in dict.fromkeys(trigger.function for trigger, _ in rows):
        mine = [(trigger, target) for trigger, target in rows if trigger.function == function]
        first, target = mine[0]
        yield context.finding(
            relation,
            f"{function} runs FOR EACH ROW and inserts one row into {target} for every row written in bulk",
            location=context.place(first),
            evidence=[
                catalog(
                    f"pg_trigger: {', '.join(trigger.name for trigger, _ in mine)} on "
                    f"{relation.identity} FOR EACH ROW"
                ),
                parsed(f"{function} inserts into {target}"),
            ],
            advice=(
                "Use one AFTER … REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT trigger per event and "
                f"INSERT INTO {target} … SELECT … FROM new_rows; measure an import before and after."
            ),
            cause=function,
            detail=function,
        )


def _target(trigger: Trigger, context: Context) -> str | None:
    """The log that a trigger's function inserts into, when a client's INSERT or UPDATE fires it."""
    function = context.catalog.function.get(trigger.function)
    if function is None or not {"insert", "update"} & set(trigger.events):
        return None
    for effect in Effects(context.facts.sources).of(function):
        if effect.write.command == "insert" and effect.write.relation in context.facts.kinds.logs:
            return effect.write.relation
    return None
