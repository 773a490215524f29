"""column-generated-stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.expanded import computed_beside
from pgassay.rules.observed import columns, held_up, table, target_version
from pgassay.rules.remade import worked_out_anew
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def column_generated_stored(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A column of a table in use is generated and stored, or gets another expression: the table is rewritten.

    Readers and writers wait until every row and every index has been written anew. A virtual column (from
    Postgres 18 on) is worked out when it is read and costs nothing, but Postgres indexes none; where an index
    or a key wants it, and before 18, a plain column that a trigger fills, its old rows filled in batches.

    The facts that suffice: the stored column that the statement added, or whose expression it changed, and
    the new file of its table that was observed.
    """
    for command, effect in (*columns(one, new=True), *columns(one, new=False)):
        was, now = command.was, command.now or {}
        if not now.get("generated") or (was is not None and not worked_out_anew(command)):
            continue
        name = str(now["name"])
        if not effect.rewritten:
            yield context.holds(table(effect), name)
            continue
        column = context.catalog.column(effect.relation, name)
        fix = rollback = None
        if (
            was is None
            and target_version(context) >= 18
            and column is not None
            and column.default is not None
            and not _is_indexed(context, effect.relation, name)
        ):
            fix = (
                f"ALTER TABLE {effect.relation} ADD COLUMN {column.quoted} {column.type} "
                f"GENERATED ALWAYS AS ({column.default}) VIRTUAL;"
            )
            rollback = f"ALTER TABLE {effect.relation} DROP COLUMN {column.quoted};"
        elif was is None and column is not None:
            fix, rollback = computed_beside(context, effect.relation, column)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is written anew to store {name}: reads and writes wait until that is done",
            column=name,
            fix=fix,
            rollback=rollback,
            differs=True,
            advice="Make it VIRTUAL where no index needs it (Postgres 18); else a plain column, filled by a "
            "trigger and in batches",
        )


def _is_indexed(context: Context, relation: str, column: str) -> bool:
    """True where an index or a key names the column in the end, in an expression or a condition too."""
    word = re.compile(rf'(?<![\w"]){re.escape(column)}(?![\w"])')
    keyed = (*context.catalog.foreign_keys_of(relation), *context.catalog.foreign_keys_to(relation))
    return any(
        column in one.columns or word.search(one.definition.partition(" USING ")[2])
        for one in context.catalog.indexes_of(relation)
    ) or any(column in (one.columns if one.relation == relation else one.referenced_columns) for one in keyed)
