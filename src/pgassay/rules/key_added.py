"""What two rules say alike of keys that are added to tables in use."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding
from pgassay.model.observed import Observation
from pgassay.rules.context import Context
from pgassay.rules.observed import added, constraint_of, held_up, reads_or_writes, table
from pgassay.rules.remade import remade
from pgassay.rules.rule import Holds


def key_added(context: Context, one: Observation, kind: str, words: str) -> Iterator[Finding | Holds]:
    """What to say of a PRIMARY KEY (p) or UNIQUE (u) constraint that a statement added to a table in use."""
    for command, effect in added(one, kind):
        if remade(context, one, command):
            continue
        if not reads_or_writes(effect):
            yield context.holds(table(effect))
            continue
        name = command.identity.removesuffix(f" on {command.relation}")
        found = constraint_of(context, command)
        index = next(
            (
                item
                for item in context.catalog.indexes_of(command.relation)
                if found and item.constraint == found.name
            ),
            None,
        )
        fix = rollback = None
        if index is not None:
            built = index.definition.replace("CREATE UNIQUE INDEX", "CREATE UNIQUE INDEX CONCURRENTLY", 1)
            fix = (
                f"-- in a file of its own, outside a transaction:\n{built};\n"
                "-- after that:\n"
                f"ALTER TABLE {effect.relation} ADD CONSTRAINT {name} {words} USING INDEX {name};"
            )
            rollback = f"ALTER TABLE {effect.relation} DROP CONSTRAINT {name};"
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is closed to reads and writes while the index of {words} {name} is built",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice="Build a unique index CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX",
        )
