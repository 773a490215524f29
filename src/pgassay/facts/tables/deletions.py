"""What goes when a tenant or a user is deleted, and which references hold the deletion up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Constraint

if TYPE_CHECKING:
    from pgassay.facts import Facts


class HeldUp(msgspec.Struct, frozen=True, kw_only=True):
    """A foreign key by which a row refuses to let a row of `root` go, itself or something deleted with it.

    `optional` is true where its columns may be NULL; `of_users` where `root` holds users and not tenants;
    `late` where the row goes too, but only after Postgres has looked for it.
    """

    root: str
    key: Constraint
    optional: bool
    of_users: bool
    late: bool


def gone_with(catalog: Catalog, root: str) -> dict[str, int]:
    """The relations whose rows ON DELETE CASCADE takes along with a row of `root`, with the number of steps
    from it; `root` itself is 0.
    """
    found, wave = {root: 0}, [root]
    while wave:
        following: list[str] = []
        for above in wave:
            for key in catalog.foreign_keys_to(above):
                if key.on_delete == "cascade" and key.relation is not None and key.relation not in found:
                    found[key.relation] = found[above] + 1
                    following.append(key.relation)
        wave = following
    return found


def goes(facts: Facts) -> frozenset[str]:
    """The relations whose rows go when a tenant or a user does, these two among them."""
    return frozenset(name for root in _roots(facts) for name in gone_with(facts.catalog, root))


def held_up(facts: Facts) -> Iterator[HeldUp]:
    """The foreign keys without an action that refuse the deletion of a tenant or of a user, by root.

    A row that goes with the tenant holds nothing up, unless it is reached late: a deletion goes step by step,
    and NO ACTION is looked at in the step after the one that deletes the referenced row. A row that goes with
    its own user holds others up: another user can have made it.
    """
    told: set[str] = set()
    tables = [relation for relation in facts.own_relations if relation.parent is None]
    for root in _roots(facts):
        of_users = root in facts.users
        gone = gone_with(facts.catalog, root)
        for relation in tables:
            for key in facts.catalog.foreign_keys_of(relation.identity):
                if key.identity in told or not _refuses(facts, key, gone, of_users=of_users):
                    continue
                told.add(key.identity)
                yield HeldUp(
                    root=root,
                    key=key,
                    optional=all(not c.not_null for c in relation.columns if c.name in key.columns),
                    of_users=of_users,
                    late=relation.identity in gone and not of_users,
                )


def _refuses(facts: Facts, key: Constraint, gone: dict[str, int], *, of_users: bool) -> bool:
    if key.on_delete != "no action" or key.references not in gone or not key.enforced or key.deferrable:
        return False
    if key.relation not in gone:
        return True
    late = gone[key.relation] > gone[key.references] + 1
    return not _leads_back(facts, key, gone) if of_users else late


def _roots(facts: Facts) -> list[str]:
    table = facts.tenancy.table
    tenants = [table] if table is not None and table in facts.catalog.relation else []
    return list(dict.fromkeys([*tenants, *sorted(facts.users)]))


def _leads_back(facts: Facts, key: Constraint, gone: dict[str, int]) -> bool:
    """True where the same columns also cascade: then the row is gone whatever this key says."""
    return any(
        other.columns == key.columns and other.on_delete == "cascade" and other.references in gone
        for other in facts.catalog.foreign_keys_of(key.relation or "")
    )
