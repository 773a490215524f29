"""table-rewrite."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def table_rewrite(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration writes a table in use anew: CLUSTER, VACUUM FULL, SET LOGGED, SET TABLESPACE.

    Readers and writers wait until every row and every index has been written, and the disk holds both copies
    meanwhile. Tools that copy a table beside its use (pg_repack, pg_squeeze) do the same without that.

    Silent where a column is the cause, of which the rules on columns speak, and for TRUNCATE.

    The facts that suffice: the new file of the table and the lock that were observed.
    """
    columns_changed = {effect.relation for new in (True, False) for _, effect in columns(one, new=new)}
    for effect in one.effects:
        wiped = not effect.rows_read and one.statement.kind not in (
            "VacuumStmt",
            "ClusterStmt",
            "AlterTableStmt",
        )
        if not effect.rewritten or effect.kind != "table" or wiped or effect.relation in columns_changed:
            continue
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is written anew as a whole: reads and writes wait until that is done",
            advice="Do it outside the migrations, with a tool that copies the table while it is in use",
        )
