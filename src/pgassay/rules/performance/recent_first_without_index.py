"""recent-first-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.tables.columns import is_timestamp
from pgassay.facts.tables.keys import references_of, unique_sets
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Index, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.HIGH)
def recent_first_without_index(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """No index leads to the newest rows of a queue, log or event table.

    Such tables only grow and are read newest or oldest first; without an index each page and each poll sorts
    the whole table.

    It speaks of queues (a state that work goes through), logs and events (rows that are added and not edited)
    with a column that says when the row was made. An index counts when that column comes first, or first
    after the tenant key, the row's user or its parent; a btree is read both ways, so its direction does not
    matter. Rows that hang on a parent, with an index on it, are listed parent by parent: there it is silent,
    and so it is where an index leads to another time of the row (when it is due, when it was sent).
    """
    kinds = context.facts.kinds
    if relation.identity not in kinds.queues | kinds.logs or relation.parent:
        return
    created = kinds.created_at(relation)
    if created is None:
        return
    before = _before(relation, context)
    indexes = [index for index in context.catalog.indexes_of(relation.identity) if index.valid]
    if any(_leads_to(index, created, before) for index in indexes):
        yield context.holds(relation, created.name)
        return
    others = [c for c in relation.columns if is_timestamp(c) and c != created]
    if any(_leads_to(index, other, before) for index in indexes for other in others):
        return
    if _is_listed_by_parent(relation, context, indexes):
        return
    grows = "job" if relation.identity in kinds.queues else "event"
    name = index_name(context.catalog, relation, (created.name,))
    yield context.finding(
        relation,
        f"{relation.identity} grows with every {grows}; no index on {created.quoted} leads to the newest",
        column=created.name,
        evidence=[catalog(f"no index of {relation.identity} leads to {created.quoted}, not even by tenant")],
        fix=f"CREATE INDEX {name} ON {relation.identity} ({created.quoted} DESC);",
        rollback=f"DROP INDEX {relation.identity.rpartition('.')[0]}.{name};",
    )


def _is_listed_by_parent(relation: Relation, context: Context, indexes: list[Index]) -> bool:
    """True when rows are found through their parent: by an index on it or a key under it."""
    scope = context.facts.tenancy.scope(relation.identity)
    if scope.kind in ("path", "owner") and any(index.columns[:1] == (scope.column,) for index in indexes):
        return True
    tenant = {scope.column} if scope.kind == "key" else set[str | None]()
    parents = references_of(context.catalog, relation) - tenant
    keys = unique_sets(context.catalog, relation)
    least = [key for key in keys if not any(other < key for other in keys)]
    return any(len(key) > 1 and key & parents for key in least)


def _before(relation: Relation, context: Context) -> frozenset[str]:
    """The columns after which the time may come in an index: those that lists are narrowed to first."""
    scope = context.facts.tenancy.scope(relation.identity)
    parents = references_of(context.catalog, relation)
    return context.facts.kinds.users(relation) | parents | ({scope.column} if scope.column else set())


def _leads_to(index: Index, created: Column, before: frozenset[str]) -> bool:
    for column in index.columns:
        if column == created.name:
            return index.method in ("btree", "brin")
        if column not in before:
            return False
    return False
