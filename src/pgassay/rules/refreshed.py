"""What to run so that a materialized view is read while it is refreshed, and the unique index it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Index, Relation
from pgassay.model.source import Tree
from pgassay.postgres.parse import queries, walk

_NOTHING = "-- nothing to take back"

_PLACE = re.compile(r"'location': -?\d+")

#: Functions of Postgres's that give several rows for one. Source: pg_proc.proretset.
_OF_MANY_ROWS = re.compile(
    r"unnest|generate_(series|subscripts)|jsonb?_(array_elements|each)(_text)?|jsonb?_object_keys|"
    r"jsonb?_(populate|to)_recordset|jsonb_path_query(_tz)?|regexp_(matches|split_to_table)|string_to_table|"
    r"ts_(stat|debug|parse|token_type)|aclexplode|_?pg_.*"
)


def refreshed_beside(catalog: Catalog, view: Relation) -> tuple[str, str] | None:
    """The SQL that refreshes a view while it is read, and the way back; None where no columns are known to
    tell its rows apart.
    """
    refresh = f"REFRESH MATERIALIZED VIEW CONCURRENTLY {view.identity};"
    if any(_tells_rows_apart(index) for index in catalog.indexes_of(view.identity)):
        return refresh, _NOTHING
    key = _key(catalog, view)
    if not key:
        return None
    # A review without a server asks for no facts: to import them takes longer than the whole of it.
    from pgassay.facts.ddl.free_names import index_name

    name = index_name(catalog, view, key)
    columns = ", ".join(found.quoted for column in key if (found := view.column(column)) is not None)
    made = f"CREATE UNIQUE INDEX {name} ON {view.identity} ({columns});"
    return f"{made}\n{refresh}", f"DROP INDEX {view.identity.rpartition('.')[0]}.{name};"


def _tells_rows_apart(index: Index) -> bool:
    """True for an index that REFRESH … CONCURRENTLY takes: unique, of columns, over all rows."""
    return index.unique and index.valid and index.predicate is None and None not in index.columns


def _key(catalog: Catalog, view: Relation) -> tuple[str, ...]:
    """Columns of a view that no two of its rows share, by its query: what it groups by, or the primary key of
    the one table that it reads.
    """
    found = queries(view.definition or "")
    select: Tree = found[0].get("SelectStmt", {}) if len(found) == 1 else {}
    shown: list[Tree] = [item["ResTarget"].get("val", {}) for item in select.get("targetList", [])]
    if len(shown) != len(view.columns) or "larg" in select or any(map(_gives_many_rows, shown)):
        return ()
    if "groupClause" in select:
        wanted: list[Tree | None] = list(select["groupClause"])
    else:
        wanted = list(_of_one_table(catalog, select, shown))
    texts = [_placeless(item) for item in shown]
    if any(item is None or _placeless(item) not in texts for item in wanted):
        return ()
    return tuple(dict.fromkeys(view.columns[texts.index(_placeless(item))].name for item in wanted))


def _of_one_table(catalog: Catalog, select: Tree, shown: Sequence[Tree]) -> Iterator[Tree | None]:
    """The primary key of the one table that a query reads row by row, as the query shows its columns."""
    sources: list[Tree] = select.get("fromClause", [])
    table: Tree | None = sources[0].get("RangeVar") if len(sources) == 1 else None
    if table is None or "schemaname" not in table:
        return
    identity = catalog.relation_names.get((table["schemaname"], table["relname"]), "")
    if any(one.partition_bound is None for one in catalog.below.get(identity, ())):
        return
    for key in catalog.constraints_of(identity, "primary key"):
        for column in key.columns:
            yield next((one for one in shown if _column(one) == column), None)


def _column(node: Tree) -> str | None:
    """The column that a node is; None for any other expression."""
    fields: list[Tree] = node.get("ColumnRef", {}).get("fields", [])
    return fields[-1].get("String", {}).get("sval") if fields else None


def _gives_many_rows(node: Tree) -> bool:
    """True for an expression that calls a function which is not known to give one row for one."""
    for name, call in walk(node):
        if name == "FuncCall":
            names = [str(part["String"]["sval"]) for part in call.get("funcname", [])]
            if names[:-1] not in ([], ["pg_catalog"]) or _OF_MANY_ROWS.fullmatch(names[-1]):
                return True
    return False


def _placeless(node: Tree | None) -> str:
    """A tree as text, without where its parts stand."""
    return _PLACE.sub("", str(node))
