"""column-type-conflict."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.lost_definitions import lost
from pgassay.facts.behaviour.refusals import short
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.ref import Ref
from pgassay.rules import Context, executed, rule


@rule(on=Catalog, severity=Severity.HIGH, yields_to=("definition-skipped",))
def column_type_conflict(database: Catalog, context: Context) -> Iterator[Finding]:
    """One column is defined with two types, and only the first counts.

    Code, foreign keys and functions written for the second type meet the first: comparisons fail, values do
    not fit, and a reference cannot be made.

    Silent where IF NOT EXISTS passes over a whole table: definition-skipped lists the types with what else
    is lost. Silent where a later statement gives the column the second type, and for lengths, precisions, and
    an enum in place of text.

    The facts that suffice: Postgres passes the second definition over or refuses it, and makes a column of
    another type of it once the first is out of the way.
    """
    told = {
        f"{one.existing.identity}.{name}"
        for one in context.replay.passed_over
        if not (one.refused or one.columns)
        for name, _, _ in lost(one, database).types
    }
    for one in context.replay.passed_over:
        if not (one.refused or one.columns) or one.wanted is None:
            continue
        for name, there, wanted in lost(one, database).types:
            identity = f"{one.existing.identity}.{name}"
            column = next(c.name for c in one.existing.columns if c.quoted == name)
            ref = Ref(kind="table column", identity=identity, relation=one.existing.identity, column=column)
            if identity in told:
                continue
            told.add(identity)
            first = context.origins.location(ref)
            made = f", as {short(first)} makes it," if first is not None else ""
            how = "refuses" if one.refused else "passes over"
            yield context.finding(
                ref,
                f"{identity} is {there}{made} and {wanted} in {short(one.statement.location)}, "
                f"which Postgres {how}",
                location=one.statement.location,
                evidence=[
                    executed(
                        f"run with the existing one set aside: the column is of type {wanted}",
                        one.statement.sql[:400],
                    )
                ],
                related=[Related(note=f"it is {there} here", location=first)] if first is not None else [],
                advice=(
                    f"Decide on one type; where {wanted} is meant, change the column with "
                    "ALTER TABLE … TYPE, and take the other definition out"
                ),
            )
