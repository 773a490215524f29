"""grants-too-wide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.gaps.granted import PUBLIC, anonymous, of_relation, schema_grant, word_of
from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.reaches import listed
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Schema
from pgassay.model.ref import Ref
from pgassay.model.relations import Kind, Relation
from pgassay.model.roles import Grant
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_WRITES = ("insert", "update", "delete")
#: What row-level security does not hold, the worst first.
_BEYOND = ("truncate", "trigger", "references")
_KINDS = (Kind.TABLE, Kind.PARTITIONED, Kind.VIEW)


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    yields_to=("rls-disabled", "policies-without-rls"),
    right="Client roles hold no more than row-level security can hold",
)
def grants_too_wide(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A migration gives a client role, or everybody, more than row-level security can hold.

    TRUNCATE empties a table for every tenant, whatever its policies say, and TRIGGER puts the holder's own
    code into other people's writes. What everybody holds, every role that is ever made holds too.

    It speaks of TRUNCATE, TRIGGER and REFERENCES that a client role holds on a table with row-level security,
    of INSERT, UPDATE and DELETE that everybody holds, or a role without a session where no policy lets it
    write a row, and of CREATE on a schema. Low where the platform lets nobody send SQL of his own as that
    role, and for REFERENCES alone. Tables with the same grants are one finding. Silent for what the platform
    gives by itself on everything in a schema, and for tables whose rows the role may delete anyway.

    The facts that suffice: pg_class.relacl and pg_namespace.nspacl.
    """
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Relation, list[Grant]]]] = defaultdict(list)
    for relation in context.own_relations():
        if relation.kind not in _KINDS or relation.parent is not None:
            continue
        grants = list(of_relation(context.facts, relation))
        wide = [(grantee, _wide(relation, grantee, grants, context)) for grantee in _grantees(grants)]
        if grants and not any(words for _, words in wide):
            yield context.holds(relation)
        for grantee, words in wide:
            held = [grant for grant in grants if grant.grantee == grantee and grant.privilege in words]
            if words:
                alike[grantee, words].append((relation, held))
    for (grantee, words), found in alike.items():
        for relation, grants in found:
            yield _finding(context, relation, grants, grantee, words)
    for schema in database.schemas:
        if schema.extension is None and schema.name not in context.facts.managed:
            yield from _of_schema(schema, context)


def _grantees(grants: list[Grant]) -> list[str]:
    return sorted({grant.grantee for grant in grants})


def _wide(relation: Relation, grantee: str, grants: list[Grant], context: Context) -> tuple[str, ...]:
    """The privileges of a grantee that are too many."""
    facts = context.facts
    held = {grant.privilege for grant in grants if grant.grantee == grantee}
    roles = facts.client_roles if grantee == PUBLIC else (grantee,)
    found: list[str] = []
    if relation.is_table and relation.rls_enabled:
        emptied = any(facts.access.reach(role, relation, "delete") is Reach.ALL for role in roles)
        found += [word for word in _BEYOND if word in held and not emptied]
    if grantee in anonymous(facts):
        reached = {
            word
            for word in _WRITES
            for role in roles
            if facts.access.reach(role, relation, word) is not Reach.NONE
        }
        found += [word for word in _WRITES if word in held and (grantee == PUBLIC or not reached)]
    return tuple(found)


def _finding(
    context: Context,
    relation: Relation,
    grants: list[Grant],
    grantee: str,
    privileges: tuple[str, ...],
) -> Finding:
    who = word_of(grantee)
    words = listed([word.upper() for word in privileges], len(privileges))
    mended = all(grant.grantor == relation.owner and not grant.grantable for grant in grants)
    change = f"{', '.join(word.upper() for word in privileges)} ON {relation.identity}"
    return context.finding(
        relation,
        f"{who} holds {words} on {relation.identity}: {_means(privileges, grantee)}",
        severity=_severity(privileges, grantee, context),
        evidence=[catalog(f"pg_class.relacl of {relation.identity}: {who} holds {words}")],
        fix=f"REVOKE {change} FROM {who};" if mended else None,
        rollback=f"GRANT {change} TO {who};" if mended else None,
        detail=grantee,
        cause=f"{grantee} {words}",
        together=f"{who} holds {words} on {{count}} relations: {_means(privileges, grantee)}",
    )


def _means(privileges: tuple[str, ...], grantee: str) -> str:
    if "truncate" in privileges:
        return "TRUNCATE takes every tenant's rows, whatever the policies say"
    if "trigger" in privileges:
        return "a trigger of its own runs in everybody's writes"
    if grantee == PUBLIC:
        return "so does every role that is ever made"
    return (
        "no policy lets it write a row"
        if "references" not in privileges
        else "it can ask whether a key exists"
    )


def _severity(privileges: tuple[str, ...], grantee: str, context: Context) -> Severity:
    if "truncate" in privileges or "trigger" in privileges:
        return Severity.LOW if _is_held_off(context) else Severity.HIGH
    writes = any(word in privileges for word in _WRITES)
    return Severity.MEDIUM if grantee == PUBLIC and writes else Severity.LOW


def _is_held_off(context: Context) -> bool:
    """True where the platform takes requests for the client roles and no SQL of their own."""
    return context.facts.platform == "supabase"


def _of_schema(schema: Schema, context: Context) -> Iterator[Finding]:
    identity = schema.identity
    for grant in context.facts.grants_on.get(identity, ()):
        if grant.kind != "schema" or grant.privilege != "create":
            continue
        if grant.grantee != PUBLIC and grant.grantee not in context.facts.client_roles:
            continue
        who = word_of(grant.grantee)
        statements = (one for migration in context.migrations for one in migration.statements)
        stated = schema_grant(statements, schema.name, grant.grantee)
        yield context.finding(
            Ref(kind="schema", identity=identity),
            f"{who} may create objects in schema {identity}: names without a schema can come to mean them",
            severity=Severity.LOW if _is_held_off(context) else Severity.MEDIUM,
            evidence=[catalog(f"pg_namespace.nspacl of {identity}: {who} holds CREATE")],
            fix=None if grant.grantable else f"REVOKE CREATE ON SCHEMA {identity} FROM {who};",
            rollback=None if grant.grantable else f"GRANT CREATE ON SCHEMA {identity} TO {who};",
            location=stated.location if stated is not None else None,
            detail=grant.grantee,
        )
