"""soft-delete-missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import policy_name
from pgassay.facts.tables.columns import is_deletion, is_number_of_person, is_switch, is_timestamp, lies_ahead
from pgassay.facts.tables.editors import users_reach
from pgassay.facts.tables.secrets import is_prompt
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
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
    something signs in with, says what happens by itself (a definition), or is work on its way (a queue). All
    of a schema are one finding: low where half of them hold such a secret (else those are told alone), medium
    where most such tables of the schema keep deleted rows, and no switch or state of this one says that it is
    over. It is silent where neither is so, for tables with a column that says that a row is deleted or
    archived, where a trigger writes deleted rows to another table, where each user is a tenant or owns the
    rows, for tokens and what has a time at which each row ends (invitations end by themselves), for the
    tenant table and for partitions.

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
        usual = [one for one in found if kept[schema] > len(found) and _has_no_other_end(context, one)]
        for relation in usual:
            yield _finding(context, relation, usual=True)
        rest = [relation for relation in found if relation not in usual]
        secret = [relation for relation in rest if _secrets(context, relation)]
        for relation in rest if 2 * len(secret) >= len(rest) else secret:
            yield _finding(context, relation, usual=False)


def _is_asked_for(context: Context, relation: Relation) -> bool:
    """True for secrets that something signs in with, definitions and queues."""
    kinds, tenancy = context.facts.kinds, context.facts.tenancy
    if not relation.is_table or relation.parent or tenancy.mode == "owner":
        return False
    if tenancy.scope(relation.identity).kind in ("root", "owner"):
        return False
    if relation.identity in kinds.queues:
        return True
    told = bool(_secrets(context, relation)) or relation.identity in kinds.definitions
    return told and not any(map(_ends, relation.columns))


def _ends(column: Column) -> bool:
    """True for the time until which each row counts: what has ended is to be deleted."""
    return column.not_null and is_timestamp(column) and lies_ahead(column)


def _has_no_other_end(context: Context, relation: Relation) -> bool:
    """True for what can only be deleted: no switch turns it off and no state says that it is over."""
    over = any(is_switch(column) for column in relation.columns)
    return not over and relation.identity not in context.facts.kinds.states


def _secrets(context: Context, relation: Relation) -> list[str]:
    found = context.facts.kinds.secrets(relation)
    shown = (c for c in found if not (is_prompt(c) or is_number_of_person(c)))
    return [c.quoted for c in shown if not c.name.lower().endswith("token")]


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
    return (
        "is work on its way" if relation.identity in kinds.queues else "is a definition, which clients edit"
    )


def _finding(context: Context, relation: Relation, *, usual: bool) -> Finding:
    most = ", though most tables like them keep theirs" if usual else ""
    fix, rollback = _fix(context, relation)
    return context.finding(
        relation,
        f"{relation.identity} loses what clients delete for good{most}",
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
        together=f"{{count}} tables of {relation.schema} lose what clients delete for good{most}",
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
