"""primary-key-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.indexes import index_ddl
from pgassay.facts.tables.editors import clients_reach
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.relations import Column, Index, Kind, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.copies import lies_aside
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    yields_to=("replica-identity-nothing",),
    right="Tables have a primary key",
)
def primary_key_missing(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A table has no primary key.

    The same row can be there twice, and no statement can name one of the two. Nothing can reference a row,
    a client library cannot update one, and once the table is published every UPDATE of it is refused.

    Low where a unique key over required columns tells rows apart, and for logs. Info for what a migration
    copied aside (CREATE TABLE AS), or is named for what it keeps of the past, where nothing in the database
    has to do with it.
    Silent for partitions, whose parent speaks, for foreign tables, and where nothing tells rows apart and no
    client role writes: a table of settings has one row. Tables of a schema that have such a
    unique key are one finding.

    The facts that suffice: no row of pg_constraint with contype p.
    """
    bare: list[tuple[Relation, Index | None]] = []
    for relation in context.own_relations():
        if not relation.is_table or relation.parent is not None:
            continue
        if context.catalog.constraints_of(relation.identity, "primary key"):
            yield context.holds(relation)
        else:
            key = _unique(relation, context)
            log = relation.identity in context.facts.kinds.logs
            if key is not None or log or clients_reach(context.facts, relation, "insert", "update"):
                bare.append((relation, key))
    for relation, key in bare:
        yield _finding(context, relation, key)


def _finding(context: Context, relation: Relation, key: Index | None) -> Finding:
    severity = Severity.MEDIUM
    if key is not None or relation.identity in context.facts.kinds.logs:
        severity = Severity.LOW
    aside = key is None and lies_aside(context, relation)
    fix, rollback = _repair(relation, key)
    lacks = f"pg_constraint has no primary key of {relation.identity}"
    return context.finding(
        relation,
        f"{relation.identity} has no primary key: "
        + ("the same row can be there twice" if key is None else f"{key.name} is unique and could be it"),
        severity=Severity.INFO if aside else severity,
        evidence=[catalog(f"{lacks}; {key.name} is unique over required columns" if key else lacks)],
        fix=fix,
        rollback=rollback,
        advice=None
        if fix is not None
        else "Drop it once nobody needs what it keeps"
        if aside
        else "Make the columns that tell rows apart its key, or add id bigint GENERATED ALWAYS AS IDENTITY",
        cause=None if key is None else f"schema {relation.schema}",
        together=f"{{count}} tables of {relation.schema} have no primary key, and a unique key that could "
        "be it",
    )


def _unique(relation: Relation, context: Context) -> Index | None:
    """A unique index over required columns, which a primary key is too."""
    required = {column.name for column in relation.columns if column.not_null}
    for index in context.catalog.indexes_of(relation.identity):
        whole = index.unique and index.valid and index.predicate is None
        if whole and all(column is not None and column in required for column in index.columns):
            return index
    return None


def _repair(relation: Relation, key: Index | None) -> tuple[str | None, str | None]:
    """A primary key on the unique index that is there, or on the one column that is numbered or drawn."""
    table = relation.identity
    if key is not None:
        plain = key.constraint is None and not any(key.descending) and not key.included
        if not plain or relation.kind is not Kind.TABLE:
            return None, None
        name = quoted(key.name)
        return (
            f"ALTER TABLE {table} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name};",
            f"ALTER TABLE {table} DROP CONSTRAINT {name};\n{index_ddl(key)}",
        )
    drawn = [column for column in relation.columns if _is_drawn(column)]
    if len(drawn) != 1 or relation.kind is not Kind.TABLE:
        return None, None
    name = quoted(f"{relation.name}_pkey"[:63])
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {name} PRIMARY KEY ({drawn[0].quoted});",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def _is_drawn(column: Column) -> bool:
    """True for a required column whose values the database makes, each another one."""
    made = (column.default or "").startswith(("nextval(", "gen_random_uuid()", "uuidv7(", "uuid_generate_v"))
    return column.not_null and (bool(column.identity) or made)
