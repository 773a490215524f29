"""Which schemas the platform's API serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.model.catalog import Catalog

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: What a new project's API serves.
_SERVED = ("public", "graphql_public")


def is_served(schema: str, catalog: Catalog, facts: Facts) -> bool:
    """True for a schema whose functions clients may call by themselves: one that the API serves, and any that
    holds a table or view of theirs, which would be of no use otherwise.

    Where clients connect to the database itself each schema is served.
    """
    known = (catalog.role.get(role) for role in facts.client_roles)
    if facts.platform != "supabase" or any(one is not None and one.can_login for one in known):
        return True
    if schema in _SERVED:
        return True
    return any(
        one.schema == schema and facts.is_own(one) and facts.access.granted_clients(one)
        for one in catalog.relations
    )


__all__ = ["is_served"]
