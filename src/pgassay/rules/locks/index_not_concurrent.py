"""index-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.ref import Ref
from pgassay.model.relations import Index
from pgassay.rules import Context, rule
from pgassay.rules.concurrently import built_beside, index_named
from pgassay.rules.observed import is_partitioned, normalised, seen, table
from pgassay.rules.remarks import weighed
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
    counts too; the indexes of a file are one finding. Low where the comment right above the statement names
    CONCURRENTLY: it was weighed. Silent for tables that the file itself makes, for
    materialized views, which nobody writes to, and for partitioned tables, of which
    index-on-partitioned-parent speaks.

    The facts that suffice: the lock observed on a table that earlier files made, and the index that the
    statement made.
    """
    made = [command for command in one.commands if command.tag == "CREATE INDEX" and not command.dropped]
    if not made:
        return
    for effect in one.effects:
        if effect.kind != "table" or is_partitioned(context, one, effect):
            continue
        if effect.mode == "SHARE":
            found = [index_named(context.catalog, command.identity) for command in made]
            mine = [index for index in found if index is not None and index.relation == effect.relation]
            for index in mine or found[:1]:
                yield _built(context, one, effect, index, index.identity if index else made[0].identity)
        elif not effect.blocks:
            yield context.holds(table(effect))


def _built(context: Context, one: Observation, effect: Effect, index: Index | None, name: str) -> Finding:
    fix, rollback = built_beside(index)
    return context.finding(
        Ref(kind="index", identity=name, relation=effect.relation),
        f"{name} is built while all of {effect.relation} is read: writes wait until that is done",
        location=one.statement.location,
        severity=Severity.LOW if weighed(context, one.statement, "CONCURRENTLY") else None,
        evidence=[seen(one, effect)],
        fix=fix,
        rollback=rollback,
        instead=True,
        advice="Write CREATE INDEX CONCURRENTLY in a file of its own, run outside a transaction; "
        f"where it fails, DROP INDEX CONCURRENTLY {name}, which it left invalid, and try again",
        detail=normalised(one),
        cause=one.statement.location.file,
    )
