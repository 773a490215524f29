"""What to run instead of changing a column in place: a second one, filled by a trigger and in batches."""

from __future__ import annotations

import re

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.observed import Observation
from pgassay.model.relations import Column, Index, Relation
from pgassay.model.source import Tree
from pgassay.postgres.parse import walk
from pgassay.read.foretell.written import chosen
from pgassay.rules.batches import in_batches
from pgassay.rules.column_steps import required_later
from pgassay.rules.concurrently import AFTER_THAT, OWN_FILE, concurrently
from pgassay.rules.context import Context
from pgassay.rules.observed import as_it_was, target_version

#: Triggers fire in the order of their names: this one sees what the others have made of a row.
_LAST = "zz_"

_USING = re.compile(r"\bUSING\b(?P<expression>.*)\Z", re.IGNORECASE | re.DOTALL)


def renamed_beside(
    context: Context, identity: str, was: str, now: str
) -> tuple[str, str] | tuple[None, None]:
    """The SQL that has a column under both names, whichever of them is written, and the way back; nothing for
    a column with more to it than a value, or of a table without a key.
    """
    before, relation = context.watched.before, as_it_was(context, identity)
    column = relation.column(was) if relation is not None else None
    if before is None or relation is None or column is None or not _is_plain(before, relation, column):
        return None, None
    old, new = column.quoted, quoted(now)
    body = (
        f"IF TG_OP = 'INSERT' THEN\n    NEW.{new} := coalesce(NEW.{new}, NEW.{old});\n"
        f"    NEW.{old} := NEW.{new};\n"
        f"  ELSIF NEW.{new}::text IS DISTINCT FROM OLD.{new}::text THEN\n    NEW.{old} := NEW.{new};\n"
        f"  ELSE\n    NEW.{new} := NEW.{old};\n  END IF;"
    )
    made, gone = _trigger(relation, now, body)
    head = f"UPDATE {identity} AS kept SET {new} = kept.{old}"
    where = f"kept.{new} IS NULL AND kept.{old} IS NOT NULL"
    filled = in_batches(before, relation, head, "kept", where)
    if filled is None:
        return None, None
    alter = f"ALTER TABLE {identity}"
    steps = [f"{alter} ADD COLUMN {new} {column.type};", made, filled]
    if column.not_null:
        steps.append(f"-- after that:\n{required_later(context, identity, now)[0]}")
    built = [_named_anew(one, old, new, now)[0] for one in _indexes(before, relation, was)]
    steps += [OWN_FILE + "\n".join(built)] if built else []
    return "\n".join(steps), f"{gone}\n{alter} DROP COLUMN {new};"


def retyped_beside(
    context: Context, one: Observation, identity: str, column: Column
) -> tuple[str, str] | tuple[None, None]:
    """The SQL that gives a column another type by way of a second one, and the way back; nothing for a column
    with more to it than a value, a default, NOT NULL and plain indexes, or of a table without a key.
    """
    before, relation = context.watched.before, as_it_was(context, identity)
    known = relation.column(column.name) if relation is not None else None
    value = _value(one, known, column) if known is not None else None
    declared = f"{column.type}{_collation(one)}"
    if before is None or relation is None or known is None or value is None:
        return None, None
    if not _is_plain(before, relation, known):
        return None, None
    name = chosen("new", column.name, taken={other.name for other in relation.columns}.__contains__)
    old, new = column.quoted, quoted(name)
    body = f"SELECT {value} INTO NEW.{new} FROM (SELECT NEW.*) AS given;"
    made, gone = _trigger(relation, name, body)
    head = f"UPDATE {identity} AS kept SET {new} = {value}"
    where = f"kept.{new} IS NULL AND kept.{old} IS NOT NULL"
    filled = in_batches(before, relation, head, "kept", where)
    if filled is None:
        return None, None
    alter = f"ALTER TABLE {identity}"
    built = [_named_anew(index, old, new, "new") for index in _indexes(before, relation, column.name)]
    steps = [f"{alter} ADD COLUMN {new} {declared};", made, filled]
    last = [gone, f"{alter} DROP COLUMN {old};", f"{alter} RENAME COLUMN {new} TO {old};"]
    if column.default is not None:
        last.append(f"{alter} ALTER COLUMN {old} SET DEFAULT {column.default};")
    if column.not_null:
        steps.append(f"-- after that:\n{required_later(context, identity, name)[0]}")
        if target_version(context) >= 18:
            names = (quoted(chosen("not_null", relation.name, part)) for part in (name, column.name))
            last.append(f"{alter} RENAME CONSTRAINT {' TO '.join(names)};")
    steps += [OWN_FILE + "\n".join(create for create, _ in built)] if built else []
    last += [rename for _, rename in built]
    return "\n".join([*steps, AFTER_THAT + "\n".join(last)]), _typed_as(identity, known)


