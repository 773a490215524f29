"""What the statistics of a database in use say of its tables and sequences."""

from __future__ import annotations

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation
from pgassay.model.statistics import TableUse

#: What was not read in this many days is called unused.
DAYS = 30
MEGABYTE = 1 << 20


def tables_used(catalog: Catalog) -> tuple[TableUse, ...]:
    """The use of each table; none without statistics."""
    return catalog.statistics.tables if catalog.statistics is not None else ()


def last_numbers(catalog: Catalog) -> dict[str, int]:
    """The last number of each sequence that has given one, by its identity."""
    statistics = catalog.statistics
    uses = statistics.sequences if statistics is not None else ()
    return {use.sequence: use.last for use in uses if use.last is not None}


def integer_columns(catalog: Catalog) -> dict[str, tuple[Relation, Column]]:
    """The integer or smallint column that each sequence belongs to, by the sequence's identity."""
    columns = {
        f"{relation.identity}.{column.quoted}": (relation, column)
        for relation in catalog.relations
        if relation.is_table
        for column in relation.columns
        if column.type in ("integer", "smallint")
    }
    return {
        sequence.identity: columns[sequence.owned_by]
        for sequence in catalog.sequences
        if sequence.owned_by in columns
    }
