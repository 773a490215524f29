"""domain-constraint."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, reads_or_writes
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def domain_constraint(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds a constraint to a domain that tables in use have columns of.

    Postgres reads every table with such a column under SHARE, and their writers wait. VALIDATE CONSTRAINT
    does the same for a domain. A CHECK on the tables' own columns, added NOT VALID and validated later, keeps
    nobody out.

    The facts that suffice: the statement changed a domain, and the locks and the rows read that were
    observed.
    """
    if one.statement.kind != "AlterDomainStmt" and not any(c.tag == "ALTER DOMAIN" for c in one.commands):
        return
    for effect in one.effects:
        if reads_or_writes(effect):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is read whole for the domain's new constraint: {effect.blocks} wait",
                advice="Put a CHECK on the tables' own columns, NOT VALID, and validate it in another "
                "migration",
            )
