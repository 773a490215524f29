"""column-serial."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.column_steps import numbered_later
from pgassay.rules.observed import columns, counted, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def column_serial(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new column of a table in use numbers its rows, so the table is rewritten.

    Readers and writers wait until every row has its number and every index has been written anew. Add the
    column empty, make the sequence its default for new rows, and number the old ones in batches.

    The facts that suffice: the serial or identity column that the statement added, and the new file of its
    table that was observed.
    """
    for command, effect in columns(one, new=True):
        if effect.rewritten and counted(context, command):
            name = str((command.now or {})["name"])
            column = context.catalog.column(effect.relation, name)
            fix, rollback = numbered_later(context, effect.relation, column) if column else (None, None)
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is written anew to number its rows in {name}: reads and writes wait "
                "until "
                "that is done",
                column=name,
                fix=fix,
                rollback=rollback,
                advice="Add the column empty, CREATE SEQUENCE, set nextval as its default, and number the "
                "old "
                "rows in batches",
            )
