"""index-column-order."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf, Test
from pgassay.facts.ddl.indexes import IN_USE, begun, made
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.serving import (
    Use,
    is_needed,
    is_one_row,
    misordered,
    predicate,
    serves,
    starting,
    uses,
)
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    right="Indexes have the rows of lists in the order that is asked for",
)
def index_column_order(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """An index holds the right rows for a list in the wrong order.

    A btree finds rows by its first columns and gives them in the order of the next. With a flag where the
    sort should be, or the sort before what is asked for, each page of the list reads and sorts all of its
    rows.

    Speaks where a function or view holds columns to given values and sorts by another, no index serves
    that, and one was made for it: it leads with what is given and then holds only flags that the list
    tests, or it holds what is given and what sorts, the sort first. The fix is the index in the right
    order; a flag that rows have as they are made goes into its WHERE. Low where more than the tenant is given
    (a parent, a user) and only those rows are left to sort, info where one of them is taken. Silent where
    some index serves the list, where a key says that it has one row, and about directions: a btree is read
    both ways.

    The facts that suffice: the query, and the columns of the indexes.
    """
    said: set[str] = set()
    for listing in context.facts.listings:
        relation = database.relation[listing.relation]
        if not listing.order or not listing.equal or is_one_row(context.facts, relation, listing):
            continue
        known = uses(context.facts, relation, listing)
        serving = next((use for use in known if serves(context.facts, listing, use)), None)
        if serving is not None:
            yield context.holds(serving.index)
            continue
        for use in known:
            column = misordered(context.facts, relation, listing, use)
            if column is not None and use.index.identity not in said:
                said.add(use.index.identity)
                yield _finding(context, relation, listing, use, column)


def _finding(context: Context, relation: Relation, listing: Listing, use: Use, column: str) -> Finding:
    flags = starting(relation, listing)
    order = ", ".join(f"{name} DESC" if down else name for name, down in listing.order)
    wanted = tuple((name, False) for name in _given(context, listing)) + listing.order
    held = {str(name) for name in use.index.columns}
    left = tuple(sorted((name, False) for name in listing.pinned & held if not _in(flags, name)))
    columns = (*wanted[: len(listing.equal)], *left, *wanted[len(listing.equal) :])
    needed = is_needed(context.facts, relation, use.index)
    instead = begun(context.catalog, relation, tuple(name for name, _ in columns)) if needed else use.index
    instead = instead if not (needed and flags) else None
    fix, rollback = made(context.catalog, relation, columns, predicate(relation, flags), instead)
    turned = column == listing.order[0][0]
    behind = ", ".join(str(name) for name in use.index.columns[: len(listing.equal)])
    fault = (
        f"{column} stands before what is asked for"
        if turned
        else f"behind {behind} it holds {column}, and not what sorts ({order})"
    )
    keys = ", ".join(use.index.keys)
    return context.finding(
        use.index,
        f"{use.index.identity} ({keys}) does not give {listing.by} its rows in order: {fault}",
        severity=None if turned else _severity(context, listing),
        evidence=[
            parsed(f"{listing.by} asks for {', '.join(sorted(listing.equal))} and sorts by {order}"),
            catalog(f"no index of {relation.identity} has these rows in that order"),
        ],
        fix=fix,
        rollback=rollback,
        advice=IN_USE,
    )


def _severity(context: Context, listing: Listing) -> Severity | None:
    """What is left to sort: the rows of a tenant, or the few of a parent or a user, of which one is taken."""
    if listing.equal <= {context.facts.tenancy.key_of(listing.relation) or ""}:
        return None
    return Severity.INFO if listing.one else Severity.LOW


def _given(context: Context, listing: Listing) -> tuple[str, ...]:
    """What is given, the tenant first."""
    key = context.facts.tenancy.key_of(listing.relation)
    return tuple(sorted(listing.equal, key=lambda name: (name != key, name)))


def _in(tests: tuple[Test, ...], name: str) -> bool:
    return any(isinstance(node, ColumnOf) and node.name == name for test in tests for node in inside(test))
