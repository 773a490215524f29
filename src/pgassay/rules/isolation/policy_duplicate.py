"""policy-duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.policies import drop_policy, policy_ddl
from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.LOW, right="No policy says what another one says")
def policy_duplicate(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """Two policies of a table say the same: same command, same roles, same test.

    Whoever mends one of them leaves the other, and the table stays as open as it was. Both are worked out for
    every row. All tables are one finding.

    The facts that suffice: two rows of pg_policy that are alike but for their name.
    """
    groups: dict[object, list[Policy]] = {}
    for policy in context.catalog.policies_of(relation.identity):
        same = (policy.command, policy.permissive, frozenset(policy.roles), policy.using, policy.check)
        groups.setdefault(same, []).append(policy)
    for alike in groups.values():
        first, *others = sorted(alike, key=lambda one: one.name)
        if not others:
            yield context.holds(first)
            continue
        yield context.finding(
            relation,
            f"{relation.identity} has policies that say the same: {listed([one.name for one in alike])}",
            location=context.place(others[-1]),
            evidence=[catalog(f"pg_policy: {first.command}, {first.using or first.check}")],
            fix="\n".join(drop_policy(one) for one in others),
            rollback="\n".join(policy_ddl(one) for one in others),
            detail=" ".join(sorted(one.name for one in alike)),
            cause="alike",
        )
