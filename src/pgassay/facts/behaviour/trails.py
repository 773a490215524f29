"""Audit trails: who changed what, row by row."""

from __future__ import annotations

from collections.abc import Mapping

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.sources import is_user
from pgassay.facts.functions.writes import Write
from pgassay.model.catalog import Catalog

_WHOLE_ROW = ("to_jsonb", "to_json", "row_to_json")


def is_trail(write: Write) -> bool:
    """True for an INSERT of the whole row and of the session's user: who changed what."""
    parts = [node for _, value in write.values for node in inside(value)]
    whole = any(isinstance(node, Call) and node.name in _WHOLE_ROW for node in parts)
    return whole and any(is_user(value) for _, value in write.values)


def trailed(catalog: Catalog, bodies: Mapping[str, Body]) -> frozenset[str]:
    """The relations of which an enabled trigger writes each change to an audit trail."""
    return frozenset(
        trigger.relation
        for trigger in catalog.triggers
        if trigger.enabled != "disabled"
        and {"update", "delete"} & set(trigger.events)
        and any(w.command == "insert" and is_trail(w) for w in bodies.get(trigger.function, Body()).writes)
    )
