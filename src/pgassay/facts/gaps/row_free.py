"""Tests of policies that look like tests of the row and are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Compare
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def compared_with_itself(facts: Facts, policy: Policy) -> str | None:
    """The column that a sub-select compares with itself: written for the row's column of that name, which a
    bare name inside a sub-select does not reach.
    """
    relation = facts.catalog.relation[policy.relation]
    names = {column.name for column in relation.columns}
    for clause in ("using", "check"):
        test = facts.conditions.get((policy.identity, clause))
        for query in queries_in(test) if test is not None else ():
            for part in inside(query.where):
                if isinstance(part, Compare) and part.operator == "=" and part.left == part.right:
                    column = part.left
                    if isinstance(column, ColumnOf) and column.alias and column.name in names:
                        return f"{column.alias}.{column.name}"
    return None


def of_bucket(relation: Relation, branch: Branch) -> bool:
    """True for a file that passes by its bucket alone, whoever uploaded it."""
    asked = [atom for atom in branch.atoms if atom.asks is not Asks.SIGNED_IN]
    return (
        relation.identity == "storage.objects"
        and bool(asked)
        and all(a.asks is Asks.FLAG and a.column == "bucket_id" and not a.negated for a in asked)
    )


def captured(facts: Facts, policy: Policy, branch: Branch) -> bool:
    """True where a branch asks only look-ups that neither the row nor the session has a part in, though they
    name a column as the policy's table does.
    """
    atoms = [atom for atom in branch.atoms if atom.asks is not Asks.SIGNED_IN]
    if not atoms or not all(atom.asks is Asks.FLAG and atom.column in (None, "bucket_id") for atom in atoms):
        return False
    if all(atom.column is not None for atom in atoms):
        return False
    relation = facts.catalog.relation[policy.relation]
    names = {column.name for column in relation.columns} - {"id"}
    return any(
        isinstance(part, ColumnOf) and part.alias != "" and part.name in names
        for clause in ("using", "check")
        if (test := facts.conditions.get((policy.identity, clause))) is not None
        for query in queries_in(test)
        if not any(isinstance(one, ColumnOf) and one.alias == "" for one in inside(query.where))
        for part in inside(query.where)
    )
