"""How often Postgres runs a sub-select of a policy, and whether an index finds its rows.

A sub-select that names no column of the row runs once for the statement. So does an EXISTS that is tied to
the row by = alone: Postgres keeps what it gives in a hash table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pgassay.model.source import Tree
from pgassay.postgres import parse

#: Whether an index over all rows of a relation (schema, name) leads with a column.
Leads = Callable[[str, str, str], bool]

_NOT_HASHED = frozenset({"groupClause", "havingClause", "limitCount", "limitOffset", "larg"})


def column_name(node: Tree, table: str, *, nested: bool) -> str | None:
    """The name of a column of the policy's table; inside a sub-select Postgres writes it with the table's
    name.
    """
    ((kind, fields),) = node.items()
    if kind == "TypeCast":
        return column_name(fields["arg"], table, nested=nested)
    if kind != "ColumnRef":
        return None
    parts = _parts(fields)
    if len(parts) == 1:
        return None if nested else parts[0]
    return parts[-1] if len(parts) > 1 and parts[-2] == table else None


def is_plain(select: Tree) -> bool:
    """True for (SELECT f()): a sub-select that reads nothing."""
    return not ({"fromClause", "whereClause", "larg"} & set(select))


def runs_once(sub_link: Tree, table: str) -> bool:
    """True for a sub-select that is not run again for each row of the policy's table."""
    select = sub_link["subselect"]["SelectStmt"]
    named = _named(select, table)
    ties = sum(_named(test, table) for test in _conjuncts(select.get("whereClause")) if _is_tie(test, table))
    hashed = sub_link["subLinkType"] == "EXISTS_SUBLINK" and _NOT_HASHED.isdisjoint(select)
    return named == 0 or (hashed and named == ties)


def found_by_index(select: Tree, leads: Leads) -> bool:
    """True where a column that an index leads with must equal what is no column: few rows are looked at."""
    sources = dict(_sources(select.get("fromClause")))
    for test in _conjuncts(select.get("whereClause")):
        sides = _equal(test)
        for one, other in (sides, sides[::-1]) if sides is not None else ():
            parts = _parts(one["ColumnRef"]) if "ColumnRef" in one else []
            source = sources.get(parts[-2]) if len(parts) > 1 else None
            if source is not None and not _columns(other) and leads(*source, parts[-1]):
                return True
    return False


def sources_of(select: Tree) -> Iterator[tuple[str, str]]:
    """The relations that a sub-select reads, as (schema, name), each once."""
    yield from dict.fromkeys(source for _, source in _sources(select.get("fromClause")))


def stands_alone(select: Tree) -> bool:
    """True for a sub-select that names columns of its own relations only."""
    sources = dict(_sources(select))
    return all(_parts(column)[-2:-1] and _parts(column)[-2] in sources for column in _columns(select))


def _equal(test: Tree) -> tuple[Tree, Tree] | None:
    """Both sides of a test with =."""
    fields = test.get("A_Expr")
    if fields is None or fields["kind"] != "AEXPR_OP" or fields["name"][-1]["String"]["sval"] != "=":
        return None
    return fields["lexpr"], fields["rexpr"]


def _is_tie(test: Tree, table: str) -> bool:
    """True where a plain column of the policy's table must equal a column of the sub-select."""
    sides = _equal(test)
    if sides is None or not all(map(_columns, sides)):
        return False
    outer = [side for side in sides if column_name(side, table, nested=True) is not None]
    return len(outer) == 1 and sum(_named(side, table) for side in sides) == 1


def _named(node: object, table: str) -> int:
    """How often a piece of a sub-select names a column of the policy's table."""
    return sum(column_name({"ColumnRef": one}, table, nested=True) is not None for one in _columns(node))


def _columns(node: object) -> list[Tree]:
    return [fields for kind, fields in parse.walk([node]) if kind == "ColumnRef"]


def _parts(fields: Tree) -> list[str]:
    return [part["String"]["sval"] for part in fields["fields"] if "String" in part]


def _sources(node: object) -> Iterator[tuple[str, tuple[str, str]]]:
    """The relations (schema, name) of a FROM by the name they go by there."""
    for kind, fields in parse.walk([node]):
        if kind == "RangeVar":
            name = fields["relname"]
            alias = fields["alias"]["aliasname"] if "alias" in fields else name
            yield alias, (fields.get("schemaname", "public"), name)


def _conjuncts(test: Tree | None) -> Iterator[Tree]:
    """The tests of a WHERE that all must hold."""
    fields = test.get("BoolExpr") if test is not None else None
    if fields is not None and fields["boolop"] == "AND_EXPR":
        for part in fields["args"]:
            yield from _conjuncts(part)
    elif test is not None:
        yield test
