"""policies-overlap."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.reaches import holders, listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.fresh import is_fresh
from pgassay.rules.rule import Holds

#: From so many permissive policies on nobody keeps in mind what they come to.
_MANY = 3


@rule(on=Relation, severity=Severity.INFO, yields_to=("policy-duplicate",))
def policies_overlap(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """Several permissive policies of a table serve one role and one command.

    A row passes when any of them lets it pass: who tightens one and forgets the others has changed nothing.
    Postgres works all of them out for each row that the first ones do not let pass. One policy with the
    alternatives beside one another says the same where all of it can be read.

    It speaks from three on, where one of them comes with a new migration, as one finding for all tables.
    Silent for policies of different commands or roles, which split the work on purpose.

    The facts that suffice: pg_policy rows that are permissive and serve the same role and command.
    """
    if not relation.is_table or not relation.rls_enabled:
        return
    worst: tuple[int, str, str] = (0, "", "")
    for role in holders(context.facts, relation):
        for command in COMMANDS:
            policies = context.facts.access.policies(role, relation.identity, command)
            worst = max(worst, (sum(one.permissive for one in policies), role, command))
    count, role, command = worst
    if count >= _MANY:
        serving = [
            one for one in context.facts.access.policies(role, relation.identity, command) if one.permissive
        ]
        if not any(is_fresh(context, context.ref(one)) for one in serving):
            return
        names = [one.name for one in serving]
        yield context.finding(
            relation,
            f"{relation.identity} has {count} permissive policies for {command.upper()} by {role}: "
            "a row passes when any of them lets it",
            evidence=[catalog(f"{relation.identity}, {command} by {role}: {listed(sorted(names))}")],
            advice="Put the alternatives into one policy, joined by OR",
            cause="overlap",
        )
    elif count == 1:
        yield context.holds(relation)
