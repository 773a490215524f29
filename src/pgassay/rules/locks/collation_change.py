"""collation-change."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.expanded import retyped_beside
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds


@rule(
    on=Observation, severity=Severity.MEDIUM, yields_to=("column-type-rewrite",), static=False, by_size=True
)
def collation_change(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration changes the collation of a column of a table in use, and its indexes are built anew.

    Readers and writers wait until each index on the column has been built. State the collation in the query
    or in a further index that is built CONCURRENTLY, where not every use needs it.

    Silent where no index is on the column: nothing is read then.

    The facts that suffice: the column's collation before and after, and the rows read that were observed.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        # 0 is the collation of types that have none: the type changed, and its own rules speak.
        if 0 in (was.get("collation"), now.get("collation")) or was.get("collation") == now.get("collation"):
            continue
        if effect.scanned or effect.rewritten:
            column = context.catalog.column(effect.relation, str(now["name"]))
            fix = rollback = None
            if column is not None:
                # A later statement can have renamed the type.
                column = replace(column, type=str(now["type"]))
                fix, rollback = retyped_beside(context, one, effect.relation, column)
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is read whole for the new collation of {now['name']}: reads and writes "
                "wait "
                "until its indexes are built",
                column=str(now["name"]),
                fix=fix,
                rollback=rollback,
                advice=f"Build an index on {effect.relation} ({now['name']} COLLATE …) CONCURRENTLY, and "
                "state "
                "the collation in the queries; or fill a second column of that collation by a trigger and in "
                "batches, and swap the names",
            )
