"""table-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def table_renamed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration renames a table in use.

    From that moment every statement of the application that still runs fails where it names the table, until
    the new one is out. A view of the old name over the renamed table (with security_invoker) lets both go on.

    Silent where a relation of the old name is there again at the end.

    The facts that suffice: the statement renames, and what it names was there before the file.
    """
    before = context.watched.before
    if before is None:
        return
    renames = any("RENAME" in statement.sql.upper() for statement in one.statements)
    for command in one.commands:
        # A command that only changes a table leaves it under its name.
        renamed = command.kind == "table" and command.tag == "ALTER TABLE" and not command.dropped
        if not renamed or command.identity in before.relation:
            continue
        for effect in one.effects:
            gone = effect.relation not in context.catalog.relation and effect.relation in before.relation
            if gone and effect.mode == "ACCESS EXCLUSIVE" and renames:
                yield held_up(
                    context,
                    one,
                    effect,
                    f"{effect.relation} becomes {command.identity}: what the application in use asks for is "
                    "gone",
                    advice="Leave a view of the old name, with security_invoker, until the application has "
                    "moved",
                )
