"""What to run instead of a statement that tests all rows for a constraint: NOT VALID, then VALIDATE."""

from __future__ import annotations

from collections.abc import Sequence

from pgassay.model.observed import Command, Effect, Observation
from pgassay.model.relations import Column, Constraint
from pgassay.rules.concurrently import AFTER_THAT
from pgassay.rules.context import Context
from pgassay.rules.observed import columns, constraint_of
from pgassay.rules.remade import has_new_type, remade

_SUFFIXES = (" NOT VALID", " NOT ENFORCED")


def added_later(relation: str, name: str, definition: str) -> str:
    """The SQL that adds a constraint to a table, and reads the rows while everybody goes on."""
    return (
        f"ALTER TABLE {relation} ADD CONSTRAINT {name} {_bare(definition)} NOT VALID;\n"
        f"{AFTER_THAT}ALTER TABLE {relation} VALIDATE CONSTRAINT {name};"
    )


def validated(command: Command, definition: str) -> tuple[str, str]:
    """VALIDATE CONSTRAINT in a transaction that took no lock before it, and the way back."""
    relation, name = command.relation, name_of(command)
    return (
        f"-- in a migration after this one:\nALTER TABLE {relation} VALIDATE CONSTRAINT {name};",
        f"ALTER TABLE {relation} DROP CONSTRAINT {name};\n"
        f"ALTER TABLE {relation} ADD CONSTRAINT {name} {_bare(definition)} NOT VALID;",
    )


def enforced_later(context: Context, command: Command) -> tuple[str, str] | tuple[None, None]:
    """The SQL that has a constraint held that was there and was not, and the way back."""
    relation, name = command.relation, name_of(command)
    after, before = constraint_of(context, command), _before(context, command)
    if after is None or before is None:
        return None, None
    drop = f"ALTER TABLE {relation} DROP CONSTRAINT {name};\n"
    again = f"ALTER TABLE {relation} ADD CONSTRAINT {name} {before.definition};"
    return drop + added_later(relation, name, after.definition), drop + again


def with_column(context: Context, command: Command, column: Column) -> tuple[str, str] | tuple[None, None]:
    """The SQL that adds a column and, after it, the constraint that was to come with it; and the way back."""
    found = constraint_of(context, command)
    if found is None or column.identity or column.generated:
        return None, None
    default = f" DEFAULT {column.default}" if column.default is not None else ""
    alter = f"ALTER TABLE {command.relation}"
    required = " NOT NULL" if column.not_null else ""
    return (
        f"{alter} ADD COLUMN {column.quoted} {column.type}{default}{required};\n"
        + added_later(command.relation, name_of(command), found.definition),
        f"{alter} DROP COLUMN {column.quoted};",
    )


def retyped_between(
    context: Context, one: Observation, effect: Effect
) -> tuple[str, str] | tuple[None, None]:
    """The SQL that gives columns another type with their constraints out of the way, and the way back."""
    relation = effect.relation
    changed = [command for command, _ in columns(one, new=False) if has_new_type(command)]
    again = [
        command
        for command in one.commands
        if command.kind == "table constraint"
        and command.relation == relation
        and remade(context, one, command)
    ]
    pairs = [(command, constraint_of(context, command), _before(context, command)) for command in again]
    kinds = {after.kind if after is not None else "" for _, after, _ in pairs}
    alike = all((one.was or {}).get("collation") == (one.now or {}).get("collation") for one in changed)
    if one.statement.kind != "AlterTableStmt" or not kinds <= {"check", "foreign key"} or not alike:
        return None, None
    drops = [f"ALTER TABLE {relation} DROP CONSTRAINT {name_of(command)};" for command in again]
    back = [
        f"ALTER TABLE {relation} ALTER COLUMN {_column(one)} TYPE {(one.was or {})['type']};"
        for one in changed
    ]
    made = [
        f"ALTER TABLE {relation} ADD CONSTRAINT {name_of(command)} {before.definition};"
        for command, _, before in pairs
        if before is not None
    ]
    later = [
        added_later(relation, name_of(command), after.definition).split(f"\n{AFTER_THAT}")
        for command, after, _ in pairs
        if after is not None
    ]
    forward = [*drops, f"{one.statement.sql};", *(first for first, _ in later)]
    checks = "\n".join(last for _, last in later)
    return "\n".join(forward) + f"\n{AFTER_THAT}{checks}", "\n".join([*drops, *back, *made])


def name_of(command: Command) -> str:
    """The name of a constraint that a command is about, quoted where that is needed."""
    return command.identity.removesuffix(f" on {command.relation}")


def new_column(context: Context, one: Observation, names: Sequence[str]) -> Column | None:
    """The only column that a statement adds, where a constraint is on it; None for all else."""
    added = [(command, effect) for command, effect in columns(one, new=True)]
    if len(added) != 1:
        return None
    command, effect = added[0]
    name = str((command.now or {})["name"])
    return context.catalog.column(effect.relation, name) if name in names else None


def _before(context: Context, command: Command) -> Constraint | None:
    before = context.watched.before
    known = before.constraints_of(command.relation) if before is not None else ()
    return next((one for one in known if one.identity == command.identity), None)


def _column(command: Command) -> str:
    return command.identity.removeprefix(f"{command.relation}.")


def _bare(definition: str) -> str:
    for suffix in _SUFFIXES:
        definition = definition.removesuffix(suffix)
    return definition
