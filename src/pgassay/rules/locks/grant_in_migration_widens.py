"""grant-in-migration-widens."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.access_change import bound, changes, widened
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
    found = [one for one in changes(context, relation) if one.widens and one.by_grant]
    own = [one for one in found if bound(context, relation, one)]
    open_ = [one for one in found if one not in own]
    if open_:
        yield widened(context, relation, open_)
    elif own:
        yield widened(context, relation, own, severity=Severity.INFO)
