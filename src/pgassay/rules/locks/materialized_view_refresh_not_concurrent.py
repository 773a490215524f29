"""materialized-view-refresh-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, table
from pgassay.rules.refreshed import refreshed_beside
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM, by_size=True)
def materialized_view_refresh_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration refreshes a materialized view in use, and who reads it waits until that is done.

    REFRESH MATERIALIZED VIEW takes ACCESS EXCLUSIVE for as long as its query runs. With CONCURRENTLY readers
    go on with the old rows; it needs a unique index on the view, over columns and over all rows. What the
    query groups by makes such an index, and so does the primary key of the one table that it reads.

    The facts that suffice: the view was there before the file, and the lock observed on it.
    """
    for effect in one.effects:
        refreshed = (
            any(command.tag == "REFRESH MATERIALIZED VIEW" for command in one.commands) or effect.files
        )
        if effect.kind != "materialized view" or one.statement.kind in ("DropStmt", "CreateTableAsStmt"):
            continue
        if effect.mode == "ACCESS EXCLUSIVE" and refreshed:
            view = context.catalog.relation.get(effect.relation)
            fix, rollback = (refreshed_beside(context.catalog, view) if view is not None else None) or (
                None,
                None,
            )
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is closed to reads while its query runs to refresh it",
                fix=fix,
                rollback=rollback,
                differs=fix is not None and "INDEX" in fix,
                advice=f"REFRESH MATERIALIZED VIEW CONCURRENTLY {effect.relation}; it needs a unique index "
                "on "
                "columns of the view that no two rows share",
            )
        elif effect.mode == "EXCLUSIVE":
            yield context.holds(table(effect))
