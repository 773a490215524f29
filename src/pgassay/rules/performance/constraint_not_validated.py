"""constraint-not-validated."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.relations import Constraint
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.MEDIUM, right="Constraints hold for old rows too")
def constraint_not_validated(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A constraint was added NOT VALID and never validated.

    New rows keep to it and old ones were never looked at: whoever reads the schema believes of all rows what
    holds for some, and the planner makes no use of it.

    Low where one of the new migrations adds it: to validate it in a later one is how it is to be done. Silent
    for constraints that are NOT ENFORCED, which nothing keeps to.

    The facts that suffice: pg_constraint.convalidated.
    """
    new = {migration.path for migration in context.watched.new} if len(context.migrations) > 1 else set[str]()
    for constraint in database.constraints:
        relation = database.relation.get(constraint.relation or "")
        if relation is None or not context.facts.is_own(relation) or not constraint.enforced:
            continue
        if constraint.validated:
            if "NOT VALID" not in constraint.definition:
                yield context.holds(constraint)
            continue
        yield _finding(context, constraint, new)


def _finding(context: Context, constraint: Constraint, new: set[str]) -> Finding:
    place = context.place(constraint)
    name = quoted(constraint.name)
    table = constraint.relation
    return context.finding(
        constraint,
        f"{constraint.identity} is NOT VALID: the rows that were there before were never looked at",
        severity=Severity.LOW if place is not None and place.file in new else None,
        evidence=[catalog("pg_constraint.convalidated = false"), catalog(constraint.definition)],
        fix=f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};",
        rollback=f"ALTER TABLE {table} DROP CONSTRAINT {name}, "
        f"ADD CONSTRAINT {name} {constraint.definition};",
        advice="First look for rows that break it; to validate takes no lock that writes wait for",
    )
