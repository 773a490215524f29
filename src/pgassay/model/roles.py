"""Roles, what they belong to, and what they were granted."""

from __future__ import annotations

import msgspec


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """One privilege of one grantee; "public" is everybody. `column` is set for a column privilege.

    `kind` and `object` are the type and identity of the object, for a column those of its relation;
    `privilege` is a word in lower case (select). What Postgres grants by itself is there too.
    """

    kind: str
    object: str
    column: str | None
    grantee: str
    grantor: str
    privilege: str
    grantable: bool


class DefaultGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A privilege that objects which `role` creates in `schema` (None: anywhere) will carry."""

    role: str
    schema: str | None
    kind: str
    grantee: str
    privilege: str
    grantable: bool


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role of the cluster and the settings fixed to it."""

    name: str
    superuser: bool
    inherits: bool
    creates_roles: bool
    creates_databases: bool
    can_login: bool
    replication: bool
    bypasses_rls: bool
    settings: tuple[str, ...]


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """`member` belongs to `role`: with `inherits` it has its privileges, with `can_set` it can become it."""

    role: str
    member: str
    inherits: bool
    can_set: bool
    admin: bool
