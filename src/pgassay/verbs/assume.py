"""The role that an application is assumed to connect as, where the migrations name none."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
import psycopg
from psycopg import sql

from pgassay.config import Config
from pgassay.facts import Facts

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: Its name, unless the migrations took it for something else.
APPLICATION = "app"

_SECONDS = 60.0


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
    return msgspec.structs.replace(facts.config, client_roles=(APPLICATION,))
