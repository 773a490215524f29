"""constraint-not-validated."""

from __future__ import annotations

from collections import defaultdict
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
    for constraints that are NOT ENFORCED, which nothing keeps to, and for a partition's copy of its parent's.
    All of a schema are one finding.

    The facts that suffice: pg_constraint.convalidated.
    """
    found: dict[tuple[str, bool], list[Constraint]] = defaultdict(list)
    behind_others = len(context.migrations) > 1 or context.baseline is not None
    new = {migration.path for migration in context.watched.new} if behind_others else set[str]()
    for constraint in database.constraints:
        relation = database.relation.get(constraint.relation or "")
        if relation is None or not context.facts.is_own(relation) or not constraint.enforced:
            continue
        if constraint.validated:
            if "NOT VALID" not in constraint.definition:
                yield context.holds(constraint)
        elif not (constraint.inherited and relation.parent is not None):
            place = context.place(constraint)
            late = place is not None and place.file in new
            found[(relation.schema, late)].append(constraint)
    for (schema, late), constraints in found.items():
        for constraint in constraints:
            yield _finding(context, constraint, schema, late=late)


def _finding(context: Context, constraint: Constraint, schema: str, *, late: bool) -> Finding:
    name = quoted(constraint.name)
    table = constraint.relation
    return context.finding(
        constraint,
        f"{constraint.identity} is NOT VALID: the rows that were there before were never looked at",
        severity=Severity.LOW if late else None,
        evidence=[
            catalog(f"pg_constraint.convalidated = false: {constraint.identity}, {constraint.definition}")
        ],
        fix=f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};",
        rollback=f"ALTER TABLE {table} DROP CONSTRAINT {name}, "
        f"ADD CONSTRAINT {name} {constraint.definition};",
        advice="First look for rows that break it; to validate takes no lock that writes wait for",
        cause=f"schema {schema} {'new' if late else 'old'}",
        together=f"{{count}} constraints of {schema} are NOT VALID: the rows that were there before were "
        "never looked at",
    )
