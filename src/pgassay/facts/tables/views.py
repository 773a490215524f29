"""What views read, as whom, and whether they test the session themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.facts.conditions.rewrite import inside, renamed, taken_for
from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import Call, ColumnOf, Query
from pgassay.facts.functions.names import scope_of
from pgassay.facts.policies.classify import Classifier
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Kind, Relation
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

_TRUE = ("true", "on", "yes", "1")


def is_invoker(view: Relation) -> bool:
    """True for a view whose tables are read with the rights of its caller."""
    return any(option.lower() == f"security_invoker={word}" for option in view.options for word in _TRUE)


def tables_behind(catalog: Catalog, view: Relation) -> tuple[Relation, ...]:
    """The tables that a view reads, through other views too, sorted by identity."""
    needs: dict[str, set[str]] = {}
    for dependency in catalog.dependencies:
        if dependency.kind in ("view", "materialized view"):
            needs.setdefault(dependency.object, set()).add(dependency.needs)
    seen: set[str] = set()
    stack = [view.identity]
    while stack:
        for name in needs.get(stack.pop(), set()) - seen:
            seen.add(name)
            found = catalog.relation.get(name)
            if found is not None and found.kind in (Kind.VIEW, Kind.MATERIALIZED):
                stack.append(name)
    found = (catalog.relation.get(name) for name in sorted(seen))
    return tuple(relation for relation in found if relation is not None and relation.is_table)


def shown_columns(facts: Facts, view: Relation, table: str) -> frozenset[str]:
    """The columns of a table that a view shows; all that it reads where it is not understood, or reads them
    through another view.
    """
    query = view_query(facts.catalog, view)
    read = {
        dependency.needs_column
        for dependency in facts.catalog.dependencies
        if dependency.object == view.identity and dependency.needs == table and dependency.needs_column
    }
    if not read:
        known = facts.catalog.relation
        inner = (known.get(one.needs) for one in facts.catalog.dependencies if one.object == view.identity)
        views = {one.identity: one for one in inner if one is not None and not one.is_table}
        return frozenset().union(*(shown_columns(facts, one, table) for one in views.values()))
    if query is None or not query.complete:
        return frozenset(read)
    return frozenset(
        part.name
        for output in query.output
        if not (isinstance(output, Call) and output.name == "count")
        for part in inside(output)
        if isinstance(part, ColumnOf) and part.relation == table
    )


def asks_session(facts: Facts, view: Relation) -> bool:
    """True when every row that a view shows passed a test of the session: its tenant, its user, or a role.

    False where a part of the view was not understood.
    """
    query = view_query(facts.catalog, view)
    if query is None:
        return False
    # As the owner reads it: no row security narrows what is looked up.
    classifier = Classifier(facts.tenancy, facts.sources, facts.service_roles, lambda _: None)
    read = {alias: relation for alias, relation in query.sources if relation is not None}
    tests = [(renamed(query.where, alias, ""), relation) for alias, relation in read.items()]
    # What a WITH or a sub-query hands on by the name of a table's key is that key.
    keyed = [one.identity for one in tables_behind(facts.catalog, view) if facts.tenancy.key_of(one.identity)]
    tests += [
        (taken_for(query.where, alias, relation), relation)
        for alias, unknown in query.sources
        if unknown is None
        for relation in keyed
    ]
    for test, relation in tests:
        branches = classifier.predicate(view.definition or "", test, relation).branches
        if branches and all(b.binds_tenant or b.binds_owner or b.guarded for b in branches):
            return True
    return False


def view_query(catalog: Catalog, view: Relation) -> Query | None:
    """What a view selects; None for what has no single WHERE, such as a UNION."""
    trees = parse.queries(view.definition or "")
    select = trees[0].get("SelectStmt") if len(trees) == 1 else None
    if select is None or "larg" in select or "fromClause" not in select:
        return None
    return query_of(select, scope_of(catalog))
