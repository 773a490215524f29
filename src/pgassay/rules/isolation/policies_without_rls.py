"""policies-without-rls."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.reaches import holders, listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.CRITICAL, right="Tables with policies have row-level security on")
def policies_without_rls(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A table has policies, but its row-level security is off.

    Postgres does not look at the policies: whoever holds a privilege on the table reaches every row, while
    the migration reads as if rows were protected.

    Medium where no client role holds a privilege on the table. Silent for tables without policies.

    The facts that suffice: rows of pg_policy for the table, and pg_class.relrowsecurity.
    """
    policies = context.catalog.policies_of(relation.identity)
    if not relation.is_table or not policies:
        return
    if relation.rls_enabled:
        yield context.holds(relation)
        return
    roles = holders(context.facts, relation)
    count = f"{len(policies)} policies" if len(policies) > 1 else "a policy"
    means = (
        f"{listed(roles)} reach every row"
        if len(roles) > 1
        else f"{roles[0]} reaches every row"
        if roles
        else f"{'they test' if len(policies) > 1 else 'it tests'} nothing"
    )
    yield context.finding(
        relation,
        f"{relation.identity} has {count} and its row-level security is off: {means}",
        severity=None if roles else Severity.MEDIUM,
        evidence=[
            catalog("pg_class.relrowsecurity = false"),
            catalog(f"pg_policy: {', '.join(policy.name for policy in policies)}"),
        ],
        fix=f"ALTER TABLE {relation.identity} ENABLE ROW LEVEL SECURITY;",
        rollback=f"ALTER TABLE {relation.identity} DISABLE ROW LEVEL SECURITY;",
    )
