"""Which roles a role has the rights of, or can become."""

from __future__ import annotations

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation
from pgassay.model.roles import Membership, Role

#: Postgres's own roles whose members run programs and read or write files as the server: superusers, if they
#: like.
_SERVER_ROLES = ("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files")


def reached(catalog: Catalog, role: str) -> dict[str, str]:
    """The roles that `role` is a member of, directly or through others, with the direct membership that leads
    there.

    Memberships that neither inherit nor allow SET ROLE lead nowhere.
    """
    found: dict[str, str] = {}
    wave = [(one.role, one.role) for one in catalog.memberships if one.member == role and _leads(one)]
    while wave:
        following: list[tuple[str, str]] = []
        for name, first in wave:
            if name not in found and name != role:
                found[name] = first
                following += [
                    (one.role, first) for one in catalog.memberships if one.member == name and _leads(one)
                ]
        wave = following
    return found


def _leads(membership: Membership) -> bool:
    return membership.inherits or membership.can_set


def powers(catalog: Catalog, role: str, tables: tuple[Relation, ...]) -> str | None:
    """Why row security of `tables` does not hold a role, in words; None where it does."""
    known = catalog.role.get(role)
    if known is not None and (known.superuser or known.bypasses_rls):
        return "is a superuser" if known.superuser else "bypasses row-level security"
    if role in _SERVER_ROLES:
        return "acts on the server's own files"
    owned = [table for table in tables if table.owner == role and table.rls_enabled and not table.rls_forced]
    if owned:
        rest = f" and {len(owned) - 1} more" if len(owned) > 1 else ""
        return f"owns {owned[0].identity}{rest}, whose row-level security is not forced"
    return None


def is_free(role: Role | None) -> bool:
    """True for a role that row security holds nowhere."""
    return role is not None and (role.superuser or role.bypasses_rls)
