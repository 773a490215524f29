"""tenant-column-without-foreign-key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from pgassay.facts.conditions.values import ColumnOf
from pgassay.facts.ddl.references import Repair, reference
from pgassay.facts.tables.authors import tells_who
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.past import is_past
from pgassay.facts.tenants.scopes import key_column
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.given_up import given_up
from pgassay.rules.remarks import without_key_on_purpose
from pgassay.rules.rule import Holds

_KNOWN_BY = {
    "configuration": "configuration says so",
    "policy": "policies compare it with the session's",
    "composite foreign key": "it stands in a foreign key beside others",
}

#: So many tables without any foreign key are no slip, nor is one with so many columns that could have one.
_MANY = 5
_SEVERAL = 3
#: What was left without a key by whoever made it, as far as names tell.
_LEFT = ("chosen", "spelt", "unknown")


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    assumes_tenancy=True,
    yields_to=("tenant-column-type-mismatch",),
    right="Tenant keys reference the tenant table",
)
def tenant_column_without_foreign_key(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The tenant key of a table references no tenant.

    A row can name a tenant that never existed, and the rows of a deleted tenant stay behind, out of sight and
    out of every export and deletion by tenant.

    One finding for all such tables. Silent for what is to outlive the tenant: an archive, which no client
    writes and which functions fill from rows that have the key, a log that takes rows without a tenant as
    well, and history, logs and backups where only a name tells whose they are. Medium where each user is a
    tenant; low, and a finding of its own, for a column that says who made or did something and that no
    policy asks for: the row is not its user's, so the fix lets it go and takes the table that most such
    columns reference. Low, and without a fix, where only the name tells, in another spelling than most such
    keys ("tenantId", tenant_id), or where the application alone decides who reaches which rows and such
    tables have no foreign key at all: five and more, or one with three and more columns that are references
    elsewhere. Where each user is a tenant, silent where the types differ: who signs users in keeps them
    elsewhere, and what is said of the other keys is info. Silent for the tenant table itself, for a key that
    a composite foreign key of required columns carries to a table whose own key is enforced, for partitions,
    for columns whose foreign key a migration dropped, for tables that had some and have none, for all others
    once most were dropped, where a comment on the table or column, or beside its definition, says that there
    is none on purpose, and for tables declared under `dead_letters`. Without a fix where the types of
    the two columns differ.

    The facts that suffice: no row of pg_constraint (contype f) over the column that policies, or the same
    column of other tables, show to be the tenant's.
    """
    tenancy = context.facts.tenancy
    target = context.catalog.relation.get(tenancy.table or "")
    if target is None or tenancy.key is None:
        return
    missing: list[tuple[Relation, Column]] = []
    dropped = given_up(context)
    without = 0
    for relation in context.own_relations():
        scope = tenancy.scope(relation.identity)
        column = relation.column(scope.column) if scope.kind == "key" and scope.column else None
        declared = relation.identity in context.config.tenancy.dead_letters
        if not relation.is_table or relation.parent is not None or column is None or declared:
            continue
        if (relation.identity, column.name) in dropped:
            without += 1
            continue
        if without_key_on_purpose(context, relation, column.name):
            continue
        if _outlives(relation, column, context) and not _is_enforced(relation, column, context):
            continue
        if _is_enforced(relation, column, context):
            yield context.holds(relation, column.name)
        else:
            missing.append((relation, column))
    # What is spelt in another way comes from another hand: it says nothing of what was given up.
    if without > sum(tenancy.scope(one.identity).confidence != "spelling" for one, _ in missing):
        return
    places = [_Place(one, column, _target(one, column, target, context)) for one, column in missing]
    elsewhere = [one for one in places if _is_of_others(one, context)]
    places = [one for one in places if one not in elsewhere]
    keyless = [one for one in places if _is_keyless(one, context)]
    for one in places:
        chosen = one in keyless and (len(keyless) >= _MANY or _is_loose(one, context))
        cause = "chosen" if chosen else _cause(one, context)
        yield _finding(one, "unknown" if elsewhere and cause == "missing" else cause, context)


class _Place(msgspec.Struct, frozen=True):
    """A column that holds keys of `target`, and no foreign key says so."""

    relation: Relation
    column: Column
    target: Relation


def _is_author(relation: Relation, column: Column, context: Context) -> bool:
    """True for who made or did something, where nothing says that the row is that user's."""
    tenancy = context.facts.tenancy
    asked = tenancy.scope(relation.identity).confidence in _KNOWN_BY
    return tenancy.mode == "owner" and tells_who(column) and not asked


def _target(relation: Relation, column: Column, target: Relation, context: Context) -> Relation:
    """The table that the key is of; of who made or did something the one that most such keys are of."""
    if not _is_author(relation, column, context):
        return target
    known = Counter(
        key.references
        for other in context.own_relations()
        for key in context.catalog.foreign_keys_of(other.identity)
        if len(key.columns) == 1 and (own := other.column(key.columns[0])) is not None and tells_who(own)
    )
    usual = [name for name, _ in known.most_common() if name is not None]
    return next((found for name in usual if (found := context.catalog.relation.get(name))), target)


def _is_keyless(one: _Place, context: Context) -> bool:
    """True where the application alone decides, the table has no foreign key at all, and only names tell that
    it lacks one: many such tables are no slip.
    """
    told = context.facts.tenancy.scope(one.relation.identity).confidence in _KNOWN_BY
    alone = not context.catalog.foreign_keys_of(one.relation.identity)
    return alone and not told and application_decides(context.facts)


