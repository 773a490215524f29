"""soft-delete-missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import policy_name
from pgassay.facts.tables.columns import is_deletion, is_prompt
from pgassay.facts.tables.editors import users_reach
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.LOW,
    right="Keys, definitions and work on its way are kept when they are deleted",
)
def soft_delete_missing(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Clients delete rows for good that somebody will ask for.

    A deleted key, hook, rule or message is gone with its history: nobody can say what it was, undo a
    mistake, or tell which key made a call last week.

    It speaks of what clients may DELETE where the row is more than its own data: it holds a secret that
    something signs in with, says what happens by itself (a definition), or is work on its way (a queue).
    All of a schema are one finding: low where a secret is among them, medium where most such tables of
    the schema keep deleted rows. It is silent where neither is so, for tables with a column that says
    that a row is deleted or archived, where a trigger writes deleted rows to another table, where each
    user is a tenant or owns the rows, for tokens (invitations end by themselves), for the tenant table
    and for partitions.

    The fix adds a column and a RESTRICTIVE policy that hides what it marks: a permissive one would show all
    unmarked rows of every tenant.

    The facts that suffice: a privilege and a policy that let a client delete rows, and what kind of table
    it is.
    """
    kept: dict[str, int] = defaultdict(int)
    gone: dict[str, list[Relation]] = defaultdict(list)
    for relation in context.own_relations():
        if not _is_asked_for(context, relation):
            continue
        if any(is_deletion(column) for column in relation.columns) or _is_copied(context, relation):
            kept[relation.schema] += 1
            yield context.holds(relation)
        elif users_reach(context.facts, relation, "delete"):
            gone[relation.schema].append(relation)
    for schema, found in gone.items():
        usual = kept[schema] > len(found)
        for relation in found if usual or any(_secrets(context, one) for one in found) else ():
            yield _finding(context, relation, len(found), usual=usual)


def _is_asked_for(context: Context, relation: Relation) -> bool:
    """True for secrets that something signs in with, definitions and queues."""
    kinds, tenancy = context.facts.kinds, context.facts.tenancy
    if not relation.is_table or relation.parent or tenancy.mode == "owner":
        return False
    if tenancy.scope(relation.identity).kind in ("root", "owner"):
        return False
    return bool(_secrets(context, relation)) or relation.identity in kinds.definitions | kinds.queues


def _secrets(context: Context, relation: Relation) -> list[str]:
    found = context.facts.kinds.secrets(relation)
    return [c.quoted for c in found if not (is_prompt(c) or c.name.lower().endswith("token"))]


def _is_copied(context: Context, relation: Relation) -> bool:
    """True where a trigger writes a deleted row elsewhere."""
    bodies = context.facts.bodies
    return any(
        write.command == "insert" and write.relation != relation.identity
        for trigger in context.catalog.triggers_of(relation.identity)
        if trigger.enabled != "disabled" and "delete" in trigger.events and trigger.function in bodies
        for write in bodies[trigger.function].writes
    )


def _what(context: Context, relation: Relation) -> str:
    kinds = context.facts.kinds
    secrets = _secrets(context, relation)
    if secrets:
        return f"holds {', '.join(secrets)}"
    return "is work on its way" if relation.identity in kinds.queues else "says what happens by itself"


def _finding(context: Context, relation: Relation, alike: int, *, usual: bool) -> Finding:
    said = (
        f"{alike} tables of {relation.schema} lose what clients delete for good"
        if alike > 1
        else f"{relation.identity} loses what clients delete for good"
    )
    fix, rollback = _fix(context, relation)
    return context.finding(
        relation,
        said + (", though most tables like them keep theirs" if usual else ""),
        severity=Severity.MEDIUM if usual else Severity.LOW,
        evidence=[
            catalog(
                f"{relation.identity} {_what(context, relation)}; clients may DELETE, "
                "no column marks a deleted row and no trigger keeps it"
            )
        ],
        fix=fix,
        rollback=rollback,
        advice="Then take DELETE from clients and mark rows in a SECURITY DEFINER function that asks for the "
        "tenant: a client's own UPDATE is refused once the row it leaves is hidden",
        cause=f"schema {relation.schema}",
    )


def _fix(context: Context, relation: Relation) -> tuple[str | None, str | None]:
    readers = context.facts.access.clients(relation, "select")
    if not relation.rls_enabled or not readers:
        return None, None
    name = policy_name(context.catalog, relation, "hide_deleted")
    return (
        f"ALTER TABLE {relation.identity} ADD COLUMN deleted_at timestamptz;\n"
        f"CREATE POLICY {name} ON {relation.identity} AS RESTRICTIVE FOR SELECT TO {', '.join(readers)} "
        "USING (deleted_at IS NULL);",
        f"DROP POLICY {name} ON {relation.identity};\n"
        f"ALTER TABLE {relation.identity} DROP COLUMN deleted_at;",
    )
