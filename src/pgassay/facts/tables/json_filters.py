"""Where functions, policies and views filter rows by what a jsonb column holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import ColumnOf, Compare, Holds, Literal, Opaque, Test, branches
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.names import scope_of
from pgassay.facts.tables.column_values import nodes
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Index, Relation
from pgassay.postgres import parse

#: Operators that a GIN index serves, with the column on their left.
CONTAINMENT = ("@>", "?", "?|", "?&", "@?", "@@")


class JsonFilter(msgspec.Struct, frozen=True, kw_only=True):
    """`by` (a function, policy or view) filters `relation` by `column`: with an operator, or by the value at
    `path`. `beside` are the other columns by which an index finds the rows that are left to search.
    """

    relation: str
    column: str
    operator: str
    path: tuple[str, ...]
    by: str
    beside: frozenset[str] = frozenset()


def json_filters(
    catalog: Catalog, bodies: Iterable[tuple[str, Body]], policies: Iterable[tuple[str, Test]]
) -> tuple[JsonFilter, ...]:
    """All filters on json columns, in functions, policies and views, each once."""
    tests = [(f"function {name}", query.where) for name, body in bodies for query in body.queries]
    tests += [(f"function {name}", write.where) for name, body in bodies for write in body.writes]
    tests += [(f"policy {name}", test) for name, test in policies]
    tests += [
        (f"view {view.identity}", test) for view in catalog.relations for test in _of_view(catalog, view)
    ]
    found = {item: None for by, test in tests for item in _filters(catalog, test, by)}
    return tuple(
        sorted(found, key=lambda item: (item.relation, item.column, item.path, item.operator, item.by))
    )


def _of_view(catalog: Catalog, view: Relation) -> Iterator[Test]:
    for tree in parse.queries(view.definition) if view.definition and view.extension is None else ():
        for name, node in parse.walk(tree):
            if name == "SelectStmt":
                yield query_of(node, scope_of(catalog)).where


def _filters(catalog: Catalog, test: Test, by: str) -> Iterator[JsonFilter]:
    """The filters of one condition, without those on rows that the condition already names by a key, and
    those that an OR stands beside which finds its rows by no index: all rows are read for that anyway.
    """
    ways = branches(test)
    shared = set(ways[0]).intersection(*ways[1:]) if ways else set[Test]()
    for branch in ways:
        keyed = {column.relation for atom in branch for column in _compared_keys(catalog, atom)}
        others = [[atom for atom in way if atom not in shared] for way in ways if way is not branch]
        for column, operator, path in (one for node in nodes(branch) for one in _filter(node)):
            known = catalog.column(column.relation or "", column.name)
            if known is None or known.type != "jsonb" or not column.relation or column.relation in keyed:
                continue
            if not all(_finds(catalog, way, column.relation) for way in others):
                continue
            beside = frozenset(_led(catalog, branch, column.relation))
            yield JsonFilter(
                relation=column.relation,
                column=column.name,
                operator=operator,
                path=path,
                by=by,
                beside=beside,
            )


def _finds(catalog: Catalog, way: Iterable[Test], relation: str) -> bool:
    """True for a way that asks of a relation what an index finds, or what one on a json column would; or
    that asks nothing of it.
    """
    tests = [atom for atom in way if any(_is_of(node, relation) for node in nodes((atom,)))]
    searched = (one for node in nodes(tuple(tests)) for one, *_ in _filter(node))
    return not tests or any(_is_of(one, relation) for one in searched) or any(_led(catalog, tests, relation))


def _is_of(node: object, relation: str) -> bool:
    return isinstance(node, ColumnOf) and node.relation == relation


def _led(catalog: Catalog, tests: Iterable[Test], relation: str) -> Iterator[str]:
    """The columns of a relation that tests hold equal to something, and that an index of all rows leads
    with.
    """
    leading = {i.columns[0] for i in catalog.indexes_of(relation) if i.valid and i.predicate is None}
    for atom in tests:
        for side in (atom.left, atom.right) if isinstance(atom, Compare) and atom.operator == "=" else ():
            if isinstance(side, ColumnOf) and side.relation == relation and side.name in leading:
                yield side.name


def _filter(node: object) -> Iterator[tuple[ColumnOf, str, tuple[str, ...]]]:
    if isinstance(node, Compare):
        if node.operator in CONTAINMENT and isinstance(node.left, ColumnOf):
            yield node.left, node.operator, ()
        if node.operator == "<@" and isinstance(node.right, ColumnOf):
            yield node.right, "@>", ()
        if node.operator == "=":
            yield from _path(node.left)
            yield from _path(node.right)
    elif isinstance(node, Holds):
        yield from _path(node.term)


def _path(term: object) -> Iterator[tuple[ColumnOf, str, tuple[str, ...]]]:
    if isinstance(term, Opaque) and term.what == "->" and isinstance(term.parts[0], ColumnOf):
        steps = tuple(
            part.value for part in term.parts[1:] if isinstance(part, Literal) and part.value is not None
        )
        if steps:
            yield term.parts[0], "->>", steps


def _compared_keys(catalog: Catalog, atom: Test) -> Iterator[ColumnOf]:
    """The single-column keys that an atom holds equal to something."""
    if isinstance(atom, Compare) and atom.operator == "=":
        for side in (atom.left, atom.right):
            if isinstance(side, ColumnOf) and any(
                i.unique and i.columns == (side.name,) for i in catalog.indexes_of(side.relation or "")
            ):
                yield side


def index_for(catalog: Catalog, wanted: JsonFilter) -> Index | None:
    """The index that serves a filter: GIN on the column, or one on the path or of the rows where it holds
    something; None without one."""
    for index in catalog.indexes_of(wanted.relation):
        if not index.valid:
            continue
        if not wanted.path and index.method == "gin" and wanted.column in index.columns:
            narrow = any("jsonb_path_ops" in name for name in index.operator_classes)
            if not narrow or wanted.operator not in ("?", "?|", "?&"):
                return index
        # A partial index on what the path holds finds the rows as well as one on the path itself.
        texts = (*index.keys[:1], index.predicate or "")
        if wanted.path and any(wanted.column in text and f"'{wanted.path[-1]}'" in text for text in texts):
            return index
    return None
