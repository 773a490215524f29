"""list-without-composite-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.indexes import IN_USE, made
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.serving import is_one_row, misordered, serves, uses
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.MEDIUM, right="Lists and look-ups have an index that serves them")
def list_without_composite_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A list is filtered and sorted, and no index has its rows in that order.

    Each page reads all rows that pass the filter and sorts them to show the first few; it gets slower with
    every row that is added.

    Speaks of what functions, views and policies read. A list that takes the first rows (LIMIT) counts in
    queues and logs, and elsewhere where only the tenant is given: medium in queues and logs, else low. A
    look-up by two columns counts where no index leads with one of them that tells more than the tenant:
    high in policies, which make it for each statement or row, else medium. Silent where an index finds the
    rows in order, beside a telling column also without the tenant key, where a key says that there is one
    row, and where an index was made for the list in the wrong order (index-column-order speaks).

    The facts that suffice: the query, and the columns of the indexes.
    """
    missing: dict[tuple[str, tuple[str, ...]], list[Listing]] = defaultdict(list)
    for listing in context.facts.listings:
        relation = database.relation[listing.relation]
        if not listing.equal or is_one_row(context.facts, relation, listing):
            continue
        known = uses(context.facts, relation, listing)
        serving = next((use for use in known if serves(context.facts, listing, use)), None)
        if serving is not None:
            yield context.holds(serving.index)
            continue
        if any(misordered(context.facts, relation, listing, use) for use in known):
            continue
        found = frozenset(name for use in known for name in use.found)
        if _is_page(context, listing, found) or _is_look_up(context, listing, found):
            columns = (*_given(context, listing), *(name for name, _ in listing.order))
            missing[(relation.identity, columns)].append(listing)
    for (identity, columns), lists in missing.items():
        yield _finding(context, database.relation[identity], columns, lists)


def _is_page(context: Context, listing: Listing, found: frozenset[str]) -> bool:
    """True for the first rows of a list that grows, sorted anew each time."""
    kinds = context.facts.kinds
    if not (listing.limited and listing.order):
        return False
    if listing.relation in kinds.queues | kinds.logs:
        return True
    key = context.facts.tenancy.key_of(listing.relation)
    whole = all(name == key for name in listing.equal)
    return listing.relation in kinds.bulk and not listing.one and (whole or not found)


def _is_look_up(context: Context, listing: Listing, found: frozenset[str]) -> bool:
    """True for a look-up by several columns of which no telling one leads an index."""
    facts = context.facts
    grows = listing.relation in facts.kinds.queues | facts.kinds.logs | facts.kinds.bulk
    member = any(one.relation == listing.relation for one in facts.tenancy.entitlements)
    telling = found - {facts.tenancy.key_of(listing.relation)}
    return len(listing.equal) > 1 and not telling and (grows or member)


def _given(context: Context, listing: Listing) -> tuple[str, ...]:
    """What is given, users first and the tenant before the rest."""
    key = context.facts.tenancy.key_of(listing.relation)
    relation = context.catalog.relation[listing.relation]
    users = context.facts.kinds.users(relation)
    return tuple(sorted(listing.equal, key=lambda name: (name not in users, name != key, name)))


def _severity(context: Context, listing: Listing) -> Severity:
    kinds = context.facts.kinds
    if len(listing.equal) > 1 and not listing.order:
        return Severity.HIGH if listing.policy else Severity.MEDIUM
    return Severity.MEDIUM if listing.relation in kinds.queues | kinds.logs else Severity.LOW


def _finding(context: Context, relation: Relation, columns: tuple[str, ...], lists: list[Listing]) -> Finding:
    first = max(lists, key=lambda listing: _severity(context, listing).rank)
    down = dict(first.order)
    fix, rollback = made(context.catalog, relation, tuple((name, down.get(name, False)) for name in columns))
    given = ", ".join(name for name in columns if name in first.equal)
    order = ", ".join(f"{name} DESC" if turned else name for name, turned in first.order)
    sorts = f" and sorted by {order}" if order else ""
    readers = sorted({listing.by for listing in lists})
    return context.finding(
        relation,
        f"{relation.identity} is listed by {given}{sorts}, and no index has its rows so",
        column=first.order[0][0] if first.order else columns[0],
        severity=_severity(context, first),
        evidence=[
            parsed(f"{', '.join(readers)}: by {given}{sorts}"),
            catalog(f"no index of {relation.identity} leads with ({', '.join(columns)})"),
        ],
        fix=fix,
        rollback=rollback,
        advice=IN_USE,
        detail=",".join(columns),
    )
