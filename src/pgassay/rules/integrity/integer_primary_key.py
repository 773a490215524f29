"""integer-primary-key."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.columns import is_text
from pgassay.facts.tables.keys import one_per_user
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, rule
from pgassay.rules.column_types import columns_found
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Growing tables count their rows in a bigint")
def integer_primary_key(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A table that grows counts its rows in an integer.

    The 2,147,483,648th row is refused, rolled-back inserts counted, and so is every row after it; the way to
    bigint then writes the table, its indexes and every reference anew while nothing can be inserted.

    One finding for each schema. It speaks of single-column keys that a sequence numbers, in logs, queues and
    tables whose rows belong to tenants or users. Silent for other tables, which are few rows by nature, for
    those with one row for each user, for what has a required name (somebody makes it by hand), and for
    numbers that somebody else gives.

    The facts that suffice: the type of the primary key's column, and its default or identity.
    """
    found: list[tuple[Relation, Column]] = []
    for relation in context.own_relations():
        column = _counted(database, relation) if relation.is_table and relation.parent is None else None
        if column is None or not _grows(relation, context):
            continue
        if column.type in ("integer", "smallint"):
            found.append((relation, column))
        else:
            yield context.holds(relation, column.name)
    yield from columns_found(
        context,
        found,
        "of type integer and the key of a table that grows: the numbers end at 2,147,483,647",
        advice="bigint; while the table is small, ALTER COLUMN … TYPE bigint is quick. Code in JavaScript "
        "then reads the key as a BigInt or a text: change it in the same step",
    )


def _counted(database: Catalog, relation: Relation) -> Column | None:
    """The single column of the primary key, where a sequence gives its numbers."""
    keys = [one for one in database.constraints_of(relation.identity, "primary key") if len(one.columns) == 1]
    column = relation.column(keys[0].columns[0]) if keys else None
    if column is None or not (column.identity or (column.default or "").startswith("nextval(")):
        return None
    return column


def _grows(relation: Relation, context: Context) -> bool:
    kinds = context.facts.kinds
    if one_per_user(context.catalog, relation, kinds.users(relation)):
        return False
    logged = relation.identity in kinds.logs | kinds.queues
    # What somebody gives a name to is made by hand.
    if not logged and any(_is_given_name(column) for column in relation.columns):
        return False
    owned = context.facts.tenancy.scope(relation.identity).kind in ("key", "path", "owner")
    return owned or logged


def _is_given_name(column: Column) -> bool:
    required = column.not_null and column.default is None
    return required and is_text(column) and column.name.lower() in ("name", "title", "label")
