"""What to run instead of a statement that fills or tests a column of all rows at once: step by step."""

from __future__ import annotations

import re

from pgassay.model.names import quoted
from pgassay.model.objects import Sequence
from pgassay.model.relations import Column
from pgassay.read.foretell.written import chosen
from pgassay.rules.batches import in_batches
from pgassay.rules.concurrently import AFTER_THAT
from pgassay.rules.context import Context
from pgassay.rules.observed import as_it_was, target_version

#: What a domain's constraint calls the value, and what holds the word without meaning it.
_VALUE = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\w+\.\w+|\bVALUE\w+)|\bVALUE\b")


def required_later(context: Context, relation: str, name: str) -> tuple[str, str]:
    """The SQL that sets a column to NOT NULL, its rows read while everybody goes on; and the way back."""
    alter, column = f"ALTER TABLE {relation}", quoted(name)
    if target_version(context) >= 18:
        constraint = _free(context, relation, name, "not_null")
        return (
            f"{alter} ADD CONSTRAINT {constraint} NOT NULL {column} NOT VALID;\n"
            f"{AFTER_THAT}{alter} VALIDATE CONSTRAINT {constraint};",
            f"{alter} DROP CONSTRAINT {constraint};",
        )
    constraint = _free(context, relation, name, "check")
    return (
        f"{alter} ADD CONSTRAINT {constraint} CHECK ({column} IS NOT NULL) NOT VALID;\n"
        f"{AFTER_THAT}{alter} VALIDATE CONSTRAINT {constraint};\n"
        f"{AFTER_THAT}{alter} ALTER COLUMN {column} SET NOT NULL;\n{alter} DROP CONSTRAINT {constraint};",
        f"{alter} ALTER COLUMN {column} DROP NOT NULL;",
    )


def defaulted_later(context: Context, relation: str, column: Column) -> tuple[str, str]:
    """The SQL that adds a column with a default that differs by row, and fills the old rows in batches; and
    the way back. Without a key of the table the old rows stay NULL.
    """
    alter = f"ALTER TABLE {relation}"
    steps = [
        f"{alter} ADD COLUMN {column.quoted} {column.type};",
        f"{alter} ALTER COLUMN {column.quoted} SET DEFAULT {column.default};",
        *_filled(context, relation, column),
    ]
    return "\n".join(steps), f"{alter} DROP COLUMN {column.quoted};"


def numbered_later(context: Context, relation: str, column: Column) -> tuple[str, str] | tuple[None, None]:
    """The SQL that adds a column whose rows a sequence numbers, and numbers the old rows in batches; and the
    way back. Nothing where the table has no key, or the sequence is not known.
    """
    owned = next((one for one in context.catalog.sequences if _owns(one, relation, column)), None)
    filled = _filled(context, relation, column)
    if owned is None or len(filled) < 2:
        return None, None
    alter, first = f"ALTER TABLE {relation}", column.quoted
    back = f"{alter} DROP COLUMN {first};"
    add = f"{alter} ADD COLUMN {first} {column.type};"
    if not column.identity:
        made = f"CREATE SEQUENCE {owned.identity} AS {owned.type} OWNED BY {relation}.{first};"
        default = f"{alter} ALTER COLUMN {first} SET DEFAULT {column.default};"
        return "\n".join([add, made, default, *filled]), back
    numbers = f"{quoted(owned.schema)}.{quoted(owned.name + '_until_then')}"
    text = "'" + numbers.replace("'", "''") + "'"
    names = ", ".join("'" + one.replace("'", "''") + "'" for one in (relation, column.name))
    steps = [
        add,
        f"CREATE SEQUENCE {numbers} AS {owned.type};",
        f"{alter} ALTER COLUMN {first} SET DEFAULT nextval({text});",
        *filled,
        f"{AFTER_THAT}{alter} ALTER COLUMN {first} DROP DEFAULT;",
        f"{alter} ALTER COLUMN {first} ADD GENERATED {column.identity.upper()} AS IDENTITY;",
        f"SELECT setval(pg_get_serial_sequence({names}), nextval({text}));",
        f"DROP SEQUENCE {numbers};",
    ]
    return "\n".join(steps), back


def checked_later(context: Context, relation: str, column: Column) -> tuple[str, str] | tuple[None, None]:
    """The SQL that adds a column of the type under a domain, with what the domain asks as CHECKs of the
    table; and the way back. Nothing for a domain over another one, or one that refuses NULL.
    """
    domain = next((one for one in context.catalog.types if one.identity == column.type), None)
    if domain is None or domain.base is None or domain.not_null or column.not_null:
        return None, None
    if any(one.identity == domain.base and one.kind == "domain" for one in context.catalog.types):
        return None, None
    alter, table = f"ALTER TABLE {relation}", as_it_was(context, relation)
    default = f" DEFAULT {column.default}::{domain.base}" if column.default is not None else ""
    steps = [f"{alter} ADD COLUMN {column.quoted} {domain.base}{default};"]
    names: list[str] = []
    for one in context.catalog.constraints:
        if one.domain == domain.identity and one.expression is not None and table is not None:
            names.append(chosen("check", table.name, column.name, taken=names.__contains__))
            test = _VALUE.sub(lambda found: found[1] or column.quoted, one.expression)
            steps.append(f"{alter} ADD CONSTRAINT {quoted(names[-1])} CHECK ({test}) NOT VALID;")
    if not names:
        return None, None
    later = [f"{alter} VALIDATE CONSTRAINT {quoted(name)};" for name in names]
    return "\n".join(steps) + f"\n{AFTER_THAT}" + "\n".join(later), f"{alter} DROP COLUMN {column.quoted};"


def _filled(context: Context, relation: str, column: Column) -> list[str]:
    """The old rows given the default in batches, and NOT NULL after that where the column is; nothing where
    the table has no key.
    """
    table, before = as_it_was(context, relation), context.watched.before
    if table is None or before is None:
        return []
    head = f"UPDATE {relation} AS old SET {column.quoted} = DEFAULT"
    batches = in_batches(before, table, head, "old", f"old.{column.quoted} IS NULL")
    if batches is None:
        return []
    required = required_later(context, relation, column.name)[0]
    return [batches, f"-- after that:\n{required}"] if column.not_null else [batches]


def _owns(sequence: Sequence, relation: str, column: Column) -> bool:
    return (sequence.owned_by or "").replace('"', "") == f"{relation}.{column.name}".replace('"', "")


def _free(context: Context, relation: str, column: str, label: str) -> str:
    """The name that Postgres gives a constraint, free among those of the table before the statement."""
    before, table = context.watched.before, as_it_was(context, relation)
    taken = {one.name for one in before.constraints_of(relation)} if before is not None else set[str]()
    of = table.name if table is not None else relation.rpartition(".")[2].strip('"')
    return quoted(chosen(label, of, column, taken=taken.__contains__))
