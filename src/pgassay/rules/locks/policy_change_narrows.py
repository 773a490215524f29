"""policy-change-narrows."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.access_change import changes, place, said, seen
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.INFO)
def policy_change_narrows(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """New migrations take rows of a table in use away from a client role.

    What the application in use does with them fails from then on, or finds nothing and says so nowhere. It is
    a fact to know, for often it is just what was meant.

    A changed test counts as fewer rows where a condition came, a way to pass went, or made-up rows no longer
    pass and no other passes now.

    The facts that suffice: which rows a role reaches with a command, by grants, row security and policies,
    before the new migrations and after them.
    """
    found = [one for one in changes(context, relation) if one.narrows]
    if not found:
        return
    yield context.finding(
        relation,
        f"{relation.identity}: {said(found, 'can now only', 'fewer rows')}",
        location=place(context, relation),
        evidence=seen(found),
        advice="See to it that the application in use does without them",
    )
