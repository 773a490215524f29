"""The role that an application is assumed to connect as, where the migrations name none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
from msgspec.structs import replace
from psycopg import sql

from pgassay.config import Config
from pgassay.facts import Facts
from pgassay.model.catalog import Catalog
from pgassay.model.roles import Grant

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: Its name, unless the migrations took it for something else.
APPLICATION = "app"

_SECONDS = 60.0
#: What it may do with every table.
_PRIVILEGES = ("select", "insert", "update", "delete")


def assume_application_role(server: Server, database: str, facts: Facts) -> Config | None:
    """Makes a role that may read and write every table, and returns the configuration that names it as the
    client.

    None, and nothing done, where client roles are stated, come with the platform, or are named by policies or
    grants.
    """
    if facts.client_roles or APPLICATION in facts.catalog.role:
        return None
    role = sql.Identifier(APPLICATION)
    with server.migrator(database, unbent=True) as connection, server.guard(connection, _SECONDS):
        connection.autocommit = True
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        for schema in sorted({relation.schema for relation in facts.own_relations}):
            name = sql.Identifier(schema)
            for grant in (
                sql.SQL("GRANT USAGE ON SCHEMA {} TO {}"),
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {} TO {}"),
            ):
                # Of what a migration gave to another role, the migration role grants nothing.
                with suppress(psycopg.errors.InsufficientPrivilege):
                    connection.execute(grant.format(name, role))
    return replace(facts.config, client_roles=(APPLICATION,))


def assumed_before(before: Catalog, after: Catalog) -> Catalog:
    """The catalog without the new migrations, with the role in it and the rights that it has in the end: they
    are no change of the migrations. `after` is the database in which the role was made.
    """
    mine = [grant for grant in after.grants if grant.grantee == APPLICATION]
    schemas = {schema.identity for schema in before.schemas}
    kept = [one for one in mine if one.object in (schemas if one.kind == "schema" else before.relation)]
    kept += _on_what_is_gone(before, after, mine)
    members = (one for one in after.memberships if one.role == APPLICATION)
    return replace(
        before,
        memberships=tuple(sorted((*before.memberships, *members), key=lambda one: (one.role, one.member))),
        grants=tuple(sorted((*before.grants, *kept), key=_order)),
        roles=tuple(sorted((*before.roles, after.role[APPLICATION]), key=lambda role: role.name)),
    )


def _on_what_is_gone(before: Catalog, after: Catalog, mine: Sequence[Grant]) -> Iterator[Grant]:
    """The rights on what the new migrations dropped, in schemas where the role has some."""
    entered = {grant.object for grant in mine if grant.kind == "schema"}
    schemas = {schema.name for schema in after.schemas if schema.identity in entered}
    for grant in before.grants:
        relation = before.relation.get(grant.object)
        if relation is None or grant.object in after.relation or relation.schema not in schemas:
            continue
        if grant.grantee == relation.owner and grant.column is None and grant.privilege in _PRIVILEGES:
            yield replace(grant, grantee=APPLICATION, grantable=False)


def _order(grant: Grant) -> tuple[str, str, str, str, str, str, bool]:
    """As the catalog sorts privileges; what was read before and after is compared object by object."""
    whose = (grant.grantee, grant.grantor, grant.privilege)
    return (grant.kind, grant.object, grant.column or "", *whose, grant.grantable)
