"""commands-uncovered."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.reaches import holders, listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.MEDIUM, right="Rows that a client may change are shown to it")
def commands_uncovered(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A client role may change or delete rows of a table, and no policy shows it one.

    An UPDATE or DELETE with a WHERE finds only rows that a SELECT policy shows. It changes no row and raises
    no error: what a user was to be able to do fails without a word.

    All tables of one shape are one finding. Silent for tables that clients only read or only add to, and
    where a command has no policy at all, such as DELETE: that rows stay is often meant.

    The facts that suffice: pg_class.relacl, and the commands (polcmd), roles and expressions of the table's
    policies.
    """
    if not relation.is_table or not relation.rls_enabled or relation.parent is not None:
        return
    roles = holders(context.facts, relation)
    covered = {command for command in COMMANDS if any(_passes(r, relation, command, context) for r in roles)}
    changed = [command for command in ("update", "delete") if command in covered]
    if not changed:
        return
    if "select" in covered or not holders(context.facts, relation, ("select",)):
        changing = [r for r in roles if any(_passes(r, relation, command, context) for command in changed)]
        if all(_passes(role, relation, "select", context) for role in changing):
            yield context.holds(relation)
        return
    words = listed([command.upper() for command in changed])
    let = [role for role in roles if any(_passes(role, relation, command, context) for command in changed)]
    yield context.finding(
        relation,
        f"{words} is let through to {listed(let)} and no SELECT policy shows them the rows: "
        "a WHERE finds none of them",
        evidence=[catalog(f"pg_policy of {relation.identity}: {words}, and none for SELECT")],
        advice="Add a SELECT policy with the same test",
        cause=f"blind {words}",
    )


def _passes(role: str, relation: Relation, command: str, context: Context) -> bool:
    return bool(passing(context.facts, relation, role, command, new_row=command == "insert"))
