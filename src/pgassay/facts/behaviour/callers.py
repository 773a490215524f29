"""Who may call a function."""

from __future__ import annotations

from pgassay.facts.policies.access import Access
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function


def callers(function: Function, catalog: Catalog, access: Access) -> tuple[str, ...]:
    """The client roles that may execute a function and use its schema."""
    execute = {g.grantee for g in catalog.grants if g.kind == "function" and g.object == function.identity}
    usage = {
        g.grantee
        for g in catalog.grants
        if g.kind == "schema" and g.object == function.schema and g.privilege == "usage"
    }
    return tuple(
        role
        for role in access.client_roles
        if access.roles_of(role) & execute and access.roles_of(role) & usage
    )
