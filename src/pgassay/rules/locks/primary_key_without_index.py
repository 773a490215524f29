"""primary-key-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.key_added import key_added
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def primary_key_without_index(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration gives a table in use a primary key, and builds its index meanwhile.

    Readers and writers wait until the index is built. A unique index that was built CONCURRENTLY before
    becomes the key by USING INDEX in no time, where its columns are NOT NULL already.

    Silent where no row was read: the key was made of an index.

    The facts that suffice: the constraint that the statement added, and the lock and the rows read that were
    observed on its table.
    """
    yield from key_added(context, one, "p", "PRIMARY KEY")
