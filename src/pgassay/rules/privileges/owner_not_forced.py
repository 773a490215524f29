"""owner-not-forced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.policies.becoming import is_free, reached
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO, right="Owners that can log in are held by their own policies")
def owner_not_forced(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The owner of tables with row-level security can log in, and the policies are not forced on it.

    Row-level security asks everybody but the owner. An application that connects as the owner, as many do
    while they are small, has policies that test nothing.

    It is one finding for each owner. Silent where the owner cannot log in, where it bypasses row-level
    security anyway, and where a client role can become it, which is a finding of its own.

    The facts that suffice: pg_class.relowner, relrowsecurity and relforcerowsecurity, and
    pg_roles.rolcanlogin.
    """
    clients = set(context.facts.client_roles)
    reachable = clients | {role for client in clients for role in reached(database, client)}
    unforced: dict[str, list[Relation]] = defaultdict(list)
    for relation in context.own_relations():
        owner = database.role.get(relation.owner)
        if not relation.is_table or not relation.rls_enabled or owner is None or is_free(owner):
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
