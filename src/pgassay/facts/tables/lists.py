"""The lists that functions, views and policies read: rows of one relation, by which columns and in which
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import ColumnOf, Compare, Literal, Query, Term, Test, branches
from pgassay.facts.functions.sources import queries_in
from pgassay.facts.tables.columns import is_timestamp
from pgassay.facts.tables.implied import atoms_about
from pgassay.facts.tables.orders import statements
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of `relation` that `by` (a function, view or policy) reads.

    `equal` are the columns that it holds to values it is given, `fixed` its tests against constants, as a
    CHECK of the relation would write them, `order` the columns it sorts by, each with true where it
    descends, and `limited` whether it takes only the first.
    """

    by: str
    relation: str
    equal: frozenset[str]
    fixed: tuple[Test, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    limited: bool = False
    one: bool = False
    policy: bool = False

    @property
    def pinned(self) -> frozenset[str]:
        """The columns that it holds to one constant."""
        return frozenset(
            test.left.name
            for test in self.fixed
            if isinstance(test, Compare) and test.operator == "=" and isinstance(test.left, ColumnOf)
        )


def listings(facts: Facts) -> tuple[Listing, ...]:
    """All lists that are read, each once for each reader."""
    found: dict[Listing, None] = {}
    for by, tree, scope in statements(facts):
        for _, node in parse.walk(tree):
            if "fromClause" in node and "targetList" in node:
                query = query_of(node, scope)
                found.update(dict.fromkeys(_of_query(facts, query, by, node)))
    for (policy, _), test in facts.conditions.items():
        for query in queries_in(test):
            found.update(
                dict.fromkeys(replace(one, policy=True) for one in _of_query(facts, query, policy, {}))
            )
    return tuple(found)


def _of_query(facts: Facts, query: Query, by: str, node: Tree) -> Iterator[Listing]:
    ways = branches(query.where)
    own = {alias for alias, _ in query.sources}
    for alias, source in query.sources if len(ways) == 1 else ():
        relation = facts.catalog.relation.get(source or "")
        if relation is None or not relation.is_table or not facts.is_own(relation):
            continue
        names = frozenset(column.name for column in relation.columns)
        # A time that equals something is one cut down to its day: no index on the column finds that.
        days = {column.name for column in relation.columns if is_timestamp(column)}
        equal = frozenset(_given(ways[0], alias, own, names - days, facts))
        fixed = tuple(test for test in atoms_about(ways[0], alias, names) if _is_fixed(test))
        yield Listing(
            by=by,
            relation=relation.identity,
            equal=equal,
            fixed=fixed,
            order=tuple(_order(node, alias, names, single=len(query.sources) == 1)),
            limited="limitCount" in node,
            one=node.get("limitCount", {}).get("A_Const", {}).get("ival", {}).get("ival") == 1,
        )


def _given(
    atoms: Iterable[Test], alias: str, own: set[str], names: frozenset[str], facts: Facts
) -> Iterator[str]:
    """The columns of an alias that are held to something known before the row is looked for."""
    for atom in atoms:
        if not (isinstance(atom, Compare) and atom.operator == "="):
            continue
        for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
            if not isinstance(one, ColumnOf) or one.alias != alias or one.name not in names:
                continue
            if not isinstance(other, Literal) and _is_known(other, own, facts):
                yield one.name


def _is_known(term: Term, own: set[str], facts: Facts) -> bool:
    """True for what is not read from the query's own rows: a name that no relation has is a variable."""
    for node in inside(term):
        if isinstance(node, ColumnOf) and node.alias in own:
            relation = facts.catalog.relation.get(node.relation or "")
            if relation is None or relation.column(node.name) is not None:
                return False
    return True


def _is_fixed(test: Test) -> bool:
    """True for a test against constants alone."""
    return not any(not isinstance(node, ColumnOf | Literal | Test) for node in inside(test))


def _order(node: Tree, alias: str, names: frozenset[str], *, single: bool) -> Iterator[tuple[str, bool]]:
    """The columns of an alias that rows are sorted by first; what is sorted by an expression ends them."""
    for item in node.get("sortClause", ()):
        sort = item["SortBy"]
        parts = [
            part["String"]["sval"]
            for part in sort.get("node", {}).get("ColumnRef", {}).get("fields", ())
            if "String" in part
        ]
        mine = parts and parts[-1] in names and (parts[0] == alias if len(parts) > 1 else single)
        if not mine:
            return
        yield parts[-1], sort.get("sortby_dir") == "SORTBY_DESC"
