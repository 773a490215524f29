"""several-locks-in-transaction."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, of_file, outside
from pgassay.rules.rule import Holds

#: From so many tables on.
_MANY = 3


@rule(on=Migration, severity=Severity.LOW)
def several_locks_in_transaction(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration closes several tables in use in one transaction.

    Each lock is held until the transaction ends: the first table stays closed while the statement waits for
    the last one, and two sessions that take them in another order wait for each other. A file a table keeps
    each of them short.

    It speaks from three tables on; once a file. Silent where the file ends its transaction in between.

    The facts that suffice: ACCESS EXCLUSIVE was observed on the tables, which earlier files made.
    """
    if migration.in_transaction is False or any(
        one.kind == "TransactionStmt" for one in migration.statements
    ):
        return
    closed: dict[str, tuple[Observation, Effect]] = {}
    for one in of_file(context, migration):
        for effect in () if outside(one) else one.effects:
            if (
                effect.mode == "ACCESS EXCLUSIVE"
                and effect.kind == "table"
                and _stays(context, effect.relation)
            ):
                closed.setdefault(effect.relation, (one, effect))
    if len(closed) < _MANY:
        return
    names = sorted(closed)
    for one, effect in closed.values():
        yield held_up(
            context,
            one,
            effect,
            f"{len(closed)} tables are closed until the transaction ends: {listed(names)}",
            advice="Put each table into a migration of its own",
            detail="",
            cause=migration.path,
        )


def _stays(context: Context, identity: str) -> bool:
    return identity in context.catalog.relation
