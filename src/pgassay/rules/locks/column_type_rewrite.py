"""column-type-rewrite."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.expanded import retyped_beside
from pgassay.rules.observed import columns, held_up, table
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, yields_to=("column-type-narrowed",), by_size=True)
def column_type_rewrite(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration changes a column's type in a way that rewrites a table in use.

    Readers and writers wait until every row and every index has been written anew, and the disk holds both
    copies meanwhile. Expand instead: a new column of the new type, a trigger that keeps both alike, the old
    rows in batches, then swap the names in one short transaction.

    Silent for changes that only widen (varchar(20) to varchar(200), varchar to text, numeric with more
    digits): the server wrote nothing anew.

    The facts that suffice: the column's type before and after, and the new file of its table that was
    observed.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        if was.get("type") == now.get("type"):
            continue
        if effect.rewritten:
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
                f"{effect.relation} is written anew to make {now['name']} {now['type']} (it is "
                f"{was['type']}): "
                "reads and writes wait until that is done",
                column=str(now["name"]),
                fix=fix,
                rollback=rollback,
                advice=f"Add a column of type {now['type']} to {effect.relation}, fill it by a trigger and "
                "in "
                "batches, build its indexes CONCURRENTLY and add its constraints NOT VALID, then swap the "
                "names",
            )
        else:
            yield context.holds(table(effect), str(now["name"]))
