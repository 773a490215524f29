"""column-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.expanded import renamed_beside
from pgassay.rules.observed import columns, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def column_renamed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration renames a column of a table in use.

    From that moment every statement of the application that still runs fails where it names the column, until
    the new one is out; and the other way round if it is rolled back. Add a column of the new name, keep both
    alike by a trigger, move the application over, and drop the old one later.

    The facts that suffice: the column's name before and after the statement.
    """
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        if was.get("name") != now.get("name"):
            fix, rollback = renamed_beside(context, effect.relation, str(was["name"]), str(now["name"]))
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation}.{was['name']} becomes {now['name']}: what the application in use asks "
                "for is gone",
                column=str(now["name"]),
                fix=fix,
                rollback=rollback,
                differs=True,
                advice=f"Have {effect.relation} hold both columns, kept alike by a trigger, until the "
                f"application has moved to {now['name']}; drop the trigger and {was['name']} then",
            )
