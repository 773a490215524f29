"""A change of many rows as batches by the key, each a transaction of its own."""

from __future__ import annotations

import re

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.relations import Relation
from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.rules.concurrently import OWN_FILE

#: Rows a batch: some tenths of a second, and a sixth slower than all at once.
_ROWS = 5000

#: What a trial cannot bring back.
NOT_BACK = "-- the old values are gone: keep a copy of them before"

_PARTS = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(?P<tag>\$\w*\$).*?(?P=tag)|--[^\n]*|/\*.*?\*/|[()]|\bWHERE\b",
    re.IGNORECASE | re.DOTALL,
)


def updated_in_batches(
    catalog: Catalog | None, relation: Relation | None, statement: Statement
) -> str | None:
    """An UPDATE of one table as a DO block that ends a transaction after each batch.

    None where the table has no key, where the statement gives rows another one, or where it asks for rows of
    the same or of another table: what it finds there can be changed by then.
    """
    tree = statement.tree
    if relation is None or catalog is None or statement.kind != "UpdateStmt" or "\\" in statement.sql:
        return None
    key = _key(catalog, relation)
    changed = {str(item["ResTarget"].get("name")) for item in tree["targetList"]}
    asks = {"fromClause", "withClause", "returningClause", "returningList"} & tree.keys()
    if asks or changed & set(key) or any(name == "SubLink" for name, _ in walk({"": tree})):
        return None
    node: Tree = tree["relation"]
    name = quoted(str(node.get("alias", {}).get("aliasname", node["relname"])))
    head, where = _at_where(statement.sql)
    return in_batches(catalog, relation, head, name, where)


def in_batches(
    catalog: Catalog, relation: Relation, head: str, name: str, where: str | None = None
) -> str | None:
    """A DO block that runs `head`, an UPDATE up to its WHERE, for a batch after the other; `name` is what it
    calls the table, `where` what else its rows fulfil. None where the table has no key.
    """
    key = [quoted(column) for column in _key(catalog, relation)]
    if not key or "$batches$" in f"{head}{where}":
        return None
    table = relation.identity

    def of(alias: str) -> str:
        columns = ", ".join(f"{alias}.{column}" for column in key)
        return f"({columns})" if len(key) > 1 else columns

    shown = ", ".join(f"part.{column}" for column in key)
    # A comment at its end would swallow the bracket.
    also = f" AND ({where}{chr(10) if '--' in where else ''})" if where is not None else ""
    return (
        f"{OWN_FILE}DO $batches$\nDECLARE\n  batch_start record;\nBEGIN\n"
        f"  SELECT {shown} INTO batch_start FROM {table} AS part ORDER BY {shown} LIMIT 1;\n"
        f"  WHILE FOUND LOOP\n    {head}\n    WHERE {of(name)} IN (\n"
        f"      SELECT {shown} FROM {table} AS part WHERE {of('part')} >= {of('batch_start')}\n"
        f"      ORDER BY {shown} LIMIT {_ROWS}\n    ){also};\n    COMMIT;\n"
        f"    SELECT {shown} INTO batch_start FROM {table} AS part WHERE {of('part')} >= "
        f"{of('batch_start')}\n"
        f"    ORDER BY {shown} OFFSET {_ROWS} LIMIT 1;\n  END LOOP;\nEND $batches$;"
    )


def _key(catalog: Catalog, relation: Relation) -> tuple[str, ...]:
    """The columns of the primary key, or of a unique constraint on columns that are never NULL."""
    for kind in ("primary key", "unique"):
        for one in catalog.constraints_of(relation.identity, kind):
            found = [relation.column(name) for name in one.columns]
            if all(column is not None and column.not_null for column in found):
                return one.columns
    return ()


def _at_where(sql: str) -> tuple[str, str | None]:
    """An UPDATE up to its WHERE, and what follows that; nothing follows where it has none."""
    depth = 0
    for part in _PARTS.finditer(sql):
        word = part[0].upper()
        depth += (word == "(") - (word == ")")
        if word == "WHERE" and not depth:
            return sql[: part.start()].rstrip(), sql[part.end() :].strip()
    return sql, None
