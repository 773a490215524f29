"""version-history-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.columns import is_version
from pgassay.facts.tables.driving import says_what_runs
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Old versions of definitions are kept")
def version_history_missing(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An UPDATE of a definition leaves nothing of what it said before.

    What ran last week ran under a definition that can no longer be read, and a bad edit cannot be taken back.

    It speaks of definitions that work is carried out by (a queue references them, or what they are part
    of), that say in settings of their own what to do, and that clients other than the row's own user may
    UPDATE, and is one finding per schema. Rows with a state, a day or an hour are what there is, and not
    what runs. It is silent where a trigger on UPDATE writes to another table, where rows carry a version
    number that is part of a unique key, where a table of versions hangs on it, or where the application
    alone writes: no platform opens the database to its users, and there is no policy.
    """
    for schema in database.schemas:
        tables = [r for r in context.own_relations() if r.schema == schema.name and _edited(r, context)]
        bare = [relation for relation in tables if not _kept(relation, context)]
        for relation in tables:
            if relation in bare:
                yield _finding(context, relation)
            else:
                yield context.holds(relation)


def _edited(relation: Relation, context: Context) -> bool:
    """True for definitions that work is carried out by and that several users may UPDATE."""
    if application_decides(context.facts) or relation.parent:
        return False
    if not says_what_runs(context.catalog, context.facts.kinds, relation):
        return False
    access = context.facts.access
    return bool(access.clients(relation, "update")) and not owner_only(context.facts, relation)


def _kept(relation: Relation, context: Context) -> bool:
    """True when old versions stay: in another table, or as rows of their own."""
    numbers = {column.name for column in relation.columns if is_version(column)}
    if context.facts.kinds.recorded(relation) or any(
        key & numbers for key in unique_sets(context.catalog, relation)
    ):
        return True
    own = {column.name for column in relation.columns}
    for key in context.catalog.foreign_keys_to(relation.identity):
        other = context.catalog.relation.get(key.relation or "")
        if other is not None and other.identity != relation.identity:
            shared = own & {column.name for column in other.columns}
            if any(is_version(column) for column in other.columns) or len(shared) * 4 >= len(own) * 3:
                return True
    return False


def _finding(context: Context, relation: Relation) -> Finding:
    return context.finding(
        relation,
        f"{relation.identity} keeps no former version of a row",
        evidence=[
            catalog(
                f"no UPDATE trigger of {relation.identity} writes elsewhere; no table of versions hangs on it"
            )
        ],
        advice="Keep the old row in a table of versions, written by an AFTER UPDATE OR DELETE trigger",
        cause=f"schema {relation.schema}",
        together=f"{{count}} definitions of {relation.schema} keep no former version of a row",
    )