def _is_loose(one: _Place, context: Context) -> bool:
    """True for a table without any foreign key in which several columns go by the names of such."""
    names = {
        key.columns[0]
        for other in context.own_relations()
        for key in context.catalog.foreign_keys_of(other.identity)
        if len(key.columns) == 1
    }
    return sum(column.name in names for column in one.relation.columns) >= _SEVERAL


def _is_of_others(one: _Place, context: Context) -> bool:
    """True where each user is a tenant, and users' keys are of another type than the table of users has: who
    signs users in keeps them elsewhere.
    """
    key = _key(one, context)
    return context.facts.tenancy.mode == "owner" and (key is None or key.type != one.column.type)


def _cause(one: _Place, context: Context) -> str:
    """spelt: only its name in another spelling tells; author: it says who made or did something; unlike: its
    type is another, and tenant-column-type-mismatch says so.
    """
    key = _key(one, context)
    if key is None or key.type != one.column.type:
        return "unlike"
    if context.facts.tenancy.scope(one.relation.identity).confidence == "spelling":
        return "spelt"
    return f"author {one.target.identity}" if _is_author(one.relation, one.column, context) else "missing"


def _key(one: _Place, context: Context) -> Column | None:
    """The column that keys of the target are."""
    tenancy = context.facts.tenancy
    name = (
        tenancy.key
        if one.target.identity == tenancy.table
        else key_column(context.catalog, one.target.identity)
    )
    return one.target.column(name or "")


def _finding(one: _Place, cause: str, context: Context) -> Finding:
    tenancy = context.facts.tenancy
    relation, column, target = one.relation, one.column, one.target
    author = cause.startswith("author")
    what = "user" if tenancy.mode == "owner" else "tenant"
    repair = _repair(one, cause, context)
    tables = (
        "columns that say who made or did something have no"
        if author
        else f"tables have a {what} key without a"
    )
    lacks = f"foreign key to {target.identity}: a row can name a {what} that does not exist"
    known = _KNOWN_BY.get(tenancy.scope(relation.identity).confidence, "by its name and type")
    severity = Severity.MEDIUM if tenancy.mode == "owner" else None
    if author or cause in _LEFT:
        severity = Severity.INFO if cause == "unknown" else Severity.LOW
    advice = f"First delete the rows whose {what} is not in {target.identity}, or give them one that is"
    if cause in _LEFT:
        advice = f"Where the application keeps them right on purpose, leave them. {advice}"
    if author:
        advice = f"First empty the column where its user is not in {target.identity}"
        advice += "" if repair else "; let it be NULL, and ON DELETE SET NULL: the row is not that user's"
    return context.finding(
        relation,
        f"{context.ref(relation, column.name)} has no {lacks}",
        column=column.name,
        severity=severity,
        evidence=[
            catalog(f"pg_constraint has no foreign key over {context.ref(relation, column.name)}"),
            catalog(f"{context.ref(relation, column.name)} holds keys of {target.identity}: {known}"),
        ],
        fix=repair.sql if repair else None,
        rollback=repair.rollback if repair else None,
        advice=advice,
        cause=cause,
        together=f"{{count}} {tables} {lacks}",
    )


def _repair(one: _Place, cause: str, context: Context) -> Repair | None:
    """The foreign key; None where the types differ, and for who made a row that cannot be let go."""
    key = _key(one, context)
    author = cause.startswith("author")
    if key is None or cause in ("unlike", *_LEFT) or (author and one.column.not_null):
        return None
    action = "SET NULL" if author else None
    return reference(context.catalog, one.relation, one.column, one.target, key.name, action)


def _outlives(relation: Relation, column: Column, context: Context) -> bool:
    """True for an archive: no client writes it, and functions fill it from rows that have the key; for a log
    that takes rows without it; and for what is named so, where only the name says whose it is.
    """
    if relation.identity in context.facts.kinds.logs and not column.not_null:
        return True
    told = context.facts.tenancy.scope(relation.identity).confidence in _KNOWN_BY
    if not told and is_past(relation):
        return True
    writes = [
        write
        for body in context.facts.bodies.values()
        for write in body.writes
        if write.command == "insert" and write.relation == relation.identity
    ]
    values = [write.value(column.name) for write in writes]
    copies = all(isinstance(value, ColumnOf) and value.alias for value in values)
    return bool(writes) and copies and not context.facts.access.writers(relation)


def _is_enforced(relation: Relation, column: Column, context: Context) -> bool:
    """True when a foreign key of its own, or one that carries it along with other required columns, checks
    the key.
    """
    keys = [key for key in context.catalog.foreign_keys_of(relation.identity) if column.name in key.columns]
    return any(len(key.columns) == 1 or _carries(relation, column, key, context) for key in keys)


def _carries(relation: Relation, column: Column, key: Constraint, context: Context) -> bool:
    """A composite key checks only rows whose columns are all there, and hands on what the other table
    enforces.
    """
    columns = [relation.column(name) for name in key.columns]
    parent = context.catalog.relation.get(key.references or "")
    theirs = key.referenced_columns[key.columns.index(column.name)]
    over = parent.column(theirs) if parent else None
    if parent is None or over is None or parent.identity == relation.identity:
        return False
    if not (key.match_full or all(one is not None and one.not_null for one in columns)):
        return False
    return any(theirs in one.columns for one in context.catalog.foreign_keys_of(parent.identity))
