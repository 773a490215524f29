"""Definitions that work is carried out by: their rows are what a queue's rows came from."""

from __future__ import annotations

from pgassay.facts.tables.kinds import Kinds
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation


def drives_work(catalog: Catalog, kinds: Kinds, relation: Relation) -> bool:
    """True for a definition that a queue references, or that hangs on the same definition as a queue does,
    directly or through one table between: agents, their steps, and the runs of agents.
    """
    if relation.identity not in kinds.definitions:
        return False
    heads = {relation.identity} | {
        key.references
        for key in catalog.foreign_keys_of(relation.identity)
        if key.references in kinds.definitions
    }
    return any(heads & _above(catalog, queue) for queue in kinds.queues)


def _above(catalog: Catalog, queue: str) -> set[str]:
    """The relations that a queue references, and those that another queue or table it references does."""
    near = {key.references for key in catalog.foreign_keys_of(queue) if key.references}
    return near | {key.references for one in near for key in catalog.foreign_keys_of(one) if key.references}
