"""Which columns functions and views put rows in order by, and which they look up the highest value of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import query_of
from pgassay.facts.functions.bare_names import statements_of
from pgassay.facts.functions.names import scope_of
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: A column of a relation: its identity and the column's name.
Place = tuple[str, str]


class Orders(msgspec.Struct, kw_only=True):
    """`sorted_by` holds the columns that rows are sorted by; `highest` those of which a function takes the
    greatest value, with the functions that do.
    """

    sorted_by: set[Place] = msgspec.field(default_factory=set[Place])
    highest: dict[Place, set[str]] = msgspec.field(default_factory=dict[Place, set[str]])


def orders(facts: Facts) -> Orders:
    """What the functions and views of the migrations sort by, and take the highest of."""
    found = Orders()
    for by, tree, scope in statements(facts):
        for _, node in parse.walk(tree):
            if "fromClause" not in node or "targetList" not in node:
                continue
            sources = query_of(node, scope).sources
            for item in node.get("sortClause", ()):
                sort = item.get("SortBy", {})
                places = _places(facts, sort.get("node", {}), sources)
                found.sorted_by |= places
                if sort.get("sortby_dir") == "SORTBY_DESC" and "limitCount" in node:
                    _note(found, places, by)
            for target in node["targetList"]:
                for kind, call in parse.walk(target):
                    if kind == "FuncCall" and call["funcname"][-1]["String"]["sval"] == "max":
                        _note(found, _places(facts, (call.get("args") or [{}])[0], sources), by)
    return found


def statements(facts: Facts) -> Iterator[tuple[str, Tree, Scope]]:
    """What each view and function of the migrations runs, with its identity and what names mean there."""
    for relation in facts.own_relations:
        for tree in parse.queries(relation.definition) if relation.definition else ():
            yield relation.identity, tree, scope_of(facts.catalog)
    for function in facts.catalog.functions:
        if facts.is_own(function) and function.language in ("sql", "plpgsql"):
            scope = scope_of(facts.catalog, function)
            for tree in statements_of(function):
                yield function.identity, tree, scope


def _note(found: Orders, places: set[Place], by: str) -> None:
    for place in places:
        found.highest.setdefault(place, set()).add(by)


def _places(facts: Facts, node: Tree, sources: tuple[tuple[str, str | None], ...]) -> set[Place]:
    """The columns that a reference can mean, in the relations that a query reads."""
    fields = [
        part["String"]["sval"] for part in node.get("ColumnRef", {}).get("fields", ()) if "String" in part
    ]
    if not fields:
        return set()
    found: set[Place] = set()
    for alias, identity in sources:
        relation = facts.catalog.relation.get(identity or "")
        named = len(fields) == 1 or fields[-2] == alias
        if relation is not None and named and relation.column(fields[-1]) is not None:
            found.add((relation.identity, fields[-1]))
    return found
