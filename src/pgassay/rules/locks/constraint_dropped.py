"""constraint-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.read.names import names_changed, plain_name
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, removed_of
from pgassay.rules.rule import Holds

_NOT_NULL = "not null"


@rule(on=Observation, severity=Severity.LOW)
def constraint_dropped(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops a constraint of a table in use.

    From then on the database takes rows that it refused before, and what they break shows later; to add the
    constraint again needs all of them to be right. A foreign key's drop closes both tables for a moment.

    Silent where the table or the column goes too, where the file adds a constraint of the same kind
    again, or a unique index in the place of a key; and for NOT NULL, which not-null-dropped tells.

    The facts that suffice: the constraint that the statement dropped from a table in use.
    """
    file = one.statement.location.file
    for identity, effect in removed_of(one, "table constraint"):
        kind = _kind(identity, effect, context)
        # Without a server the kind is not known.
        replaced = kind in ("unique", None) and plain_name(effect.relation) in _made_unique(file, context)
        if kind == _NOT_NULL or replaced or (file, effect.relation) in context.watched.constrained:
            continue
        yield held_up(
            context,
            one,
            effect,
            f"{identity.partition(' on ')[0]} of {effect.relation} is dropped: rows that it refused are "
            "taken",
            column=identity,
            advice="Keep it, or say in the migration why the database need not hold it any more",
        )


def _kind(identity: str, effect: Effect, context: Context) -> str | None:
    """What kind of constraint was dropped; None where that is not known."""
    before = context.watched.before
    if before is None or effect.relation not in before.relation:
        return None
    found = (known for known in before.constraints_of(effect.relation) if known.identity == identity)
    constraint = next(found, None)
    if constraint is not None:
        return constraint.kind
    # Of NOT NULL the catalog lists those alone that say more than their column.
    return _NOT_NULL if identity.partition(" on ")[0].strip('"').endswith("_not_null") else None


def _made_unique(file: str, context: Context) -> frozenset[str]:
    """The plain names of the tables on which a file makes unique indexes."""
    return frozenset(
        name
        for migration in context.migrations
        if migration.path == file
        for statement in migration.statements
        if statement.kind == "IndexStmt" and statement.tree.get("unique")
        for name in names_changed(statement)
    )
