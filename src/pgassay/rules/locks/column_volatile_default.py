"""column-volatile-default."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.column_steps import defaulted_later
from pgassay.rules.observed import columns, counted, held_up, table
from pgassay.rules.remade import checked_domain
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def column_volatile_default(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new column of a table in use has a default that differs by row, so the table is rewritten.

    Readers and writers wait until every row and every index has been written anew, and the disk holds both
    copies meanwhile. A default that is the same for all rows (a constant, now()) is stored once and costs
    nothing. Add the column without a default, set the default for new rows, and fill the old ones in batches.

    Silent for serial, identity and generated columns, of which column-serial and column-generated-stored
    speak, for those of a domain with constraints, where the default is not the cause (table-rewrite speaks),
    and where nothing was rewritten.

    The facts that suffice: the column that the statement added, and the new file of its table that was
    observed.
    """
    for command, effect in columns(one, new=True):
        now = command.now or {}
        if now.get("default") is None or now["generated"] or counted(context, command):
            continue
        if checked_domain(context, now["type"]):
            continue
        name = str(now["name"])
        if not effect.rewritten:
            yield context.holds(table(effect), name)
            continue
        column = context.catalog.column(effect.relation, name)
        fix = rollback = None
        if column is not None and column.default is not None:
            fix, rollback = defaulted_later(context, effect.relation, column)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is written anew for the default of {name}: reads and writes wait until that "
            "is done",
            column=name,
            fix=fix,
            rollback=rollback,
            # Without a key the old rows are not filled, and the column cannot be required.
            differs=column is not None and column.not_null and "NOT NULL" not in (fix or ""),
            advice="Add it without a default, set the default, then fill the old rows in batches of some "
            "thousand, each a transaction of its own",
        )
