"""integer-key-capacity."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.used import integer_columns, last_numbers
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Sequence
from pgassay.rules import Context, catalog, rule
from pgassay.rules.context import measured
from pgassay.rules.rule import Holds

#: To make a large table's key bigint takes weeks of preparation: half is the time to begin.
_PART = 0.5
_LARGEST = {"smallint": 32_767, "integer": 2_147_483_647}


@rule(on=Sequence, severity=Severity.MEDIUM, live=True, right="Integer columns have room for more numbers")
def integer_key_capacity(sequence: Sequence, context: Context) -> Iterator[Finding | Holds]:
    """A column that counts its rows in an integer has come half of the way to the last one.

    After 2,147,483,647 every INSERT fails with 22003. The way to bigint writes the table and its indexes
    anew, and every column that references it; on a table of this size that is prepared, not done in a night.

    It speaks from half of the numbers on, rolled-back inserts counted; high from nine tenths on. Silent for
    bigint columns and for sequences that no column takes its default from.

    The facts that suffice: pg_sequences.last_value, and the type of the column that the sequence numbers.
    """
    found = integer_columns(context.catalog).get(sequence.identity)
    last = last_numbers(context.catalog).get(sequence.identity)
    if found is None or last is None or sequence.cycles:
        return
    relation, column = found
    part = last / _LARGEST[column.type]
    if part < _PART:
        yield context.holds(relation, column.name)
        return
    yield context.finding(
        relation,
        f"{relation.identity}.{column.quoted} has come to {last:,}: {part:.0%} of what {column.type} holds",
        column=column.name,
        severity=Severity.HIGH if part >= 0.9 else None,
        evidence=[
            measured(f"pg_sequences.last_value of {sequence.identity} = {last:,}"),
            catalog(f"{relation.identity}.{column.quoted} is {column.type}"),
        ],
        advice="Add a bigint column, fill it in batches with a trigger for new rows, and exchange the two in "
        "one transaction; the same for the columns that reference it",
    )