def computed_beside(context: Context, identity: str, column: Column) -> tuple[str, str] | tuple[None, None]:
    """The SQL that adds a plain column which a trigger fills, its old rows in batches; and the way back."""
    before, relation = context.watched.before, as_it_was(context, identity)
    if before is None or relation is None or column.default is None:
        return None, None
    body = f"SELECT {column.default} INTO NEW.{column.quoted} FROM (SELECT NEW.*) AS given;"
    made, gone = _trigger(relation, column.name, body)
    head = f"UPDATE {identity} AS kept SET {column.quoted} = {column.default}"
    filled = in_batches(before, relation, head, "kept", f"kept.{column.quoted} IS NULL")
    if filled is None:
        return None, None
    add = f"ALTER TABLE {identity} ADD COLUMN {column.quoted} {column.type};"
    return f"{add}\n{made}\n{filled}", f"{gone}\nALTER TABLE {identity} DROP COLUMN {column.quoted};"


def _trigger(relation: Relation, name: str, body: str) -> tuple[str, str]:
    """A trigger that works on each row that is written, and what takes it away."""
    called = chosen("kept", relation.name, name)
    function = f"{quoted(relation.schema)}.{quoted(called)}()"
    trigger = quoted(f"{_LAST}{called}"[:63])
    return (
        f"CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $kept$\n"
        f"BEGIN\n  {body}\n  RETURN NEW;\nEND $kept$;\n"
        f"CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {relation.identity}\n"
        f"  FOR EACH ROW EXECUTE FUNCTION {function};",
        f"DROP TRIGGER {trigger} ON {relation.identity};\nDROP FUNCTION {function};",
    )


def _typed_as(identity: str, column: Column) -> str:
    """The SQL that gives a column the type and the default that it had."""
    alter = f"ALTER TABLE {identity} ALTER COLUMN {column.quoted}"
    # One enum is cast to another by its words only.
    words = "::text" if column.type_category == "E" else ""
    back = f"{alter} TYPE {column.type} USING {column.quoted}{words}::{column.type};"
    if column.default is None:
        return back
    return f"{alter} DROP DEFAULT;\n{back}\n{alter} SET DEFAULT {column.default};"


def _value(one: Observation, was: Column, column: Column) -> str | None:
    """What a statement makes of the old value; None where it does more than to change the type, or leaves it
    to the time zone of the session, which differs by who writes.
    """
    commands: list[Tree] = (
        one.statement.tree.get("cmds", []) if one.statement.kind == "AlterTableStmt" else []
    )
    if len(commands) != 1 or commands[0]["AlterTableCmd"].get("subtype") != "AT_AlterColumnType":
        return None
    if "raw_default" not in commands[0]["AlterTableCmd"]["def"]["ColumnDef"]:
        zoned = ("with time zone" in was.type) != ("with time zone" in column.type)
        return None if zoned else f"{column.quoted}::{column.type}"
    using = _USING.search(one.statement.sql)
    return f"({using['expression'].strip()})" if using is not None and "--" not in using[0] else None


def _collation(one: Observation) -> str:
    """The COLLATE that a statement gives the column whose type it changes."""
    commands: list[Tree] = one.statement.tree.get("cmds", [])
    clauses = [node["collClause"] for _, node in walk({"": commands}) if "collClause" in node]
    names = [quoted(str(part["String"]["sval"])) for part in clauses[0]["collname"]] if clauses else []
    return f" COLLATE {'.'.join(names)}" if names else ""


def _is_plain(catalog: Catalog, relation: Relation, column: Column) -> bool:
    """True for a column that no constraint, view or generated column is on; what is left, the trial shows."""
    if column.identity or column.generated or relation.parent is not None:
        return False
    keys = (*catalog.constraints_of(relation.identity), *catalog.foreign_keys_to(relation.identity))
    named = {
        name
        for one in keys
        if one.kind != "not null"
        for name in (one.columns if one.relation == relation.identity else one.referenced_columns)
    }
    return column.name not in named and all(
        index.predicate is None and None not in index.columns
        for index in catalog.indexes_of(relation.identity)
        if column.name in (*index.columns, *index.included) or column.name in str(index.keys)
    )


def _indexes(catalog: Catalog, relation: Relation, column: str) -> list[Index]:
    found = catalog.indexes_of(relation.identity)
    return [one for one in found if column in (*one.columns, *one.included)]


def _named_anew(index: Index, old: str, new: str, suffix: str) -> tuple[str, str]:
    """An index on the second column, and what gives it the name of the first one's."""
    made = quoted(chosen(suffix, index.name))
    head, using, columns = index.definition.partition(" USING ")
    column = re.compile(rf'(?<![\w"]){re.escape(old)}(?![\w"])')
    definition = head.replace(f"INDEX {quoted(index.name)} ", f"INDEX {made} ", 1) + using
    built = concurrently(f"{definition}{column.sub(lambda _: new, columns)}")
    schema = index.identity.rpartition(".")[0]
    return f"{built};", f"ALTER INDEX {schema}.{made} RENAME TO {quoted(index.name)};"
