"""Which privileges the migrations gave to client roles and to everybody, beyond what the platform gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.model.names import quoted
from pgassay.model.relations import Relation
from pgassay.model.roles import DefaultGrant, Grant
from pgassay.model.source import Statement

if TYPE_CHECKING:
    from pgassay.facts import Facts

PUBLIC = "public"


def word_of(grantee: str) -> str:
    """A grantee as GRANT takes it."""
    return "PUBLIC" if grantee == PUBLIC else quoted(grantee)


def anonymous(facts: Facts) -> tuple[str, ...]:
    """Everybody, and the client role of requests that nobody is signed in to, where there is one."""
    return (PUBLIC, *(role for role in facts.client_roles if role == ANONYMOUS))


def of_relation(facts: Facts, relation: Relation) -> Iterator[Grant]:
    """The privileges on a whole relation of client roles and of everybody, without those that the platform
    gives on all that is made in the schema.
    """
    grantees = {PUBLIC, *facts.client_roles}
    for grant in facts.grants_on.get(relation.identity, ()):
        given = is_given(facts, relation.schema, grant.grantee)
        if grant.grantee in grantees and grant.column is None and not given:
            yield grant


def is_given(facts: Facts, schema: str | None, grantee: str) -> bool:
    """True where the platform itself opens everything in a schema to a role."""
    open_schema = schema == "public" or (schema is not None and schema in facts.managed)
    return facts.platform == "supabase" and open_schema and grantee in facts.client_roles


def schema_grant(statements: Iterable[Statement], schema: str, grantee: str) -> Statement | None:
    """The last GRANT on a schema (its name without quotes) to a grantee."""
    found: Statement | None = None
    for statement in statements:
        tree = statement.tree
        if statement.kind == "GrantStmt" and tree.get("is_grant") and tree.get("objtype") == "OBJECT_SCHEMA":
            names = {item["String"]["sval"] for item in tree.get("objects", []) if "String" in item}
            roles = {item["RoleSpec"].get("rolename", PUBLIC) for item in tree.get("grantees", [])}
            found = statement if schema in names and grantee in roles else found
    return found


def defaults(facts: Facts) -> Iterator[DefaultGrant]:
    """The privileges that objects made later will carry, of client roles and of everybody, without those that
    the platform or Postgres itself gives. The role without a session is a client once it is to hold some.
    """
    grantees = {PUBLIC, *facts.client_roles}
    if facts.platform != "supabase":
        grantees.add(ANONYMOUS)
    for grant in facts.catalog.default_grants:
        # A list for all schemas repeats what Postgres gives everybody on functions and types.
        usual = grant.schema is None and grant.kind in ("function", "type") and grant.grantee == PUBLIC
        if grant.grantee in grantees and not usual and not is_given(facts, grant.schema, grant.grantee):
            yield grant
