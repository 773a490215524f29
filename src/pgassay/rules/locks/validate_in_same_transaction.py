"""validate-in-same-transaction."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.constraint_steps import name_of, validated
from pgassay.rules.observed import constraint_of, held_up, reads_or_writes, table
from pgassay.rules.rule import Holds
from pgassay.rules.transactions import in_one_transaction


@rule(on=Observation, severity=Severity.MEDIUM, by_size=True)
def validate_in_same_transaction(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A migration validates a constraint that it added itself, in the same transaction.

    NOT VALID gains nothing then: the lock of ADD CONSTRAINT is held until the transaction ends, so others
    wait while VALIDATE reads all rows. It gains something only when ADD CONSTRAINT has been committed.

    Silent where the constraint was added by an earlier file, where the transaction has ended in between or
    the file is run without one, and where the statement itself keeps others out.

    The facts that suffice: the constraint was added by a statement of the same file and transaction, and was
    not validated before this one.
    """
    file = one.statement.location.file
    for command in one.commands:
        effect = one.effect(command.relation)
        was, now = command.was, command.now
        if command.kind != "table constraint" or effect is None or was is None or now is None:
            continue
        if was["validated"] or not now["validated"] or reads_or_writes(effect):
            continue
        adding = context.watched.constraints_added.get((file, command.identity))
        if adding is None or not in_one_transaction(context, adding.statement, one.statement):
            yield context.holds(table(effect))
            continue
        found = constraint_of(context, command)
        fix, rollback = validated(command, found.definition) if found is not None else (None, None)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {command.identity.partition(' on ')[0]} under the lock "
            f"that line {adding.statement.location.line} took: who waits for that waits until it is done",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice=f"Put VALIDATE CONSTRAINT {name_of(command)} into a migration after this one",
        )
