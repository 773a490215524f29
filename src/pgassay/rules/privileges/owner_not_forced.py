"""owner-not-forced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.policies.becoming import is_free, reached
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.postgres.parse import walk
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_OFF = "AT_NoForceRowSecurity"


@rule(on=Catalog, severity=Severity.INFO, right="Owners that can log in are held by their own policies")
def owner_not_forced(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The owner of tables with row-level security can log in, and the policies are not forced on it.

    Row-level security asks everybody but the owner. An application that connects as the owner, as many do
    while they are small, has policies that test nothing.

    It is one finding for each owner, and medium where a new migration takes the force away; there it also
    counts on a plain Postgres for the role that runs the migrations, which is not known to bypass row-level
    security outside this server. Otherwise silent where the owner cannot log in, where it bypasses row-level
    security anyway, and where a client role can become it, which is a finding of its own.

    The facts that suffice: pg_class.relowner, relrowsecurity and relforcerowsecurity, before the new
    migrations too, and pg_roles.rolcanlogin.
    """
    clients = set(context.facts.client_roles)
    reachable = clients | {role for client in clients for role in reached(database, client)}
    unforced: dict[str, list[Relation]] = defaultdict(list)
    for relation in context.own_relations():
        owner = database.role.get(relation.owner)
        if not relation.is_table or not relation.rls_enabled or owner is None:
            continue
        if owner.can_login and relation.owner not in reachable and _let_go(relation, context):
            yield _no_longer(relation, context)
            continue
        if is_free(owner):
            continue
        if relation.rls_forced or not owner.can_login:
            yield context.holds(relation)
        elif relation.owner not in reachable:
            unforced[relation.owner].append(relation)
    for owner, relations in unforced.items():
        for relation in relations:
            yield context.finding(
                relation,
                f"{relation.identity} belongs to {owner}, which can log in: its policies do not hold it",
                evidence=[
                    catalog(f"pg_roles.rolcanlogin of {owner} = true; pg_class.relforcerowsecurity = false")
                ],
                fix=f"ALTER TABLE {relation.identity} FORCE ROW LEVEL SECURITY;",
                rollback=f"ALTER TABLE {relation.identity} NO FORCE ROW LEVEL SECURITY;",
                advice="Better still, let a role own the tables that cannot log in",
                cause=owner,
                together=f"{{count}} tables belong to {owner}, which can log in: their policies do not "
                "hold it",
            )


def _let_go(relation: Relation, context: Context) -> bool:
    """True where the new migrations no longer force the policies of a table on its owner."""
    old = context.before.catalog.relation.get(relation.identity) if context.before is not None else None
    owner = context.catalog.role[relation.owner]
    held = not is_free(owner) or (context.facts.platform == "plain" and not owner.superuser)
    return held and not relation.rls_forced and old is not None and old.rls_enabled and old.rls_forced


def _no_longer(relation: Relation, context: Context) -> Finding:
    """What is said of a table whose policies held its owner before the new migrations."""
    stated = [
        one
        for one in context.origins.of(context.ref(relation))
        if any(name == "AlterTableCmd" and node.get("subtype") == _OFF for name, node in walk(one.tree))
    ]
    return context.finding(
        relation,
        f"{relation.identity} no longer holds its owner to its policies: an application that connects as the "
        "owner reaches every row",
        severity=Severity.MEDIUM,
        evidence=[catalog("pg_class.relforcerowsecurity = true before the new migrations, false after them")],
        fix=f"ALTER TABLE {relation.identity} FORCE ROW LEVEL SECURITY;",
        rollback=f"ALTER TABLE {relation.identity} NO FORCE ROW LEVEL SECURITY;",
        advice="Leave it forced, or let the application connect as a role that owns no table",
        location=stated[-1].location if stated else None,
    )
