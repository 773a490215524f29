"""domain-constraint."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.observed import Observation
from pgassay.model.relations import Constraint
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, reads_or_writes
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def domain_constraint(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds a constraint to a domain that tables in use have columns of.

    Postgres reads every table with such a column under SHARE, and their writers wait. VALIDATE CONSTRAINT
    does the same for a domain. Added NOT VALID a constraint keeps nobody out and holds for new values; a
    CHECK on the tables' own columns, NOT VALID and validated later, is held by all.

    The facts that suffice: the statement changed a domain, and the locks and the rows read that were
    observed.
    """
    if one.statement.kind != "AlterDomainStmt" and not any(c.tag == "ALTER DOMAIN" for c in one.commands):
        return
    new = _new_constraint(one, context)
    fix = rollback = None
    if new is not None:
        fix = f"ALTER DOMAIN {new.domain} ADD CONSTRAINT {quoted(new.name)} {new.definition} NOT VALID;"
        rollback = f"ALTER DOMAIN {new.domain} DROP CONSTRAINT {quoted(new.name)};"
    for effect in one.effects:
        if reads_or_writes(effect):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is read whole for the domain's new constraint: {effect.blocks} wait "
                "until "
                "that is done",
                fix=fix,
                rollback=rollback,
                differs=True,
                advice="Let it be NOT VALID, so that it holds for new values only, and validate it when "
                "writers "
                "can wait"
                if fix
                else f"Put CHECKs on the columns of {effect.relation} that are of the domain, NOT VALID, and "
                "validate them in another migration",
            )


def _new_constraint(one: Observation, context: Context) -> Constraint | None:
    """The constraint that the statement adds to a domain; None where it does something else."""
    tree, before = one.statement.tree, context.watched.before
    if one.statement.kind != "AlterDomainStmt" or tree.get("def") is None or before is None:
        return None
    there = {known.identity for known in before.constraints if known.domain is not None}
    name = tree["def"].get("Constraint", {}).get("conname")
    found = [
        known
        for known in context.catalog.constraints
        if known.domain is not None and known.kind == "check" and known.identity not in there
    ]
    return next((known for known in found if known.name == name or (name is None and len(found) == 1)), None)
