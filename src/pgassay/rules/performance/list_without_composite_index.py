"""list-without-composite-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from pgassay.facts.ddl.indexes import IN_USE, begun, made
from pgassay.facts.tables.implied import implies
from pgassay.facts.tables.keys import serves as key_serves
from pgassay.facts.tables.lists import Listing
from pgassay.facts.tables.serving import (
    Use,
    is_one_row,
    misordered,
    names_in,
    predicate,
    serves,
    starting,
    uses,
)
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

#: What a finding is about: the relation, the columns of the index that it lacks, and its WHERE.
_Missing = tuple[str, tuple[str, ...], str]


@rule(on=Catalog, severity=Severity.MEDIUM, right="Lists and look-ups have an index that serves them")
def list_without_composite_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A list is filtered and sorted, and no index has its rows in that order; or rows are looked up by
    several columns, and no index leads with one that tells them apart.

    Each page reads all rows that pass the filter and sorts them to show the first few; each look-up reads all
    rows of the tenant, or the whole table. Both get slower with every row that is added.

    Speaks of what functions, views and policies read. A list that takes the first rows (LIMIT) counts in
    queues and logs, and elsewhere where only the tenant is given: medium in queues and logs, else low. Where
    an index leads with another column that is given (a parent, a user), so that only its rows are sorted, it
    is low, and info where one row is taken. A look-up by two columns counts where no index leads with one of
    them that tells more than the tenant: high in policies, which make it for each statement or row, else
    medium, or low where an index leads to the tenant.

    Silent where an index finds the rows in order, beside a telling column also without the tenant key; where
    a partial index holds the few rows of a queue that are in the state asked for; where a key says that there
    is one row; for a function's look-up by a foreign key that lacks its index (foreign-key-without-index
    speaks); and where an index was made for the list in the wrong order (index-column-order speaks). What the
    list asks of a row as it is made (pending, not deleted) goes into the WHERE of the index.

    The facts that suffice: the query, and the columns of the indexes.
    """
    missing: dict[_Missing, list[Listing]] = defaultdict(list)
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
        if _is_page(context, listing, known) or _is_look_up(context, relation, listing, known):
            missing[_index_for(context, relation, listing)].append(listing)
    gone: set[str] = set()
    for (identity, columns, where), lists in missing.items():
        relation = database.relation[identity]
        needless = begun(database, relation, columns) if not where else None
        needless = needless if needless is not None and needless.identity not in gone else None
        gone |= {needless.identity} if needless is not None else set()
        yield _finding(context, relation, (columns, where, needless), lists)


def _found(known: Iterable[Use]) -> frozenset[str]:
    """The given columns by which some index finds rows."""
    return frozenset(name for use in known for name in use.found)


def _telling(context: Context, listing: Listing, names: frozenset[str]) -> frozenset[str]:
    """Those that tell more than whose the rows are."""
    return names - {context.facts.tenancy.key_of(listing.relation) or ""}


def _is_page(context: Context, listing: Listing, known: Sequence[Use]) -> bool:
    """True for the first rows of a list that grows, sorted anew each time."""
    kinds = context.facts.kinds
    if not (listing.limited and listing.order):
        return False
    if listing.relation in kinds.queues:
        relation = context.catalog.relation[listing.relation]
        state = starting(relation, listing)
        parts = (use.index.predicate for use in known if use.index.predicate is not None)
        return not any(implies(context.catalog, relation, state, part) for part in parts)
    if listing.relation in kinds.logs:
        return True
    key = context.facts.tenancy.key_of(listing.relation)
    whole = all(name == key for name in listing.equal)
    return listing.relation in kinds.bulk and not listing.one and (whole or not _found(known))


def _is_look_up(context: Context, relation: Relation, listing: Listing, known: Sequence[Use]) -> bool:
    """True for a look-up by several columns of which no telling one leads an index."""
    facts = context.facts
    grows = listing.relation in facts.kinds.queues | facts.kinds.logs | facts.kinds.bulk
    member = any(one.relation == listing.relation for one in facts.tenancy.entitlements)
    if len(listing.equal) < 2 or not (grows or member) or _telling(context, listing, _found(known)):
        return False
    tenant = frozenset(facts.tenancy.columns)
    return listing.policy or not any(
        _telling(context, listing, frozenset(key.columns) & listing.equal)
        and key_serves(context.catalog, key, tenant) is None
        for key in context.catalog.foreign_keys_of(relation.identity)
    )


def _index_for(context: Context, relation: Relation, listing: Listing) -> _Missing:
    """The index that a list lacks: what is given, users first and the tenant before the rest, then what it
    sorts by; what its rows are as they are made is its WHERE.
    """
    key = context.facts.tenancy.key_of(listing.relation)
    users = context.facts.kinds.users(relation)
    if not listing.order:
        return relation.identity, _given(listing.equal, users, key), ""
    tests = starting(relation, listing)
    made_with = {name for test in tests for name in names_in(test)}
    given = _given(listing.equal, users, key)
    given = (*given, *sorted(listing.pinned - made_with - listing.equal))
    order = (name for name, _ in listing.order if name not in given)
    return relation.identity, (*given, *order), predicate(relation, tests)


def _given(names: Iterable[str], users: Container[str], key: str | None) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name not in users, name != key, name)))


def _severity(context: Context, relation: Relation, listing: Listing) -> Severity:
    kinds = context.facts.kinds
    found = _found(uses(context.facts, relation, listing))
    if len(listing.equal) > 1 and not listing.order:
        if listing.policy:
            return Severity.HIGH
        return Severity.LOW if found else Severity.MEDIUM
    if _telling(context, listing, found):
        return Severity.INFO if listing.one else Severity.LOW
    return Severity.MEDIUM if listing.relation in kinds.queues | kinds.logs else Severity.LOW


def _finding(
    context: Context,
    relation: Relation,
    index: tuple[tuple[str, ...], str, Index | None],
    lists: list[Listing],
) -> Finding:
    columns, where, needless = index
    first = max(lists, key=lambda listing: _severity(context, relation, listing).rank)
    down = dict(first.order)
    fix, rollback = made(
        context.catalog, relation, tuple((name, down.get(name, False)) for name in columns), where, needless
    )
    given = ", ".join(name for name in columns if name in first.equal | first.pinned)
    order = ", ".join(f"{name} DESC" if turned else name for name, turned in first.order)
    readers = ", ".join(sorted({listing.by for listing in lists}))
    if order:
        live = f" WHERE {where}" if where else ""
        said = f"is listed by {given}{live} and sorted by {order}, and no index has its rows so"
        lacks = f"no index of {relation.identity} leads with ({', '.join(columns)})"
    else:
        telling = _telling(context, first, first.equal)
        alone = " or ".join(name for name in columns if name in telling)
        said = f"is looked up by {given}, and no index leads with {alone}"
        lacks = f"no index of {relation.identity} leads with {alone}"
    return context.finding(
        relation,
        f"{relation.identity} {said}",
        column=first.order[0][0] if first.order else columns[0],
        severity=_severity(context, relation, first),
        evidence=[
            parsed(f"{readers}: by {given}{f' and sorted by {order}' if order else ''}"),
            catalog(lacks),
        ],
        fix=fix,
        rollback=rollback,
        advice=IN_USE,
        detail=",".join(columns),
    )
