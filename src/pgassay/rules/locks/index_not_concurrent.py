"""index-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.ref import Ref
from pgassay.rules import Context, rule
from pgassay.rules.observed import normalised, seen, table
from pgassay.rules.rule import Holds


@rule(
    on=Observation,
    severity=Severity.HIGH,
    right="Indexes on tables in use are built CONCURRENTLY",
    by_size=True,
)
def index_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration builds an index on a table in use, and writes wait until it is built.

    CREATE INDEX holds SHARE on its table while it reads all of it: on a large table every INSERT, UPDATE
    and DELETE waits for minutes, and what waits behind them fails. CREATE INDEX CONCURRENTLY lets them go
    on; it runs outside a transaction, so it wants a file of its own.

    It speaks from the lock that was seen, so an index built in a DO block, by EXECUTE or in a function
    counts too; the indexes of a file are one finding. Silent for tables that the file itself makes and for
    materialized views, which nobody writes to.

    The facts that suffice: the lock observed on a table that earlier files made, and the index that the
    statement made.
    """
    made = [command for command in one.commands if command.tag == "CREATE INDEX" and not command.dropped]
    if not made:
        return
    for effect in one.effects:
        if effect.kind != "table":
            continue
        if effect.mode == "SHARE":
            yield context.finding(
                Ref(kind="index", identity=made[0].identity, relation=effect.relation),
                f"{made[0].identity} is built while {effect.relation} takes no write",
                location=one.statement.location,
                evidence=[seen(one, effect)],
                advice="Write CREATE INDEX CONCURRENTLY in a file of its own, run outside a transaction; "
                "where it fails, DROP INDEX CONCURRENTLY what it left and try again",
                detail=normalised(one),
                cause=one.statement.location.file,
            )
        elif not effect.blocks:
            yield context.holds(table(effect))
