"""What to say of an index that is not needed."""

from __future__ import annotations

from collections.abc import Callable

from pgassay.facts.ddl.indexes import index_ddl
from pgassay.model.finding import Evidence, Finding
from pgassay.model.relations import Index
from pgassay.rules.context import Context


def age(context: Context) -> Callable[[Index], tuple[str, int, str]]:
    """Sorts indexes by where the migrations make them, the oldest first."""

    def of(index: Index) -> tuple[str, int, str]:
        place = context.place(index)
        return (place.file, place.line, index.name) if place is not None else ("", 0, index.name)

    return of


def dropped(context: Context, index: Index, message: str, evidence: Evidence, together: str) -> Finding:
    """A finding at an index, with the SQL that drops it; all of a schema share one cause."""
    schema = context.catalog.relation[index.relation].schema
    return context.finding(
        index,
        message,
        evidence=[evidence],
        fix=f"DROP INDEX {index.identity};",
        rollback=index_ddl(index),
        advice="On a database in use: DROP INDEX CONCURRENTLY, outside a transaction",
        cause=f"schema {schema}",
        together=f"{{count}} indexes of {schema} {together}",
    )
