"""policy-predicate-changed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.model.source import Location
from pgassay.rules import Context, rule
from pgassay.rules.access_change import Change, bound, changes, place, seen, who
from pgassay.rules.rule import Holds
from pgassay.rules.tests_compared import Way

#: So much of a test stands in the message.
_LONGEST = 90


@rule(on=Relation, severity=Severity.INFO)
def policy_predicate_changed(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """New migrations change what row security asks of the rows of a table in use, and which rows that adds or
    takes away is not known.

    A changed test is easily read as the same in other words. It is shown before and after, so that somebody
    can say whether it lets pass what it is meant to.

    Medium where what is reached was the session's own, its tenant's or its user's, and is not known to be so
    now; else info. Silent where the tests ask the same in other words, and where the tests or made-up rows
    tell more rows from fewer: policy-change-widens and policy-change-narrows speak of those.

    The facts that suffice: what the policies of a role's command ask together, before the new migrations and
    after them, and what Postgres says of made-up rows.
    """
    found = [one for one in changes(context, relation) if one.way is Way.OTHER]
    if not found:
        return
    before = context.before
    lost = before is not None and any(
        bound(before, before.catalog.relation[relation.identity], one)
        and not bound(context.facts, relation, one)
        for one in found
    )
    yield context.finding(
        relation,
        f"{relation.identity}: the predicate for {who(found)} changed: {_change(found[0])}",
        severity=Severity.MEDIUM if lost else Severity.INFO,
        location=_place(context, relation, found[0]),
        evidence=seen(found),
        advice="Make sure that the test lets those rows pass that are meant, and no others",
        cause=str(found[0].functions) if _is_same(found[0]) else str(found[0].tests),
        together=f"{{count}} tables: the predicate of their rows changed: {_change(found[0])}",
    )


def _is_same(one: Change) -> bool:
    """True where the policies are as they were, and what they ask changed."""
    return bool(one.functions) and one.tests[0] == one.tests[1]


def _place(context: Context, relation: Relation, one: Change) -> Location | None:
    if not _is_same(one):
        return place(context, relation)
    return context.place(context.catalog.function[one.functions[0]])


def _change(one: Change) -> str:
    if _is_same(one):
        return f"{listed(list(one.functions))} {'have' if len(one.functions) > 1 else 'has'} another body"
    return f"before {_short(one.tests[0])}, after {_short(one.tests[1])}"


def _short(test: str) -> str:
    """A test on one line, cut off where it is long: evidence has all of it."""
    line = " ".join(test.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
