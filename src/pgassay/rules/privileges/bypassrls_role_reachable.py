"""bypassrls-role-reachable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.becoming import powers, reached
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.ref import Ref
from pgassay.model.source import Location
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.CRITICAL, right="Row-level security holds every client role")
def bypassrls_role_reachable(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A client role is, or can become, a role that row-level security does not hold.

    By SET ROLE, or without it where the membership inherits, every session of the application reads and
    changes the rows of every tenant; no policy is asked.

    Such a role is a superuser, bypasses row-level security, owns a table whose row-level security is not
    forced, or acts on the server's files. Silent for memberships that neither inherit nor allow SET ROLE, and
    for roles that are not the application's.

    The facts that suffice: pg_roles.rolbypassrls and rolsuper, pg_auth_members and pg_class.relowner.
    """
    tables = tuple(relation for relation in context.own_relations() if relation.is_table)
    for client in context.facts.client_roles:
        if client not in database.role:
            continue
        itself = powers(database, client, tables)
        ways = reached(database, client)
        open_ways = [
            (first, role, why) for role, first in ways.items() if (why := powers(database, role, tables))
        ]
        if itself is not None:
            yield _itself(context, client, itself)
        for first, role, why in open_ways:
            yield _member(context, client, first, role, why)
        if itself is None and not open_ways:
            yield Holds(ref=_ref(client))


def _itself(context: Context, client: str, why: str) -> Finding:
    return context.finding(
        _ref(client),
        f"Client role {client} passes row-level security: it {why}",
        evidence=[catalog(f"pg_roles and pg_class.relowner: {client} {why}")],
        advice="Let the application connect as a role that owns nothing and has neither SUPERUSER nor "
        "BYPASSRLS",
    )


def _member(context: Context, client: str, first: str, role: str, why: str) -> Finding:
    through = f" through {first}" if first != role else ""
    chain = [one for one in context.catalog.memberships if one.member == client and one.role == first]
    options = chain[0]
    inherits = context.catalog.role[client].inherits
    usual = options.inherits == inherits and options.can_set and not options.admin
    given = (
        ""
        if usual
        else (
            f" WITH INHERIT {_word(options.inherits)}, SET {_word(options.can_set)}, "
            f"ADMIN {_word(options.admin)}"
        )
    )
    return context.finding(
        _ref(client),
        f"Client role {client} passes row-level security: it is a member of {role}{through}, which {why}",
        evidence=[
            catalog(
                f"pg_auth_members: {client} is a member of {first}, inherits {_word(options.inherits)}, "
                f"SET ROLE {_word(options.can_set)}"
            ),
            catalog(f"{role} {why}"),
        ],
        fix=f"REVOKE {quoted(first)} FROM {quoted(client)};",
        rollback=f"GRANT {quoted(first)} TO {quoted(client)}{given};",
        location=_granted(context, client, first),
        detail=role,
    )


def _word(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _ref(role: str) -> Ref:
    return Ref(kind="role", identity=quoted(role))


def _granted(context: Context, client: str, role: str) -> Location | None:
    """The last statement that makes the client a member of the role."""
    found: Location | None = None
    for statement in (one for migration in context.migrations for one in migration.statements):
        tree = statement.tree
        if statement.kind == "GrantRoleStmt" and tree.get("is_grant"):
            roles = {item["AccessPriv"].get("priv_name") for item in tree.get("granted_roles", [])}
            members = {item["RoleSpec"].get("rolename") for item in tree.get("grantee_roles", [])}
            if role in roles and client in members:
                found = statement.location
    return found
