"""timestamp-without-default."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.gaps.unbound import sets_column
from pgassay.facts.tables.columns import is_stamped, is_timestamp, is_updated, lies_ahead
from pgassay.facts.tables.editors import application_decides
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.copies import is_copy
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="The database fills in when rows were made and changed")
def timestamp_without_default(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column says when the row was made or last changed, and the database fills in nothing.

    Each writer sends its own clock's idea of the time, or forgets it: then the insert fails, or the row has
    no place in any list by time.

    It speaks of timestamps so named (created_at, updated_at) without a default, that no BEFORE INSERT trigger
    sets; all of a schema are one finding, with the default as its fix. A required one counts where most of
    the schema have a default and this was forgotten: an insert that leaves it out is noticed. It is silent
    for an updated_at that admits NULL (not changed so far), for columns of other names (when something
    happened elsewhere, only the sender knows), for partitions, for generated columns and for what CREATE
    TABLE AS copied aside, and for required ones where the application alone writes (no platform opens the
    database to its users, and there is no policy): there also for tokens and the like, which nothing
    references and which are read by when they expire.
    """
    bare: dict[str, list[tuple[Relation, Column]]] = defaultdict(list)
    filled: dict[str, int] = defaultdict(int)
    for relation in context.own_relations():
        if not relation.is_table or relation.parent or _expires(relation, context):
            continue
        if is_copy(context, relation):
            continue
        for column in relation.columns:
            if not is_stamped(column) or column.generated or _may_wait(column):
                continue
            if column.default is not None or sets_column(context.facts, relation, column.name, "insert"):
                filled[relation.schema] += 1
                yield context.holds(relation, column.name)
            else:
                bare[relation.schema].append((relation, column))
    for schema, found in bare.items():
        usual = filled[schema] > len(found) and not application_decides(context.facts)
        told = [(relation, column) for relation, column in found if usual or not column.not_null]
        for relation, column in told:
            yield _finding(context, relation, column)


def _expires(relation: Relation, context: Context) -> bool:
    """True for what only the application writes, and reads until a time that each row has."""
    ends = any(column.not_null and is_timestamp(column) and lies_ahead(column) for column in relation.columns)
    alone = not context.catalog.foreign_keys_to(relation.identity)
    return ends and alone and application_decides(context.facts)


def _may_wait(column: Column) -> bool:
    """True for the time of a change that need not have been."""
    return is_updated(column) and not column.not_null


def _finding(context: Context, relation: Relation, column: Column) -> Finding:
    place = f"{relation.identity}.{column.quoted}"
    left = "an insert that leaves it out fails" if column.not_null else "a row made without it has no time"
    now = "CURRENT_DATE" if column.type == "date" else "now()"
    alter = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    return context.finding(
        relation,
        f"{place} says when a row was {_what(column)} and has no default: {left}",
        column=column.name,
        evidence=[
            catalog(f"{place} is {column.type}, has no default, and no BEFORE INSERT trigger sets it: {left}")
        ],
        fix=f"{alter} SET DEFAULT {now};",
        rollback=f"{alter} DROP DEFAULT;",
        cause=f"schema {relation.schema}",
        together=f"{{count}} columns of {relation.schema} say when a row was made or changed and have no "
        "default",
    )


def _what(column: Column) -> str:
    return "changed" if is_updated(column) else "made"
