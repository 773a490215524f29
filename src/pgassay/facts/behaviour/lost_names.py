"""Functions that name things without a schema and are run where the path does not lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pgassay.facts.functions.writes import Write
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.relations import Trigger

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: What Postgres fills by calling functions under a path of its own: an index and a materialized view from 17
#: on, and all of them when a dump is restored.
_FILLED = {"index": "index", "materialized view": "materialized view", "table constraint": "constraint"}


def losing(facts: Facts, names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """By function of `names` (identity to the names without a schema in its body), where it is run with a
    path that does not find one of them, in words.
    """
    catalog = facts.catalog
    places = _places(catalog)
    found: dict[str, str] = {}
    for other in catalog.functions:
        if not facts.is_own(other) or other.search_path is None:
            continue
        path = {part.strip().strip('"') for part in other.search_path.split(",")}
        for identity, how in _run_by(facts, other, names):
            known = (places[name] for name in names[identity] if name in places)
            if any(schemas.isdisjoint(path | {"pg_catalog"}) for schemas in known):
                said = f"search_path = {other.search_path}" if path - {""} else "an empty search_path"
                found.setdefault(identity, f"{other.identity} {how} with {said}")
    for dependency in catalog.dependencies:
        kind = _FILLED.get(dependency.kind)
        known = [name for name in names.get(dependency.needs, ()) if name in places]
        if kind is not None and known:
            says = (
                f"the {kind} {dependency.object} needs it when a dump is restored, with an empty search_path"
            )
            found.setdefault(dependency.needs, says)
    return found


def _run_by(facts: Facts, other: Function, names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The functions of `names` that another sets off: by a call, or by a write that fires a trigger."""
    body = facts.bodies[other.identity]
    for write in body.writes:
        for trigger in facts.catalog.triggers_of(write.relation or ""):
            if trigger.function in names and _fires(trigger, write):
                yield trigger.function, f"fires it as {trigger.name} on {trigger.relation}"
    for name in body.calls:
        for function in facts.catalog.functions_named.get(name, ()):
            if function.identity in names:
                yield function.identity, "calls it"


def _fires(trigger: Trigger, write: Write) -> bool:
    """True where the write is sure to fire it: a WHEN clause may hold it back, and so may the columns that it
    waits for.
    """
    if write.command not in trigger.events or trigger.enabled == "disabled" or trigger.condition is not None:
        return False
    written = {name for name, _ in write.values}
    return (
        write.command != "update" or not trigger.update_columns or bool(written & {*trigger.update_columns})
    )


def _places(catalog: Catalog) -> Mapping[str, set[str]]:
    """The schemas in which each name of a relation, function or type is found."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in (*catalog.relations, *catalog.functions, *catalog.types):
        found[one.name].add(one.schema)
    return found
