"""What is known of statements with which a server went down."""

from __future__ import annotations

import msgspec

from pgassay.errors import ServerError


class Distrust(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of statements with which a server went down: one of `wary` did, each of `condemned` did."""

    wary: frozenset[int] = frozenset()
    condemned: frozenset[int] = frozenset()

    def and_of(self, numbers: frozenset[int]) -> Distrust:
        """The same, after a server went down while these statements ran."""
        if len(numbers) == 1:
            return Distrust(wary=self.wary, condemned=self.condemned | numbers)
        return Distrust(wary=self.wary | numbers, condemned=self.condemned)


class ServerKilled(ServerError):
    """The server went down while the statements of these numbers ran."""

    def __init__(self, message: str, numbers: frozenset[int]) -> None:
        super().__init__(message)
        self.numbers = numbers
