"""Tenant keys that a foreign key ties to what a policy asks of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.policies.predicates import Asks, Atom, Branch
from pgassay.model.relations import Constraint, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def is_tied(facts: Facts, relation: Relation, key: str, branch: Branch) -> bool:
    """True where a foreign key of the table holds the tenant key and a column that a branch asks for: the
    tenant is then that of the session's membership, or of a parent row that the session may use.

    A NULL in another column of such a key would set it aside.
    """
    asked = {a.column for a in branch.atoms if a.asks in (Asks.OWNER, Asks.PARENT) and not a.negated}
    for one in facts.catalog.foreign_keys_of(relation.identity):
        rest = {name for name in one.columns if name != key}
        if len(rest) < len(one.columns) and one.enforced and _counts(relation, one, rest - asked):
            theirs = dict(zip(one.columns, one.referenced_columns, strict=True))
            if any(_ties(facts, one, theirs, key, atom) for atom in branch.atoms if not atom.negated):
                return True
    return False


def ends_with_membership(facts: Facts, relation: Relation, key: str, branch: Branch) -> bool:
    """True where a foreign key ties the user whom a branch asks for to a membership of the row's tenant: who
    leaves takes such rows along, or cannot leave them behind.
    """
    owners = Branch(atoms=tuple(atom for atom in branch.atoms if atom.asks is Asks.OWNER))
    return is_tied(facts, relation, key, owners)


def _counts(relation: Relation, key: Constraint, names: set[str]) -> bool:
    """True where no NULL in the columns sets a foreign key aside."""
    columns = [relation.column(name) for name in names]
    return key.match_full or all(column is not None and column.not_null for column in columns)


def _ties(facts: Facts, one: Constraint, theirs: dict[str, str], key: str, atom: Atom) -> bool:
    if atom.column == key or atom.column not in theirs:
        return False
    if atom.asks is Asks.PARENT:
        held = all(inner.binds_owner or inner.binds_tenant for inner in atom.inner)
        return atom.parent == one.references and bool(atom.inner) and held
    # Who waits to be let in has a row too.
    waiting = any(believed.always for believed in facts.believed.get(one.references or "", ()))
    return (
        atom.asks is Asks.OWNER
        and not waiting
        and any(
            (member.relation, member.tenant_column, member.user_column)
            == (one.references, theirs[key], theirs[atom.column])
            for member in facts.tenancy.entitlements
        )
    )
