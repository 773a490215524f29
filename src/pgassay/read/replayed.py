"""What a replay did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pgassay.model.passed_over import PassedOver
    from pgassay.model.source import Statement
    from pgassay.read.failures import Failure
    from pgassay.read.placeholder import Placeholder


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay did: `marks[n]` is the recorder's largest id after statement n; None where n did not
    apply.

    `repeated` are the statements that a second run of their file refused, where that was asked for. `unrun`
    are those that were not reached, because time, disk or patience were used up. `passed_over` are
    definitions that met an object of their name. `placeholders` are the empty objects in the place of those
    that no migration makes, and `roles` were made for the statement beside; `supplied` is the SQL of both,
    with the number of the statement that it was run for. So were `tablespaces`, as folders of the server's.
    """

    applied: int
    failures: tuple[Failure, ...]
    skipped: tuple[tuple[Statement, str], ...]
    marks: tuple[tuple[int, int], ...]
    repeated: tuple[Failure, ...] = ()
    unrun: tuple[Statement, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    supplied: tuple[tuple[int, str], ...] = ()
    roles: tuple[tuple[str, Statement], ...] = ()
    tablespaces: tuple[tuple[str, Statement], ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
