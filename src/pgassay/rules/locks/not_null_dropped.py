"""not-null-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.INFO)
def not_null_dropped(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration lets a column of a table in use be NULL.

    What reads the column and never met NULL meets it now: comparisons that are neither true nor false, joins
    that lose rows. To require it again needs every row to be filled.

    The facts that suffice: the column admitted no NULL before the statement and does after it.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        if was.get("not_null") and not now.get("not_null"):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation}.{now['name']} admits NULL from now on",
                column=str(now["name"]),
                advice="See to it that what reads the column is ready for NULL",
            )
