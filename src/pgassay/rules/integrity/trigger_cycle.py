"""trigger-cycle."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.trigger_graph import TriggerGraph
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    rests_on=("bodies",),
    right="Triggers do not lead back to their own table",
)
def trigger_cycle(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Triggers write to tables whose triggers lead back to the first table.

    One write then sets off the next until the stack is full (54001), and the user's statement fails.

    An edge of the cycle is a write in the trigger's function, or in one that it calls, that fires the next
    trigger: its command, and for UPDATE OF its columns. A cycle is broken, and held, by a WHEN clause, an IF
    around the write, a test of pg_trigger_depth(), ON CONFLICT, a WHERE that goes to another row of the same
    table or asks for a change, or where all its steps are DELETEs: rows run out. Facts that suffice:
    pg_trigger and the parsed bodies.
    """
    graph = TriggerGraph(database, context.facts.sources)
    own = {
        trigger.identity: trigger for trigger in database.triggers if context.facts.is_own_trigger(trigger)
    }
    cycles = graph.cycles(frozenset(own))
    inside = {identity for cycle in cycles for identity in cycle}
    for cycle in cycles:
        first = own[cycle[0]]
        steps = [own[identity] for identity in cycle]
        way = " -> ".join([*(step.relation for step in steps), first.relation])
        yield context.finding(
            first,
            f"{first.name} on {first.relation} leads back to itself ({way}): a write that "
            "fires it never ends",
            evidence=[
                catalog(
                    "pg_trigger: "
                    + "; ".join(f"{step.name} on {step.relation} calls {step.function}" for step in steps)
                ),
                *(
                    parsed(graph.reason(here, there))
                    for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
                ),
            ],
            related=[
                Related(note=f"{step.name} on {step.relation}", location=context.place(step))
                for step in steps[1:]
            ],
            advice=(
                "Set the columns of the row itself in a BEFORE trigger, or let the trigger "
                "fire only WHEN a column changed."
            ),
        )
    for identity, trigger in own.items():
        if identity not in inside:
            yield context.holds(trigger)
