"""Views that sum up rows of several tenants or users."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pgassay.facts.conditions.values import ColumnOf
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.tables.views import view_query
from pgassay.model.relations import Relation
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

_SUMMING = frozenset(
    {
        "sum",
        "count",
        "avg",
        "min",
        "max",
        "array_agg",
        "string_agg",
        "json_agg",
        "jsonb_agg",
        "bool_or",
        "bool_and",
    }
)


def sums_beyond(facts: Facts, view: Relation, tables: Iterable[Relation], roles: Sequence[str]) -> bool:
    """True where a view sums up, and none of its columns is what policies hold the rows of its tables to:
    read with the caller's rights, its sums would be those of the caller's own rows, and no longer what they
    are.
    """
    query = view_query(facts.catalog, view)
    if query is None or not _sums(view):
        return False
    shown = {output.name for output in query.output if isinstance(output, ColumnOf)}
    bound = {
        atom.column
        for table in tables
        for role in roles
        for way in passing(facts, table, role, "select", new_row=False)
        for atom in way.branch.atoms
        if atom.asks in (Asks.TENANT, Asks.OWNER) and not atom.negated
    }
    return bool(bound) and shown.isdisjoint(bound)


def only_counts(view: Relation) -> bool:
    """True for a view of one row, or one for each arm of a UNION, that tells how many rows there are."""
    trees = parse.queries(view.definition or "")
    select = trees[0].get("SelectStmt") if len(trees) == 1 else None
    return select is not None and all(map(_counts, _arms(select)))


def _arms(select: Tree) -> Iterator[Tree]:
    """The single SELECTs of a UNION."""
    if "larg" in select:
        yield from _arms(select["larg"])
        yield from _arms(select["rarg"])
    else:
        yield select


def _counts(select: Tree) -> bool:
    """True for a SELECT without GROUP BY that sums up by count alone."""
    targets = select.get("targetList", [])
    called = {
        fields["funcname"][-1]["String"]["sval"]
        for kind, fields in parse.walk(targets)
        if kind == "FuncCall" and "over" not in fields
    }
    nested = any(kind == "SubLink" for kind, _ in parse.walk(targets))
    return "groupClause" not in select and not nested and called & _SUMMING == {"count"}


def _sums(view: Relation) -> bool:
    select = parse.queries(view.definition or "")[0]["SelectStmt"]
    called = (
        fields["funcname"][-1]["String"]["sval"]
        for kind, fields in parse.walk(select.get("targetList", []))
        if kind == "FuncCall"
    )
    return "groupClause" in select or not _SUMMING.isdisjoint(called)
