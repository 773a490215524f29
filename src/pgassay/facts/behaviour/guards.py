"""What keeps a column from being set at will: policies that pin it, triggers that watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf
from pgassay.facts.functions.bodies import Body
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.relations import Relation, Trigger

if TYPE_CHECKING:
    from pgassay.facts import Facts


def pinned_by_policies(facts: Facts, relation: Relation, column: str, roles: Sequence[str]) -> bool:
    """True when every way to pass the update policies' check of a new row fixes a column's value."""
    for role in roles:
        policies = facts.access.policies(role, relation.identity, "update")
        restricting = [facts.check(policy) for policy in policies if not policy.permissive]
        granting = [facts.check(policy) for policy in policies if policy.permissive]
        fixed = [
            check is not None and all(_pins(branch, column) for branch in check.branches)
            for check in (*restricting, *granting)
        ]
        if not any(fixed[: len(restricting)]) and not all(fixed[len(restricting) :]):
            return False
    return True


def _pins(branch: Branch, column: str) -> bool:
    return any(atom.asks is Asks.FLAG and atom.column == column and not atom.negated for atom in branch.atoms)


def guarding_trigger(
    facts: Facts, relation: Relation, column: str, command: str = "update"
) -> Trigger | None:
    """A row trigger on UPDATE, or INSERT, that looks at a column of OLD or NEW and refuses the write, or sets
    the column before it.
    """
    for trigger in facts.catalog.triggers_of(relation.identity):
        body = facts.bodies.get(trigger.function)
        fires = trigger.per_row and command in trigger.events
        if body is None or not fires or trigger.enabled not in ("origin", "always"):
            continue
        before = trigger.timing == "before"
        watched = (
            column in _looked_at(body)
            or column in trigger.update_columns
            or _named(trigger.condition, column)
        )
        unclear = body.dynamic or not body.understood
        if (before and column in body.row_changes) or (watched and (body.raises or (before and unclear))):
            return trigger
    return None


def _looked_at(body: Body) -> Iterator[str]:
    """The columns of OLD and NEW that a trigger function tests or looks up."""
    for part in (*body.conditions, *body.queries):
        for found in inside(part):
            if isinstance(found, ColumnOf) and found.alias in ("new", "old"):
                yield found.name


def _named(condition: str | None, column: str) -> bool:
    text = (condition or "").lower()
    return any(f"{row}.{name}" in text for row in ("old", "new") for name in (column, f'"{column}"'))
