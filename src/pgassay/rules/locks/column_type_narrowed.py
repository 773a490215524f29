"""column-type-narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds

_SIZED = re.compile(r"^(?P<base>[a-z ]+?)(?:\((?P<size>\d+)(?:,(?P<scale>-?\d+))?\))?$")
_WHOLE = ("smallint", "integer", "bigint")


@rule(on=Observation, severity=Severity.HIGH)
def column_type_narrowed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration makes a column of a table in use narrower than it was.

    The first value that does not fit stops the migration, or is cut off where an explicit cast stands in
    USING; and what the application still writes in the old width is refused from then on. Rows are read or
    rewritten meanwhile. Look for values that do not fit first, and add a CHECK that is NOT VALID before.

    The facts that suffice: the column's type before and after.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        if _narrower(str(was.get("type")), str(now.get("type"))):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation}.{now['name']} is narrowed from {was['type']} to {now['type']}: a value "
                "that "
                "does not fit stops the migration",
                column=str(now["name"]),
                advice="Find the values that do not fit; add a CHECK for the new width NOT VALID, validate "
                "it, "
                "then change the type",
            )


def _narrower(was: str, now: str) -> bool:
    """True when values of the old type can fail to fit the new one, by its width alone."""
    if was in _WHOLE and now in _WHOLE:
        return _WHOLE.index(now) < _WHOLE.index(was)
    before, after = _SIZED.match(was), _SIZED.match(now)
    if before is None or after is None:
        return False
    text = ("text", "character varying", "character")
    if before["base"] in text and after["base"] in text:
        return after["size"] is not None and (
            before["size"] is None or int(after["size"]) < int(before["size"])
        )
    if before["base"] != "numeric" or after["base"] != "numeric" or after["size"] is None:
        return False
    whole = (
        int(before["size"]) - int(before["scale"] or 0) if before["size"] is not None else None,
        int(after["size"]) - int(after["scale"] or 0),
    )
    return whole[0] is None or whole[1] < whole[0] or int(after["scale"] or 0) < int(before["scale"] or 0)
