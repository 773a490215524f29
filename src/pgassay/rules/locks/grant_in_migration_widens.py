"""grant-in-migration-widens."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.access_change import widening
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.HIGH)
def grant_in_migration_widens(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """New migrations grant a client role a privilege by which it reaches rows of a table in use.

    It says which rows: a GRANT on a table without row security opens all of them, one on a table with
    policies those that the policies let pass, which had no effect until then.

    Critical where all rows of a table that belongs to tenants can be changed or deleted, high where they can
    be read or added. Info where what is reached now is the session's own. Silent where the privilege reaches
    no row, and for new tables.

    The facts that suffice: the privileges of the role, and which rows it reaches with them, before the new
    migrations and after them.
    """
    finding = widening(context, relation, by_grant=True)
    if finding is not None:
        yield finding
