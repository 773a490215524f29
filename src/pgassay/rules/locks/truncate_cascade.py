"""truncate-cascade."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import emptied, held_up, names_relation
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def truncate_cascade(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration empties a table in use, and all tables that refer to it.

    TRUNCATE … CASCADE follows foreign keys without naming where they lead: tables that nobody thought of lose
    all rows at once.

    The facts that suffice: more tables have a new, empty file after the statement than it names.
    """
    found = emptied(one)
    named = [effect for effect in found if names_relation(one, effect)]
    others = [effect.relation for effect in found if effect not in named]
    for effect in named if others else ():
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is emptied, and with it {', '.join(others)}: all of their rows are lost",
            advice="Leave CASCADE out, and name every table that is to be emptied: TRUNCATE "
            + ", ".join(sorted({effect.relation, *others})),
        )
