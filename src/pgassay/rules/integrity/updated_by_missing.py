"""updated-by-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.columns import is_changer
from pgassay.facts.tables.driving import says_what_runs
from pgassay.facts.tables.editors import application_decides
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Who changed a definition last is kept")
def updated_by_missing(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Who changed a row last is not recorded, where several people may change it.

    When a rule fires wrongly or an action was approved that should not have been, nobody can tell who set it
    so.

    It speaks of definitions that work is carried out by (a queue references them, or what they are part
    of), that say in settings of their own what to do, and that clients may UPDATE, with the queues beside
    them whose state functions move; it is one finding per schema. It is silent where only the row's own
    user may change it, where a column so named or a trigger keeps the user, where a trigger writes each
    change to another table, or where the application alone writes: no platform opens the database to its
    users, and there is no policy.
    """
    for schema in database.schemas:
        tables = [r for r in context.own_relations() if r.schema == schema.name and _edited(r, context)]
        bare = [relation for relation in tables if not _kept(relation, context)]
        yield from (context.holds(relation) for relation in tables if relation not in bare)
        if any(relation.identity in context.facts.kinds.definitions for relation in bare):
            yield from (_finding(context, relation) for relation in bare)


def _edited(relation: Relation, context: Context) -> bool:
    """True for definitions that drive work, and decided queues, that some client may UPDATE."""
    kinds = context.facts.kinds
    decided = relation.identity in kinds.queues and bool(kinds.states[relation.identity].moves)
    wanted = decided or says_what_runs(context.catalog, kinds, relation)
    wanted = wanted and not application_decides(context.facts)
    return wanted and not relation.parent and bool(context.facts.access.clients(relation, "update"))


def _kept(relation: Relation, context: Context) -> bool:
    """True when it is known who changed a row: its own user, or one that a column or a trail keeps."""
    kinds = context.facts.kinds
    if owner_only(context.facts, relation) or kinds.recorded(relation):
        return True
    return bool(kinds.users(relation) & kinds.touched(relation)) or any(
        is_changer(c) for c in relation.columns
    )


def _finding(context: Context, relation: Relation) -> Finding:
    editors = ", ".join(context.facts.access.clients(relation, "update"))
    return context.finding(
        relation,
        f"{relation.identity} does not record who changed a row last, and several users may",
        evidence=[
            catalog(f"{relation.identity} is updatable by {editors} and keeps no user of the last change")
        ],
        advice="Add a column for the user who changed the row, and set it in the BEFORE UPDATE trigger: "
        "a client that may leave it out will",
        cause=f"schema {relation.schema}",
        together=f"{{count}} tables of {relation.schema} do not record who changed a row last, and "
        "several users may",
    )
