"""table-rewrite."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Command, Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns, counted, held_up
from pgassay.rules.remade import checked_domain, has_new_type, worked_out_anew
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def table_rewrite(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration writes a table in use anew: CLUSTER, VACUUM FULL, SET LOGGED, SET TABLESPACE.

    Readers and writers wait until every row and every index has been written, and the disk holds both copies
    meanwhile. Tools that copy a table beside its use (pg_repack, pg_squeeze) do the same without that.

    A new column whose type is a domain with constraints does the same, for its NULL is put to them in every
    row; a CHECK on the table, NOT VALID and validated later, does without.

    Silent where a column is the cause, of which the rules on columns speak, and for TRUNCATE.

    The facts that suffice: the new file of the table and the lock that were observed.
    """
    told = {effect.relation for command, effect in columns(one, new=True) if _told(context, command)}
    changed = ((c, effect) for c, effect in columns(one, new=False) if has_new_type(c) or worked_out_anew(c))
    told |= {effect.relation for _, effect in changed}
    for effect in one.effects:
        wiped = not effect.rows_read and one.statement.kind not in (
            "VacuumStmt",
            "ClusterStmt",
            "AlterTableStmt",
        )
        if not effect.rewritten or effect.kind != "table" or wiped or effect.relation in told:
            continue
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is written anew as a whole: reads and writes wait until that is done",
            advice="Do it outside the migrations, with a tool that copies the table while it is in use",
        )


def _told(context: Context, command: Command) -> bool:
    """True for a new column that a rule of its own speaks of."""
    now = command.now or {}
    if now.get("generated") or counted(context, command):
        return True
    return now.get("default") is not None and not checked_domain(context, now.get("type"))
