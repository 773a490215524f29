"""What to say of a policy by which users make themselves members, or give themselves a role."""

from __future__ import annotations

from collections.abc import Sequence

from pgassay.facts.gaps.passing import Passing
from pgassay.facts.gaps.standing import Taking
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Evidence
from pgassay.model.relations import Policy, Relation
from pgassay.rules.context import Context, catalog
from pgassay.rules.tried import SAMPLES

#: The user that a question is asked as: nobody's key.
_SOMEBODY = "00000000-0000-4000-8000-00000000000a"


def standing_message(
    policy: Policy, key: str | None, joins: Sequence[Passing], takes: Sequence[Taking]
) -> str:
    """Who may join what, and which role they may take."""
    ways = [*joins, *(one.way for one in takes)]
    roles = listed(list(dict.fromkeys(way.role for way in ways)))
    deeds: list[str] = []
    if joins:
        self_made = all(way.branch.binds_owner for way in joins)
        commands = {way.command for way in joins}
        verb = "join" if "insert" in commands else "move to"
        deeds.append(
            f"{verb} any tenant ({key} is free)"
            if self_made
            else f"put anybody into any tenant ({key} is free)"
        )
    if takes:
        columns = listed(list(dict.fromkeys(one.believed.column for one in takes)))
        believers = listed(list(dict.fromkeys(one.by for one in takes)), 2)
        rows = "their own row" if all(one.own for one in takes) else "any row of their tenant"
        deeds.append(f"set {columns} in {rows}, and {believers} goes by it")
    return f"{policy.identity} lets {roles} {' and '.join(deeds)}"


def standing_evidence(
    relation: Relation, key: str | None, joins: Sequence[Passing], takes: Sequence[Taking], context: Context
) -> list[Evidence]:
    """The tests that are missing, and what Postgres says to a row that takes what is free."""
    found: list[Evidence] = []
    column = relation.column(key) if key else None
    if joins and column is not None:
        found.append(catalog(f"pg_policy: the check of the new row asks nothing of {column.quoted}"))
        found += _passes(relation, joins[0], {column.name: SAMPLES.get(column.type)}, context)
    for one in {one.believed.column: one for one in takes}.values():
        words = ", ".join(sorted(one.believed.values))
        found.append(catalog(f"{one.by} looks for {one.believed.column} = {words}"))
        found += _passes(relation, one.way, {one.believed.column: min(one.believed.values)}, context)
    return found


def _passes(relation: Relation, way: Passing, row: dict[str, str | None], context: Context) -> list[Evidence]:
    """The evidence that such a row of a made-up user passes; none where it does not."""
    policy = way.policy
    expression = policy.check if policy.check is not None else policy.using
    own = {
        str(atom.column): _SOMEBODY
        for atom in way.branch.atoms
        if atom.asks is Asks.OWNER and not atom.negated
    }
    if expression is None:
        return []
    answer = context.tested(relation, expression, way.role, {**own, **row}, _SOMEBODY if own else None)
    return [answer[1]] if answer is not None and answer[0] else []
