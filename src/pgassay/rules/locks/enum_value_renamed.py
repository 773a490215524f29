"""enum-value-renamed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.observed import known_before, normalised
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def enum_value_renamed(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration renames a value of an enum.

    The application that still runs sends the old word, which Postgres refuses from that moment on, and does
    not know the new one that it reads. Add the new value, write it, change the rows, and stop using the old
    one.

    Silent for an enum that no table in use has a column of.

    The facts that suffice: ALTER TYPE … RENAME VALUE, and a column of that type in a table in use.
    """
    before = context.watched.before
    if before is None or one.error is not None:
        return
    for statement in one.statements:
        tree = statement.tree
        if statement.kind != "AlterEnumStmt" or "oldVal" not in tree:
            continue
        old, new = (str(tree[part]).replace("'", "''") for part in ("oldVal", "newVal"))
        name = str(tree["typeName"][-1]["String"]["sval"])
        used = [
            f"{relation.identity}.{column.name}"
            for relation in before.relations
            for column in relation.columns
            if column.type.rpartition(".")[2].strip('"').removesuffix("[]") == name
        ]
        if used:
            yield context.finding(
                one.statement,
                f"{name}: {tree['oldVal']!r} becomes {tree['newVal']!r}, and the application in use still "
                "sends the old word",
                evidence=[known_before(one, f"columns of that type: {', '.join(used)}")],
                advice=f"ALTER TYPE {name} ADD VALUE '{new}' AFTER '{old}'; "
                f"move the application and, in batches, the rows of {listed(used)} over in later migrations, "
                "and leave the old value unused",
                detail=normalised(one),
            )
