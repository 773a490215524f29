"""What a client can write that says who it is: the role, or the standing, that policies believe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.behaviour.guards import guarding_trigger
from pgassay.facts.gaps.believed import Believed
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.policies.owners import asks_user, user_columns
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.relations import Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """A way for a client to write a believed column of a row that it may write: its `own`, or others' too."""

    way: Passing
    believed: Believed
    own: bool

    @property
    def by(self) -> str:
        """Who goes by the column, and would in every tenant."""
        return self.believed.anywhere or self.believed.by


def takings(facts: Facts, policy: Policy) -> tuple[Taking, ...]:
    """The ways of a policy for a client that has no role to write what says which role it has."""
    relation = facts.catalog.relation[policy.relation]
    columns = facts.believed.get(relation.identity, ())
    return tuple(
        Taking(way=way, believed=one, own=asks_user(facts, way.branch))
        for way in (by_policy(facts, policy) if columns else ())
        if way.new_row
        and not (way.branch.guarded or way.branch.opaque)
        and not is_taken(facts, relation, way)
        for one in columns
        if _may_set(facts, relation, one.column, way)
        and not (one.always and _is_asked_in(facts, relation, way))
        and not _is_for_admins(facts, policy, relation, one, own=asks_user(facts, way.branch))
    )


def _is_asked_in(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True where the tenant is tested, as by an invitation: who is asked in says so by a state of its own.

    Where each user is a tenant, the key is the user's: that the row is his own invites nobody.
    """
    if facts.tenancy.mode != "tenant":
        return False
    key = facts.tenancy.key_of(relation.identity)
    return any(atom.column == key and not atom.negated for atom in way.branch.atoms)


def _is_for_admins(facts: Facts, policy: Policy, relation: Relation, one: Believed, *, own: bool) -> bool:
    """True where the policy itself asks for a role before rows of others are written, and a role of one
    tenant is none in another.
    """
    if own:
        return False
    asks = any(policy.identity in other.asking for columns in facts.believed.values() for other in columns)
    users = {column for owner, column in facts.user_columns if owner == relation.identity}
    single = any(len(key) == 1 and key <= users for key in unique_sets(facts.catalog, relation))
    everywhere = (
        one.anywhere is not None and not single and facts.tenancy.key_of(relation.identity) is not None
    )
    return asks and not everywhere


def is_taken(facts: Facts, relation: Relation, way: Passing) -> bool:
    """True for an INSERT of a user's one row where a trigger makes that row: a second one is refused."""
    owners = set(user_columns(facts, way.branch))
    if way.command != "insert" or not any(
        len(key) == 1 and key <= owners for key in unique_sets(facts.catalog, relation)
    ):
        return False
    return any(
        write.command == "insert" and write.relation == relation.identity
        for identity, body in facts.bodies.items()
        if facts.catalog.function[identity].is_trigger
        for write in body.writes
    )


def _may_set(facts: Facts, relation: Relation, name: str, way: Passing) -> bool:
    """True when nothing keeps the column: no privilege, no test of the new row, no trigger."""
    columns = facts.access.columns(way.role, relation.identity, way.command)
    column = relation.column(name)
    held = any(atom.column == name for atom in way.branch.atoms) or (column is not None and column.generated)
    if held or not (columns is None or name in columns):
        return False
    return guarding_trigger(facts, relation, name) is None if way.command == "update" else True
