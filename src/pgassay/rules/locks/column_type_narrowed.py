"""column-type-narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.observed import Observation
from pgassay.read.foretell.written import chosen
from pgassay.rules import Context, rule
from pgassay.rules.constraint_steps import added_later
from pgassay.rules.observed import as_it_was, columns, held_up, reads_or_writes
from pgassay.rules.rule import Holds

_SIZED = re.compile(r"^(?P<base>[a-z ]+?)(?:\((?P<size>\d+)(?:,(?P<scale>-?\d+))?\))?$")
_WHOLE = ("smallint", "integer", "bigint")
_LIMITS = {"smallint": 1 << 15, "integer": 1 << 31}
_TEXT = ("text", "character varying", "character")


@rule(on=Observation, severity=Severity.HIGH)
def column_type_narrowed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration makes a column of a table in use narrower than it was.

    The first value that does not fit stops the migration, or is cut off where an explicit cast stands in
    USING; and what the application still writes in the old width is refused from then on. Rows are read or
    rewritten meanwhile. Look for values that do not fit first; a CHECK, NOT VALID and
    validated later, refuses them as the narrower type would, and nobody waits.

    The facts that suffice: the column's type before and after.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        what = _loses(str(was.get("type")), str(now.get("type")))
        if what is not None:
            name = str(now["name"])
            fix, rollback = _recipe(context, effect.relation, name, str(now["type"]))
            done = "written anew" if effect.rewritten else "read whole"
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation}.{name} is narrowed from {was['type']} to {now['type']}: {what}"
                + (
                    f", and reads and writes wait while the table is {done}"
                    if reads_or_writes(effect)
                    else ""
                ),
                column=name,
                fix=fix,
                rollback=rollback,
                differs=True,
                advice=f"Find the values of {name} that do not fit; then add a CHECK for the new width NOT "
                "VALID, "
                "validate it, and leave the type as it is",
            )


def _recipe(context: Context, relation: str, name: str, type: str) -> tuple[str, str] | tuple[None, None]:
    """A CHECK that refuses what does not fit the narrower type."""
    table, sized = as_it_was(context, relation), _SIZED.match(type)
    if table is None:
        return None, None
    column, test = quoted(name), None
    if type in _LIMITS:
        test = f"{column} BETWEEN {-_LIMITS[type]} AND {_LIMITS[type] - 1}"
    elif sized is not None and sized["base"] == "numeric" and sized["size"]:
        scale = int(sized["scale"] or 0)
        test = f"round({column}, {scale}) = {column} AND abs({column}) < 1e{int(sized['size']) - scale}"
    elif sized is not None and sized["size"]:
        test = f"char_length({column}) <= {sized['size']}"
    if test is None:
        return None, None
    taken = {one.name for one in context.catalog.constraints_of(relation)}
    constraint = quoted(chosen("fits", table.name, name, taken=taken.__contains__))
    made = added_later(relation, constraint, f"CHECK ({test})")
    return made, f"ALTER TABLE {relation} DROP CONSTRAINT {constraint};"


def _loses(was: str, now: str) -> str | None:
    """What becomes of values of the old type that do not fit the new one, by its width alone; None where all
    of them fit.
    """
    stops = "a value that does not fit stops the migration"
    if was in _WHOLE and now in _WHOLE:
        return stops if _WHOLE.index(now) < _WHOLE.index(was) else None
    before, after = _SIZED.match(was), _SIZED.match(now)
    if before is None or after is None or after["size"] is None:
        return None
    if before["base"] in _TEXT and after["base"] in _TEXT:
        return stops if before["size"] is None or int(after["size"]) < int(before["size"]) else None
    if before["base"] != "numeric" or after["base"] != "numeric":
        return None
    if before["size"] is None or _whole(after) < _whole(before):
        return stops
    return "its last digits are rounded off" if _scale(after) < _scale(before) else None


def _whole(found: re.Match[str]) -> int:
    """The digits before the point."""
    return int(found["size"]) - _scale(found)


def _scale(found: re.Match[str]) -> int:
    return int(found["scale"] or 0)
