"""recent-first-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.policies.owners import read_by_user
from pgassay.facts.tables.columns import is_integer, is_order, is_switch, is_timestamp, is_version
from pgassay.facts.tables.editors import clients_reach
from pgassay.facts.tables.keys import references_of, unique_sets
from pgassay.facts.tables.orders import Orders, orders
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Index, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    yields_to=("list-without-composite-index",),
    right="An index leads to the newest rows",
)
def recent_first_without_index(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """No index leads to the newest rows of a queue, log or event table that is read in order of time.

    Such tables only grow and are read newest or oldest first; without an index each page and each poll sorts
    the whole table.

    It speaks of queues (a state that work goes through), and of logs and events (rows that are added and not
    edited) that are worked through (a flag that starts as false and that only the backend raises) or that a
    function or view sorts by the column that says when the row was made. A log that no query in the schema
    asks for in order is not looked at.

    An index counts when that column comes first, or first after the tenant key, the state, the row's user or
    its parent; a btree is read both ways, so its direction does not matter. It is silent where any other
    index holds the column, where one leads to another time of the row (when it is due, when it was sent),
    where the rows are read by their user alone or hang on a parent that each must have, and an index leads to
    those, and where the backend alone reads and an index leads to the state; and for logs that another number
    orders, or of which a partial unique key picks the current row. The fix leads with what the policies for
    reading ask for: the row's user, or the tenant key.
    """
    known = orders(context.facts)
    for relation in context.own_relations():
        column = _unserved(relation, context, known)
        if isinstance(column, Holds):
            yield column
        elif column is not None and _is_worked(relation, column, context, known):
            yield _finding(relation, column, context)


def _unserved(relation: Relation, context: Context, known: Orders) -> Column | Holds | None:
    """The column to which no index leads; Holds where one does, None where there is nothing to say."""
    kinds = context.facts.kinds
    created = kinds.created_at(relation)
    if relation.identity not in kinds.queues | kinds.logs or relation.parent or created is None:
        return None
    before = _before(relation, context)
    indexes = [index for index in context.catalog.indexes_of(relation.identity) if index.valid]
    if any(_leads_to(index, created, before) for index in indexes):
        return context.holds(relation, created.name)
    others = [c for c in relation.columns if is_timestamp(c) and c != created]
    if any(_leads_to(index, other, before) for index in indexes for other in others):
        return None
    if any(index.method == "btree" and created.name in index.columns for index in indexes):
        return None
    if _is_narrowed(relation, context, indexes):
        return None
    if relation.identity in kinds.logs and (
        _is_numbered(relation, indexes, known) or any(i.unique and i.predicate is not None for i in indexes)
    ):
        return None
    return created


def _is_numbered(relation: Relation, indexes: list[Index], known: Orders) -> bool:
    """True when a number, and not a time, puts the rows in order."""
    indexed = {column for index in indexes for column in index.columns}
    numbers = [c for c in relation.columns if is_integer(c)]
    return any(
        (relation.identity, c.name) in known.highest or ((is_order(c) or is_version(c)) and c.name in indexed)
        for c in numbers
    )


def _is_worked(relation: Relation, created: Column, context: Context, known: Orders) -> bool:
    """True for queues, for events with a flag that only the backend raises, and what is sorted by time."""
    if relation.identity in context.facts.kinds.queues:
        return True
    flagged = any(is_switch(column) and column.default == "false" for column in relation.columns)
    if flagged and not clients_reach(context.facts, relation, "update"):
        return True
    return (relation.identity, created.name) in known.sorted_by


def _finding(relation: Relation, created: Column, context: Context) -> Finding:
    grows = "job" if relation.identity in context.facts.kinds.queues else "event"
    leading = relation.column(_asked_for(relation, context) or "")
    columns = [leading, created] if leading is not None else [created]
    name = index_name(context.catalog, relation, tuple(column.name for column in columns))
    listed = ", ".join(column.quoted for column in columns)
    return context.finding(
        relation,
        f"{relation.identity} grows with every {grows}; no index on {created.quoted} leads to the newest",
        column=created.name,
        evidence=[catalog(f"no index of {relation.identity} leads to {created.quoted}, not even by tenant")],
        fix=f"CREATE INDEX {name} ON {relation.identity} ({listed} DESC);",
        rollback=f"DROP INDEX {relation.identity.rpartition('.')[0]}.{name};",
    )


def _asked_for(relation: Relation, context: Context) -> str | None:
    """The column that each way to read asks for: the row's user, else the tenant key; None where clients do
    not read, or policies ask for something else.
    """
    facts = context.facts
    if not clients_reach(facts, relation, "select"):
        return None
    scope = facts.tenancy.scope(relation.identity)
    return read_by_user(facts, relation) or (scope.column if scope.kind == "key" else None)


def _is_narrowed(relation: Relation, context: Context, indexes: list[Index]) -> bool:
    """True when an index finds the few rows that one list shows: a parent's, a user's, those in one state."""
    facts = context.facts
    scope = facts.tenancy.scope(relation.identity)
    leading = {index.columns[0] for index in indexes if index.columns and index.predicate is None}
    tenant = {scope.column} if scope.kind == "key" else set[str | None]()
    parents = references_of(context.catalog, relation) - tenant
    required = {c.name for c in relation.columns if c.not_null} - facts.kinds.users(relation)
    if (scope.kind in ("path", "owner") and scope.column in leading) or parents & required & leading:
        return True
    if not clients_reach(facts, relation, "select"):
        state = facts.kinds.states.get(relation.identity)
        return state is not None and any(index.columns[:1] == (state.column,) for index in indexes)
    user = read_by_user(facts, relation)
    if user is not None and user in leading:
        return True
    keys = unique_sets(context.catalog, relation)
    least = [key for key in keys if not any(other < key for other in keys)]
    return any(len(key) > 1 and key & parents for key in least)


def _before(relation: Relation, context: Context) -> frozenset[str]:
    """The columns after which the time may come in an index: those that lists are narrowed to first."""
    scope = context.facts.tenancy.scope(relation.identity)
    parents = references_of(context.catalog, relation)
    state = context.facts.kinds.states.get(relation.identity)
    found = context.facts.kinds.users(relation) | parents | ({state.column} if state else set())
    return found | ({scope.column} if scope.column else set())


def _leads_to(index: Index, created: Column, before: frozenset[str]) -> bool:
    for column in index.columns:
        if column == created.name:
            return index.method in ("btree", "brin")
        if column not in before:
            return False
    return False
