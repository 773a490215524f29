"""Which publications hold a table, and whether an UPDATE of it can be published."""

from __future__ import annotations

from pgassay.model.catalog import Catalog
from pgassay.model.objects import Publication
from pgassay.model.relations import Relation


def publications_of(catalog: Catalog, relation: Relation) -> tuple[Publication, ...]:
    """The publications that hold a table: by name, by its schema, through its parent, or with all tables."""
    lineage = [relation.identity]
    above = catalog.relation.get(relation.parent or "")
    while above is not None and relation.partition_bound is not None:
        lineage.append(above.identity)
        above = catalog.relation.get(above.parent or "")
    schemas = {catalog.relation[name].schema for name in lineage}
    return tuple(
        one
        for one in catalog.publications
        if one.all_tables
        or not schemas.isdisjoint(one.schemas)
        or any(item.relation in lineage for item in one.relations)
    )


def lacks_identity(catalog: Catalog, relation: Relation) -> bool:
    """True when the catalog says that nothing names an old row of the table to a subscriber."""
    if relation.replica_identity == "default":
        return not catalog.constraints_of(relation.identity, "primary key")
    return relation.replica_identity == "nothing"
