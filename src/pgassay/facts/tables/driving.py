"""Definitions that work is carried out by: their rows are what a queue's rows came from."""

from __future__ import annotations

from pgassay.facts.tables.columns import is_json
from pgassay.facts.tables.kinds import Kinds
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation

_DAYS = ("date", "time without time zone", "time with time zone")


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


def says_what_runs(catalog: Catalog, kinds: Kinds, relation: Relation) -> bool:
    """True for a definition that work is carried out by and that says in settings of its own what to do.

    Settings are an object that begins empty; a list, or what came from elsewhere, is none. A member, a branch
    or a plan with a date is something that there is, though work hangs on it.
    """
    return (
        drives_work(catalog, kinds, relation)
        and relation.identity not in kinds.states
        and any(is_json(c) and (c.default or "").startswith("'{}'") for c in relation.columns)
        and not any(column.type in _DAYS for column in relation.columns)
    )


def _above(catalog: Catalog, queue: str) -> set[str]:
    """The relations that a queue references, and those that another queue or table it references does."""
    near = {key.references for key in catalog.foreign_keys_of(queue) if key.references}
    return near | {key.references for one in near for key in catalog.foreign_keys_of(one) if key.references}
