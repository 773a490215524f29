"""Which trigger's writes fire which trigger."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    ColumnOf,
    Compare,
    Constant,
    Exists,
    IsNull,
    Literal,
    Not,
    Opaque,
    Test,
    branches,
)
from pgassay.facts.functions.effects import Effect, Effects
from pgassay.facts.functions.sources import Sources
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Trigger


class TriggerGraph(msgspec.Struct, frozen=True):
    """The graph of enabled triggers; an edge is a write that always happens and fires the next trigger."""

    catalog: Catalog
    sources: Sources
    _edges: dict[str, dict[str, Effect]] = msgspec.field(default_factory=dict[str, dict[str, Effect]])

    def cycles(self, among: frozenset[str]) -> list[tuple[str, ...]]:
        """The shortest cycle through each trigger that has one; each cycle once, from its first trigger."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for start in sorted(among):
            cycle = self._shortest(start, among)
            if cycle and not self._only_deletes(cycle):
                found.setdefault(frozenset(cycle), cycle)
        return list(found.values())

    def reason(self, here: str, there: str) -> str:
        """What makes one trigger fire the other, in words."""
        effect = self._next(here)[there]
        return f"{effect.function} runs {effect.write.command} on {effect.write.relation}"

    def _shortest(self, start: str, among: frozenset[str]) -> tuple[str, ...]:
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while ways:
            way = ways.pop(0)
            for following in sorted(self._next(way[-1])):
                if following == start:
                    return way
                if following in among and following not in seen:
                    seen.add(following)
                    ways.append((*way, following))
        return ()

    def _only_deletes(self, cycle: tuple[str, ...]) -> bool:
        steps = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        return all(self._next(here)[there].write.command == "delete" for here, there in steps)

    def _next(self, identity: str) -> dict[str, Effect]:
        if identity not in self._edges:
            self._edges[identity] = dict(self._fired(identity))
        return self._edges[identity]

    def _fired(self, identity: str) -> Iterator[tuple[str, Effect]]:
        trigger = next((one for one in self.catalog.triggers if one.identity == identity), None)
        function = self.catalog.function.get(trigger.function) if trigger else None
        if (
            trigger is None
            or function is None
            or trigger.enabled in ("disabled", "replica")
            or trigger.condition is not None
        ):
            return
        body = self.sources.bodies.get(function.identity)
        if body is None or "pg_trigger_depth" in {name.rpartition(".")[2] for name in body.calls}:
            return
        for effect in Effects(self.sources).of(function):
            if _certain(effect, trigger):
                for other in self.catalog.triggers_of(effect.write.relation or ""):
                    if (
                        other.enabled not in ("disabled", "replica")
                        and other.condition is None
                        and _fires(effect, other)
                    ):
                        yield other.identity, effect


def _fires(effect: Effect, trigger: Trigger) -> bool:
    if effect.write.command not in trigger.events:
        return False
    written = {name for name, _ in effect.write.values}
    return (
        effect.write.command != "update"
        or not trigger.update_columns
        or bool(written & set(trigger.update_columns))
    )


def _certain(effect: Effect, trigger: Trigger) -> bool:
    """True for a write that happens whenever the trigger does, as far as it can be told."""
    write = effect.write
    if write.upsert or effect.caught or any(not _by_operation(test, trigger) for test in write.path):
        return False
    same = write.relation == trigger.relation and write.command == "update"
    return all(
        not (_asks_for_change(atom) or (same and _other_row(atom)))
        for way in branches(write.where)
        for atom in way
    )


def _by_operation(test: Test, trigger: Trigger) -> bool:
    """True for a test that settles nothing: which command it was, in a trigger that has one."""
    columns = any(isinstance(node, ColumnOf) for node in inside(test))
    return test == Constant(True) or (
        len(trigger.events) == 1 and not columns and Opaque("tg_op") in inside(test)
    )


def _asks_for_change(atom: Test) -> bool:
    """True for a condition that stops holding once the write is done: a comparison with a constant, NULL, or
    a difference.
    """
    if isinstance(atom, (Not, IsNull, Exists)):
        return True
    return isinstance(atom, Compare) and (
        atom.operator != "=" or isinstance(atom.left, Literal) or isinstance(atom.right, Literal)
    )


def _other_row(atom: Test) -> bool:
    """True for key = NEW.other_column: a step to another row of the same table, which ends at the root."""
    if not (
        isinstance(atom, Compare) and isinstance(atom.left, ColumnOf) and isinstance(atom.right, ColumnOf)
    ):
        return False
    row = [one for one in (atom.left, atom.right) if one.alias in ("new", "old")]
    return len(row) == 1 and atom.left.name != atom.right.name
