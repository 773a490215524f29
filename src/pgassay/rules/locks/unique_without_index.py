"""unique-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.key_added import key_added
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def unique_without_index(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds a UNIQUE constraint to a table in use, and builds its index meanwhile.

    Readers and writers wait until the index is built. A unique index that was built CONCURRENTLY before
    becomes the constraint by USING INDEX in no time.

    Silent where no row was read: the constraint was made of an index.

    The facts that suffice: the constraint that the statement added, and the lock and the rows read that were
    observed on its table.
    """
    yield from key_added(context, one, "u", "UNIQUE")
