"""lock-timeout-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, is_own, of_file, patient
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.LOW)
def lock_timeout_missing(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration takes locks that others wait for, and sets no lock_timeout.

    A statement that waits for its lock keeps everybody out who comes after it, for as long as the longest
    transaction lasts. With a lock_timeout of some seconds it gives up, and the migration can be run again.

    Once a file. Silent for locks that come after a lock_timeout was set, and for tables of the
    platform, which a new foreign key locks.

    The facts that suffice: a lock that others wait for was observed on a table in use, and no SET
    lock_timeout before it.
    """
    locked: dict[str, tuple[Observation, Effect]] = {}
    for one in of_file(context, migration):
        for effect in one.effects:
            if effect.blocks and is_own(context, effect):
                if patient(context, one):
                    yield context.holds(one.statement)
                else:
                    locked.setdefault(effect.relation, (one, effect))
    for one, effect in locked.values():
        yield held_up(
            context,
            one,
            effect,
            f"{listed(sorted(locked))} {'are' if len(locked) > 1 else 'is'} locked without a lock_timeout: "
            "who comes later waits as long as the migration does",
            advice="SET lock_timeout = '5s' at the top of the file, and run it again where it gives up",
            detail="",
            cause=migration.path,
        )
