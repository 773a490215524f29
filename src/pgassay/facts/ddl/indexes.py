"""The SQL that makes an index for a list, and puts it in the place of another."""

from __future__ import annotations

from pgassay.facts.ddl.expression_text import literal
from pgassay.facts.ddl.free_names import index_name
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Index, Relation

#: What to say beside the SQL of an index, which is tried in a transaction.
IN_USE = "On a table in use build it CONCURRENTLY, in a file of its own that runs outside a transaction"


def made(
    catalog: Catalog,
    relation: Relation,
    columns: tuple[tuple[str, bool], ...],
    where: str = "",
    instead: Index | None = None,
) -> tuple[str, str]:
    """CREATE INDEX over columns (name, descending), in place of another where that is given, and the way
    back.
    """
    names = tuple(name for name, _ in columns)
    name = index_name(catalog, relation, names)
    listed = ", ".join(
        (found.quoted if (found := relation.column(column)) else column) + (" DESC" if descending else "")
        for column, descending in columns
    )
    create = f"CREATE INDEX {name} ON {relation.identity} ({listed}){f' WHERE {where}' if where else ''};"
    drop = f"DROP INDEX {relation.identity.rpartition('.')[0]}.{name};"
    if instead is None:
        return create, drop
    return f"{create}\nDROP INDEX {instead.identity};", f"{index_ddl(instead)}\n{drop}"


def begun(catalog: Catalog, relation: Relation, columns: tuple[str, ...]) -> Index | None:
    """The plain index of all rows that an index over `columns` makes needless: it holds the first of them,
    and no other index begins with it.
    """
    indexes = catalog.indexes_of(relation.identity)
    for index in indexes:
        size = len(index.columns)
        plain = not (index.unique or index.constraint or index.predicate or index.included)
        if (
            0 < size < len(columns)
            and index.columns == columns[:size]
            and plain
            and index.valid
            and index.definition.endswith(f" USING btree ({', '.join(index.keys)})")
            and sum(other.columns[:size] == index.columns for other in indexes) == 1
        ):
            return index
    return None


def index_ddl(index: Index) -> str:
    """CREATE INDEX as the catalog has it; its comment follows."""
    again = f"{index.definition};"
    if index.comment is None:
        return again
    return f"{again}\nCOMMENT ON INDEX {index.identity} IS {literal(index.comment)};"
