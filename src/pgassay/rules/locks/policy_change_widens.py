"""policy-change-widens."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.access_change import changes, widening
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.HIGH, yields_to=("policy-always-true",))
def policy_change_widens(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """New migrations let a client role reach rows of a table in use that it did not reach before.

    It says who can now do what: a policy that was added, dropped or changed, or row security that was
    switched off, is easily read as a detail and opens the table.

    Critical where all rows of a table that belongs to tenants can be changed or deleted, high where they can
    be read or added. Info where what is reached now is the session's own. Silent where a privilege is the
    cause, of which grant-in-migration-widens speaks, and for new tables. Where all that is new passes by
    policies that are true for every row, policy-always-true tells it, with this beside.

    A changed test counts as more rows where one more way to pass came, a condition went, or a made-up row
    passes that did not pass before, for the same session; where nothing tells, policy-predicate-changed
    speaks.

    The facts that suffice: which rows a role reaches with a command, by grants, row security and policies,
    before the new migrations and after them.
    """
    finding = widening(context, relation, by_grant=False)
    if finding is not None:
        yield finding
        return
    there = context.before is not None and relation.identity in context.before.catalog.relation
    if there and all(one.narrows or one.by_grant for one in changes(context, relation)):
        yield context.holds(relation)
