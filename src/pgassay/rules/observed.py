"""How rules on locks speak of what was observed."""

from __future__ import annotations

from pgassay.model.catalog import Ref
from pgassay.model.finding import Evidence
from pgassay.model.observed import Effect, Observation
from pgassay.rules.context import executed


def table(effect: Effect) -> Ref:
    """The reference to a relation in use."""
    return Ref(kind=effect.kind, identity=effect.relation, relation=effect.relation)


def waits(effect: Effect) -> str:
    """Who waits while the lock is held, as the end of a sentence."""
    return f"{effect.blocks} wait" if effect.blocks else "nobody waits"


def seen(observation: Observation, effect: Effect) -> Evidence:
    """What was observed of one relation, with the statement that did it."""
    parts = [f"{effect.mode} on {effect.relation}: {waits(effect)}"]
    if effect.rewritten:
        parts.append(f"wrote the table anew, {_files(effect.files)} in all")
    elif effect.files:
        parts.append(f"wrote {_files(effect.files)} anew")
    if effect.rows:
        parts.append(f"read all {effect.rows} rows" if effect.scanned else f"read none of {effect.rows} rows")
    else:
        parts.append("it held no rows here")
    return executed("; ".join(parts), observation.statement.sql)


def normalised(observation: Observation) -> str:
    """The statement in one line, to know a finding by."""
    return " ".join(observation.statement.sql.split())


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
