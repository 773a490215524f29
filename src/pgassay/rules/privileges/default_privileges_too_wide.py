"""default-privileges-too-wide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.gaps.granted import PUBLIC, defaults, word_of
from pgassay.facts.gaps.passing import ANONYMOUS
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.ref import Ref
from pgassay.model.roles import DefaultGrant
from pgassay.model.source import Location
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: What a signed-in client role is not to hold on every table to come: row-level security does not hold it.
_BEYOND = ("truncate", "trigger")


@rule(on=Catalog, severity=Severity.MEDIUM, right="Objects to come are not open to everybody")
def default_privileges_too_wide(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Default privileges open objects that do not exist yet to everybody.

    A table that somebody adds next year is open to every role, or to requests that nobody is signed in to,
    from the moment it is made: a forgotten ENABLE ROW LEVEL SECURITY is then a leak.

    It speaks of what everybody, or anon, the role without a session, will hold on tables, sequences and
    functions, whether or not a policy names it, and of TRUNCATE and TRIGGER for any client role where
    clients send SQL of their own. Low for sequences and functions. Silent for the default privileges of
    Postgres and of the platform, and for those that name a signed-in role.

    The facts that suffice: pg_default_acl.
    """
    wide: dict[tuple[str, str | None, str, str], list[DefaultGrant]] = defaultdict(list)
    for grant in defaults(context.facts):
        nobody = grant.grantee in (PUBLIC, ANONYMOUS) and grant.kind in ("table", "sequence", "function")
        beyond = grant.kind == "table" and grant.privilege in _BEYOND and context.facts.platform != "supabase"
        if nobody or beyond:
            wide[grant.role, grant.schema, grant.kind, grant.grantee].append(grant)
        else:
            yield Holds(ref=_ref(grant))
    for grants in wide.values():
        yield _finding(context, grants)


def _finding(context: Context, grants: list[DefaultGrant]) -> Finding:
    first = grants[0]
    who = word_of(first.grantee)
    words = _words([grant.privilege for grant in grants])
    where = f" in schema {quoted(first.schema)}" if first.schema is not None else ""
    scope = f" IN SCHEMA {quoted(first.schema)}" if first.schema is not None else ""
    objects = f"{first.kind.upper()}S"
    start = f"ALTER DEFAULT PRIVILEGES FOR ROLE {quoted(first.role)}{scope}"
    mended = not any(grant.grantable for grant in grants)
    return context.finding(
        _ref(first),
        f"Every {first.kind} that {first.role} makes{where} will be open to {who}: {listed(words)}",
        severity=None if first.kind == "table" else Severity.LOW,
        evidence=[
            catalog(
                f"pg_default_acl of {first.role}{where}, {objects.lower()}: {who} gets {listed(words, 8)}"
            )
        ],
        fix=f"{start} REVOKE {', '.join(words)} ON {objects} FROM {who};" if mended else None,
        rollback=f"{start} GRANT {', '.join(words)} ON {objects} TO {who};" if mended else None,
        location=_stated(context, first),
        detail=first.grantee,
        cause=f"{first.role} {first.schema} {first.grantee} {first.kind == 'table'}",
    )


def _words(privileges: list[str]) -> list[str]:
    """What REVOKE takes: every privilege on a table is ALL, for their number differs between versions."""
    whole = {"select", "insert", "update", "delete", "truncate", "references", "trigger"}
    return ["ALL"] if whole <= set(privileges) else [privilege.upper() for privilege in privileges]


def _ref(grant: DefaultGrant) -> Ref:
    where = f" in schema {quoted(grant.schema)}" if grant.schema is not None else ""
    return Ref(kind="default acl", identity=f"for role {quoted(grant.role)}{where} on {grant.kind}s")


def _stated(context: Context, grant: DefaultGrant) -> Location | None:
    """The last ALTER DEFAULT PRIVILEGES that grants this kind in this schema to the grantee."""
    found: Location | None = None
    for statement in (one for migration in context.migrations for one in migration.statements):
        action = statement.tree.get("action", {})
        if statement.kind != "AlterDefaultPrivilegesStmt" or not action.get("is_grant"):
            continue
        options = [item["DefElem"] for item in statement.tree.get("options", [])]
        schemas = [
            name["String"]["sval"]
            for option in options
            if option["defname"] == "schemas"
            for name in option["arg"]["List"]["items"]
        ]
        roles = {item["RoleSpec"].get("rolename", "public") for item in action.get("grantees", [])}
        alike = str(action.get("objtype")) == f"OBJECT_{grant.kind.upper()}" and grant.grantee in roles
        if alike and (grant.schema in schemas if schemas else grant.schema is None):
            found = statement.location
    return found
