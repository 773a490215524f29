"""Rows of one user: those that nobody else reads, and those that the user did not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.conditions.translate import term_of
from pgassay.facts.functions.names import scope_of
from pgassay.facts.functions.sources import is_user
from pgassay.facts.gaps.passing import Passing, passing
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.relations import Relation
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts


def is_personal(facts: Facts, relation: Relation, command: str) -> bool:
    """True for rows that nobody but their user (and who has a role) reads, where the command takes nothing
    from others: no row that others read is deleted with them.
    """
    if not _read_by_user(facts, relation):
        return False
    if command != "delete":
        return True
    children = (
        facts.catalog.relation.get(key.relation or "")
        for key in facts.catalog.foreign_keys_to(relation.identity)
        if key.on_delete == "cascade"
    )
    return all(child is None or _read_by_user(facts, child) for child in children)


def is_authored(facts: Facts, relation: Relation, branch: Branch) -> bool:
    """False where the user whom a branch asks for is named in the row by somebody else: no client writes a
    row as that user, and neither a default nor a trigger puts the session's user there.
    """
    owner = next((a.column for a in branch.atoms if a.asks is Asks.OWNER and not a.negated), None)
    if owner is None:
        # The user of a parent row: what its author may see is told by what hangs on it.
        return True
    by_trigger = any(
        owner in body.row_changes
        for trigger in facts.catalog.triggers_of(relation.identity)
        if (body := facts.bodies.get(trigger.function)) is not None
    )
    return (
        by_trigger
        or _defaults_to_user(facts, relation, owner)
        or any(
            atom.asks is Asks.OWNER and atom.column == owner and not atom.negated
            for way in _writes(facts, relation)
            for atom in way.branch.atoms
        )
    )


def _read_by_user(facts: Facts, relation: Relation) -> bool:
    return all(
        _of_user(facts, relation, way.branch)
        for role in facts.client_roles
        for way in passing(facts, relation, role, "select", new_row=False)
    )


def _of_user(facts: Facts, relation: Relation, branch: Branch) -> bool:
    """True where one user passes, or who has a role; a row that points at one of a single user's is theirs
    too.
    """
    if branch.guarded or branch.asks(Asks.OWNER):
        return True
    above = {(c.columns[0], c.references) for c in facts.catalog.foreign_keys_of(relation.identity)}
    return any(
        atom.asks is Asks.PARENT
        and not atom.negated
        and (atom.column, atom.parent) in above
        and (parent := facts.catalog.relation.get(atom.parent or "")) is not None
        and all(_of_user(facts, parent, inner) for inner in atom.inner)
        for atom in branch.atoms
    )


def _defaults_to_user(facts: Facts, relation: Relation, name: str) -> bool:
    column = relation.column(name)
    tree = parse.expression(column.default) if column is not None and column.default is not None else None
    return tree is not None and is_user(term_of(tree, scope_of(facts.catalog, row=relation.identity)))


def _writes(facts: Facts, relation: Relation) -> list[Passing]:
    return [
        way
        for role in facts.client_roles
        for command in ("insert", "update", "delete")
        for way in passing(facts, relation, role, command, new_row=command == "insert")
    ]
