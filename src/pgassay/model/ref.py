"""What an object is called."""

from __future__ import annotations

import msgspec


class Ref(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """An object's type and identity, as pg_identify_object gives them; `relation` and `column` where there
    are any.
    """

    kind: str
    identity: str
    relation: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        return self.identity
