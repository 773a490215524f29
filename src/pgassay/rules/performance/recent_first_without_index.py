"""recent-first-without-index."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.indexes import IN_USE, begun, made
from pgassay.facts.policies.owners import read_by_user
from pgassay.facts.tables.columns import is_integer, is_order, is_switch, is_timestamp, is_version
from pgassay.facts.tables.editors import clients_reach
from pgassay.facts.tables.keys import references_of, unique_sets
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.orders import Orders, orders
from pgassay.facts.tables.serving import uses
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Index, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    yields_to=("list-without-composite-index",),
    right="An index leads to the newest rows",
)
def recent_first_without_index(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """No index leads to the newest rows of a queue, log or event table that is read in order of time.

    Such tables only grow; without an index each page of the newest, and each poll for the oldest, sorts all
    that the tenant has, or the whole table.

    It speaks where a function or view sorts by the column that says when the row was made, and no index
    narrows down what it sorts. Else of queues
    (a state that work goes through) that count their tries, where clients read what their tenant or their
    user has; and of logs and events (rows that are added and not edited) that are worked through: a flag that
    starts as false and that only the backend raises. A queue or log that no query of the schema asks for in
    order, and of which nobody but the backend is known to read, is not looked at; nor are rows of business
    that have a state beside them, such as payments and requests.

    An index counts when that column comes first, or first after the tenant key, the state, the row's user or
    its parent; a btree is read both ways, so its direction does not matter. It is silent where any other
    index holds the column, where one leads to another time of the row (when it is due, when it was sent),
    where the rows are read by their user alone or hang on a parent that each must have, and an index leads to
    those, and where the backend alone reads and an index leads to the state; and for logs that another number
    orders, or of which a partial unique key picks the current row. The fix leads with what the policies for
    reading ask for: the row's user, or the tenant key; it takes the place of an index on that alone.
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
    """True for what is sorted by time, for queues with tries that clients read by what they have, and for
    events with a flag that only the backend raises.
    """
    kinds = context.facts.kinds
    if _is_sorted(relation, created, context, known):
        return True
    if relation.identity in kinds.queues:
        return bool(kinds.counters(relation)) and _asked_for(relation, context) is not None
    flagged = any(is_switch(column) and column.default == "false" for column in relation.columns)
    return flagged and not clients_reach(context.facts, relation, "update")


def _is_sorted(relation: Relation, created: Column, context: Context, known: Orders) -> bool:
    """True when a query sorts by the time what no index narrows down before."""
    lists = list(_lists(relation, created, context))
    if not lists:
        return (relation.identity, created.name) in known.sorted_by
    return any(not any(use.found for use in uses(context.facts, relation, one)) for one in lists)


def _lists(relation: Relation, created: Column, context: Context) -> Iterator[Listing]:
    """What queries list in order of the time."""
    for one in context.facts.listings:
        if one.relation == relation.identity and one.order and one.order[0][0] == created.name:
            yield one


def _finding(relation: Relation, created: Column, context: Context) -> Finding:
    readers = sorted({one.by for one in _lists(relation, created, context)})
    grows = "job" if relation.identity in context.facts.kinds.queues else "event"
    fact = f"is listed in order of {created.quoted}" if readers else f"grows with every {grows}"
    lists = [parsed(f"{', '.join(readers)}: sorted by {created.quoted}")] if readers else []
    leading = _asked_for(relation, context)
    columns = ((leading, False),) if leading is not None else ()
    names = (*(name for name, _ in columns), created.name)
    needless = begun(context.catalog, relation, names)
    fix, rollback = made(context.catalog, relation, (*columns, (created.name, True)), instead=needless)
    return context.finding(
        relation,
        f"{relation.identity} {fact}; no index on {created.quoted} leads to the newest",
        column=created.name,
        evidence=[
            *lists,
            catalog(f"no index of {relation.identity} leads to {created.quoted}, not even by tenant"),
        ],
        fix=fix,
        rollback=rollback,
        advice=IN_USE,
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
