"""rls-disabled."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.along import Along, inserted_along, with_owners_rights
from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.reaches import deeds, holders, listed
from pgassay.facts.tables.editors import application_decides
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Relation,
    severity=Severity.CRITICAL,
    yields_to=("policies-without-rls", "auth-users-exposed"),
    right="Row-level security is on where clients have privileges",
)
def rls_disabled(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A client role reaches a table that has no row-level security.

    Grants say which tables a role uses; only row-level security says which rows. Without it every user of the
    role reaches the rows of every tenant.

    Silent where no client role holds a privilege and enters the schema, for partitions (their parent speaks),
    for tables declared under `publish` or `reference` that clients only read, and, where the application
    connects as a role of its own and no platform opens the database to the world, for tables whose rows
    belong to nobody. A table that belongs to nobody and is only read is low. Where no table has row-level
    security that is one finding; info where there is no policy either and no platform opens the database to
    its users: then the application was meant to keep tenants apart, and a choice is no fault.

    Where a trigger function inserts into the table as whoever writes to another one, row security refuses
    that too: the finding names it, and the fix lets it run with its owner's rights, or there is none where
    that lets it do more than this insert.

    The facts that suffice: pg_class.relrowsecurity, and the privileges in pg_class.relacl.
    """
    roles = holders(context.facts, relation)
    if not relation.is_table or relation.parent is not None or not roles:
        return
    writes = holders(context.facts, relation, COMMANDS[1:])
    if relation.rls_enabled:
        yield context.holds(relation)
        return
    if _is_declared(relation, context) and not (writes and _is_open(context)):
        return
    severity = _severity(relation, context, writes=bool(writes))
    if severity is None:
        return
    if application_decides(context.facts):
        yield _by_application(relation, context)
        return
    yield _finding(relation, roles, severity, context)


def _finding(relation: Relation, roles: tuple[str, ...], severity: Severity, context: Context) -> Finding:
    who, what = listed(roles), deeds(context.facts, relation, roles)
    low = severity is Severity.LOW
    along = () if low else inserted_along(context.facts, relation)
    nowhere = not (low or along) and not any(other.rls_enabled for other in context.facts.own_relations)
    lacks = "No table has" if nowhere else f"{relation.identity} has no"
    sql, rollback = (None, None) if low else _repair(relation, along, context)
    return context.finding(
        relation,
        f"{lacks} row-level security: every row is open to {who} to {what}",
        severity=severity,
        evidence=[
            catalog("pg_class.relrowsecurity = false"),
            catalog(f"pg_class.relacl: {who} may {what}"),
            *(
                parsed(
                    f"{one.function.identity} inserts into it as whoever writes to {listed(one.tables, 3)}"
                )
                for one in along
            ),
        ],
        fix=sql,
        rollback=rollback,
        advice=(
            "If everybody is to read it, list it in pgassay.toml, under [tenancy]: "
            f'publish = ["{relation.identity}"]'
            if low
            else _advice(along, mended=sql is not None)
        ),
        cause="nowhere" if nowhere else None,
    )


def _repair(
    relation: Relation, along: tuple[Along, ...], context: Context
) -> tuple[str, str] | tuple[None, None]:
    """Row security, and before it the rights of the functions that it would stop; none where one of them
    cannot have them.
    """
    found = [with_owners_rights(context.facts, one.function, relation) for one in along]
    ready = [one for one in found if one is not None]
    if len(ready) < len(found):
        return None, None
    name = f"ALTER TABLE {relation.identity}"
    sql = [*(one.sql for one in ready), f"{name} ENABLE ROW LEVEL SECURITY;"]
    back = [f"{name} DISABLE ROW LEVEL SECURITY;", *(one.rollback for one in reversed(ready))]
    return "\n".join(sql), "\n".join(back)


def _advice(along: tuple[Along, ...], *, mended: bool) -> str:
    policies = "Add its policies in the same migration: until there is one, these roles see no row"
    if not along:
        return policies
    functions = listed([one.function.identity for one in along], 3)
    tables = listed(sorted({table for one in along for table in one.tables}), 3)
    insert, run = ("inserts", "runs") if len(along) == 1 else ("insert", "run")
    stopped = f"{functions} {insert} here as whoever writes to {tables}, which row security alone refuses"
    if mended:
        return f"{policies}. {stopped}: with the fix {functions} {run} with the owner's rights"
    return (
        f"{stopped}: first have the insert made by a SECURITY DEFINER function with a search_path of its "
        "own, then enable row security, with its policies"
    )


def _by_application(relation: Relation, context: Context) -> Finding:
    return context.finding(
        relation,
        "No table has row-level security and there is no policy: only the application's own queries keep "
        "tenants apart",
        severity=Severity.INFO,
        evidence=[catalog("pg_class.relrowsecurity = false"), catalog("pg_policy has no row")],
        advice="A choice, as long as every query asks for the tenant; row-level security holds also for the "
        "query that forgets to",
        cause="application",
    )


def _is_declared(relation: Relation, context: Context) -> bool:
    stated = context.config.tenancy
    return relation.identity in (*stated.publish, *stated.reference)


def _is_open(context: Context) -> bool:
    """True where the platform lets anybody send requests as the client roles."""
    return context.facts.platform == "supabase"


def _severity(relation: Relation, context: Context, *, writes: bool) -> Severity | None:
    """None where the rows are nobody's and only the application's own role comes in."""
    belongs = context.facts.tenancy.scope(relation.identity).kind in ("key", "root", "path", "owner")
    if _is_open(context):
        return Severity.CRITICAL if writes or belongs else Severity.LOW
    if not belongs:
        return None
    return Severity.HIGH if context.facts.tenancy.inferred else Severity.CRITICAL
