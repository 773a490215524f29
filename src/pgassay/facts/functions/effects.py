"""What calling a function writes: itself, and through the functions that it calls."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pgassay.facts.conditions.values import Call
from pgassay.facts.functions.sources import DEEPEST_CALL, Sources
from pgassay.facts.functions.writes import Write
from pgassay.model.objects import Function


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """A write, the function that holds it, and whether its error is caught before it reaches the caller."""

    function: str
    write: Write
    caught: bool


class Effects(msgspec.Struct, frozen=True):
    """Follows calls between the schema's own functions."""

    sources: Sources

    def of(self, function: Function) -> tuple[Effect, ...]:
        """All writes of a function, its own first, without repetition."""
        return tuple(dict.fromkeys(self._of(function, frozenset(), 0)))

    def _of(self, function: Function, above: frozenset[str], depth: int) -> list[Effect]:
        body = self.sources.bodies.get(function.identity)
        if body is None or function.identity in above or depth > DEEPEST_CALL:
            return []
        found = [
            Effect(function=function.identity, write=write, caught=write.caught) for write in body.writes
        ]
        for name in sorted(body.calls):
            called = self.sources.function_called(Call(name, ()))
            if called is not None and not called.is_trigger:
                caught = name not in body.bare_calls
                inner = self._of(called, above | {function.identity}, depth + 1)
                found += [replace(one, caught=True) if caught else one for one in inner]
        return found
