"""What is known of statements with which a server went down."""

from __future__ import annotations

import msgspec

from pgassay.errors import ServerError

GONE = "the server went away in the middle of the review, which is not complete: run it again"


class Distrust(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of statements with which a server went down: one of `wary` did, each of `condemned` did."""

    wary: frozenset[int] = frozenset()
    condemned: frozenset[int] = frozenset()

    def and_of(self, numbers: frozenset[int]) -> Distrust:
        """The same, after a server went down while these statements ran."""
        if len(numbers) == 1:
            return Distrust(wary=self.wary, condemned=self.condemned | numbers)
        return Distrust(wary=self.wary | numbers, condemned=self.condemned)


class ServerLost(ServerError):
    """The server went down while questions of ours were asked: the review is not complete."""


class ServerKilled(ServerError):
    """The server went down while the statements of these numbers ran."""

    def __init__(self, message: str, numbers: frozenset[int]) -> None:
        super().__init__(message)
        self.numbers = numbers
