"""Policies by which rows are read for what they hold, whosever they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.gaps.passing import Passing, by_policy, passing
from pgassay.facts.policies.predicates import Asks, Atom, Branch
from pgassay.facts.tables.columns import default_text, is_now
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Filtered(msgspec.Struct, frozen=True, kw_only=True):
    """A way to read rows by flags of theirs alone; `beside` are ways of other policies that hold rows to the
    session's tenant or user, `voided` those of them that ask for the same flags too.
    """

    way: Passing
    flags: tuple[Atom, ...]
    beside: tuple[Passing, ...]
    voided: tuple[Passing, ...]


def filtered(facts: Facts, policy: Policy) -> tuple[Filtered, ...]:
    """The ways of a permissive policy to read rows of a tenant's, or a user's, table by their flags alone."""
    relation = facts.catalog.relation[policy.relation]
    if not policy.permissive or facts.tenancy.scope(relation.identity).kind in ("none", "declared"):
        return ()
    others = [
        way
        for role in facts.client_roles
        for way in passing(facts, relation, role, "select", new_row=False)
        if way.policy.identity != policy.identity and (way.branch.binds_tenant or way.branch.binds_owner)
    ]
    found: list[Filtered] = []
    for way in by_policy(facts, policy):
        flags = _flags(way.branch) if way.command == "select" else ()
        if flags:
            voided = tuple(one for one in others if set(flags) <= set(one.branch.atoms))
            beside = tuple(one for one in others if one.role == way.role)
            found.append(Filtered(way=way, flags=flags, beside=beside, voided=voided))
    return tuple(found)


def as_made(relation: Relation, flags: tuple[Atom, ...]) -> Mapping[str, str | None]:
    """The columns that flags are about, with what a row holds in them when nothing is said of them."""
    row: dict[str, str | None] = {}
    for atom in flags:
        column = relation.column(atom.column or "")
        if column is not None:
            row[column.name] = "now" if is_now(column) else default_text(column) or _plain(column.default)
    return row


def _plain(default: str | None) -> str | None:
    """A default that is a number or a truth value."""
    return default if default is not None and default.replace(".", "").replace("-", "").isalnum() else None


def _flags(branch: Branch) -> tuple[Atom, ...]:
    """What a branch asks of columns with fixed values; nothing where it asks anything else of row or
    session.
    """
    asked = [atom for atom in branch.atoms if atom.asks is not Asks.SIGNED_IN]
    flags = all(atom.asks is Asks.FLAG and atom.column is not None for atom in asked)
    return tuple(asked) if flags else ()
