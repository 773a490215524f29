"""sequence-near-limit."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.used import integer_columns, last_numbers
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Sequence
from pgassay.rules import Context, rule
from pgassay.rules.context import measured
from pgassay.rules.rule import Holds

#: The part of a sequence that may be used up before it is said.
_PART = 0.75


@rule(
    on=Sequence,
    severity=Severity.MEDIUM,
    live=True,
    yields_to=("integer-key-capacity",),
    right="Sequences have numbers left",
)
def sequence_near_limit(sequence: Sequence, context: Context) -> Iterator[Finding | Holds]:
    """A sequence has given most of its numbers.

    After the last one every INSERT that takes a number fails with 2200H, in the middle of a day like any
    other.

    It speaks from three quarters on. Silent for sequences that begin anew, and where the column that they
    number is an integer: integer-key-capacity speaks of that.

    The facts that suffice: pg_sequences.last_value and max_value.
    """
    last = last_numbers(context.catalog).get(sequence.identity)
    if last is None or sequence.cycles or sequence.identity in integer_columns(context.catalog):
        return
    rising = sequence.increment > 0
    used = (last - sequence.minimum) if rising else (sequence.maximum - last)
    part = used / max(sequence.maximum - sequence.minimum, 1)
    if part < _PART:
        yield context.holds(sequence)
        return
    left = ((sequence.maximum - last) if rising else (last - sequence.minimum)) // abs(sequence.increment)
    yield context.finding(
        sequence,
        f"{sequence.identity} has used {part:.0%} of its numbers: {left:,} are left",
        evidence=[measured(f"pg_sequences.last_value = {last:,}, max_value = {sequence.maximum:,}")],
        advice="ALTER SEQUENCE … AS bigint NO MAXVALUE, after the columns that hold its numbers are bigint",
    )
