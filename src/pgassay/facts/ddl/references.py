"""The SQL that makes a column reference another table, and the SQL that takes it back."""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec.structs import replace

from pgassay.facts.ddl.free_names import constraint_name, index_name
from pgassay.facts.tables.keys import serves
from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.relations import Column, Constraint, Relation


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """SQL that mends something and SQL that undoes just that."""

    sql: str
    rollback: str


def usual_action(catalog: Catalog, target: str, *, required: bool) -> str:
    """What most references to a table do when its row is deleted, in upper case; SET NULL only where NULL is
    allowed.

    Where nothing references it yet: SET NULL for an optional column, and no action of its own ("") for a
    required one.
    """
    actions = Counter(key.on_delete for key in catalog.foreign_keys_to(target) if key.on_delete)
    if required:
        actions.pop("set null", None)
    if not actions:
        return "" if required else "SET NULL"
    action = min(actions, key=lambda name: (-actions[name], name or ""))
    return "" if action in (None, "no action") else action.upper()


def reference(
    catalog: Catalog,
    relation: Relation,
    column: Column,
    target: Relation,
    key: str,
    action: str | None = None,
) -> Repair:
    """Adds the foreign key `column` -> `target` (`key`), and an index on the column where none leads with
    it.

    `action` is what deleting the target's row does (upper case, "" for none); None means the usual one.
    """
    if action is None:
        action = usual_action(catalog, target.identity, required=column.not_null)
    on_delete = f" ON DELETE {action}" if action else ""
    name = constraint_name(catalog, relation, column.name, "fkey")
    table = relation.identity
    add = (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column.quoted}) "
        f"REFERENCES {target.identity} ({quoted(key)}){on_delete};"
    )
    drop = f"ALTER TABLE {table} DROP CONSTRAINT {name};"
    indexed = any(
        i.columns[:1] == (column.name,) and i.predicate is None and i.valid for i in catalog.indexes_of(table)
    )
    if indexed:
        return Repair(sql=add, rollback=drop)
    index = index_name(catalog, relation, (column.name,))
    return Repair(
        sql=f"CREATE INDEX {index} ON {table} ({column.quoted});\n{add}",
        rollback=f"{drop}\nDROP INDEX {quoted(relation.schema)}.{index};",
    )


def unique_over(catalog: Catalog, relation: Relation, columns: tuple[str, ...]) -> bool:
    """True when a foreign key can point at these columns: a whole unique index holds just them."""
    return any(
        index.unique
        and index.valid
        and index.predicate is None
        and set(index.columns) == set(columns)
        and len(index.columns) == len(columns)
        for index in catalog.indexes_of(relation.identity)
    )


def unique_key(catalog: Catalog, relation: Relation, columns: tuple[str, ...]) -> Repair:
    """Adds a unique constraint over `columns`."""
    name = constraint_name(catalog, relation, *columns, "key")
    text = ", ".join(quoted(column) for column in columns)
    return Repair(
        sql=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} UNIQUE ({text});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
    )


def with_action(key: Constraint, action: str) -> Repair | None:
    """Gives a foreign key of one column an action for deletions (upper case).

    None for a key whose words hold more than columns and actions: one that is deferrable, or not validated.
    """
    if len(key.columns) != 1 or key.deferrable or key.match_full or not (key.validated and key.enforced):
        return None
    table, name = key.relation, quoted(key.name)
    again = f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {key.definition}"
    return Repair(sql=f"{again} ON DELETE {action};", rollback=f"{again};")


def with_tenant(
    catalog: Catalog, relation: Relation, key: Constraint, tenant: str, referenced_tenant: str
) -> Repair:
    """Replaces a single-column foreign key by one that carries the tenant; the referenced pair must be
    unique.

    It keeps its name, by which queries ask for the reference. An index comes with it where none finds the
    rows of the new key.
    """
    table = relation.identity
    own, theirs = quoted(key.columns[0]), quoted(key.referenced_columns[0])
    actions = {
        "cascade": " ON DELETE CASCADE",
        "restrict": " ON DELETE RESTRICT",
        "set null": f" ON DELETE SET NULL ({own})",
    }
    updates = {"cascade": " ON UPDATE CASCADE", "restrict": " ON UPDATE RESTRICT"}
    action = updates.get(key.on_update or "", "") + actions.get(key.on_delete or "", "")
    name = quoted(key.name)
    swap = (
        f"ALTER TABLE {table} DROP CONSTRAINT {name}, "
        f"ADD CONSTRAINT {name} FOREIGN KEY ({quoted(tenant)}, {own}) "
        f"REFERENCES {key.references} ({quoted(referenced_tenant)}, {theirs}){action};"
    )
    back = f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {key.definition};"
    pairs = (tenant, key.columns[0]), (referenced_tenant, key.referenced_columns[0])
    whole = replace(key, columns=pairs[0], referenced_columns=pairs[1])
    if serves(catalog, whole, frozenset({tenant})) is not None:
        return Repair(sql=swap, rollback=back)
    columns = (tenant, key.columns[0])
    if any(one.columns == (tenant,) for one in catalog.indexes_of(table)):
        # With the tenant first it would make that index redundant.
        columns = (key.columns[0], tenant)
    index = index_name(catalog, relation, columns)
    return Repair(
        sql=f"CREATE INDEX {index} ON {table} ({', '.join(map(quoted, columns))});\n{swap}",
        rollback=f"{back}\nDROP INDEX {quoted(relation.schema)}.{index};",
    )
