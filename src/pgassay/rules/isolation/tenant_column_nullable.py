"""tenant-column-nullable."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.functions.writes import Write
from pgassay.facts.gaps.unbound import sets_column
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.tables.authors import of_person
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.nulls import meant_null, never_null, told_by_check
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.made_optional import made_optional
from pgassay.rules.rule import Holds
from pgassay.rules.seeded import leave_out, seeded, seeds


@rule(on=Catalog, severity=Severity.CRITICAL, assumes_tenancy=True, right="Tenant keys are NOT NULL")
def tenant_column_nullable(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The column that says whose a row is admits NULL.

    A row without a tenant belongs to nobody: a policy that compares tenants hides it from everybody, a policy
    that admits NULL shows it to every tenant, and no unique key or index by tenant holds it.

    Critical where a policy admits rows without a tenant, else high, or medium for tables that no policy tests
    by tenant; low for logs, and where the application alone decides who reaches which rows. Tables of one
    grade are one finding. Info where the catalog says that NULL is meant: a unique key counts it, or the
    foreign key puts it there; high where the key does and a policy shows such rows: deleting a tenant
    publishes what was its own. Where each user is a tenant, only a column that policies test counts, at
    medium, and none of a log. Silent where rows without a tenant are there on purpose: a function or a
    migration inserts them, a function or a view takes NULL like the tenant that it looks for, the application
    alone decides and the row can be a person's, or a migration dropped NOT NULL, a policy for admins looks
    for them; where the foreign key empties it in a log, or in rows that each have a user, so that they
    outlive their tenant; where no policy tests the key and another foreign key leads to a table that has it;
    where a CHECK ties NULL to another column, such as a user, or the kind of a row; where a CHECK or a domain
    forbids NULL, where every policy asks for a role and none for the key, for tables declared under
    `global_rows`, for partitions, for rows that policies hold to their users and to no tenant, and for a
    table with one row per user, such as profiles, where NULL is a user who has joined no tenant yet.

    The facts that suffice: pg_attribute.attnotnull of the column that the table's foreign key to the tenant
    table, or its policies, name as the tenant's.
    """
    filled = seeds(context)
    decided = made_optional(context) if application_decides(context.facts) else frozenset[tuple[str, str]]()
    found: list[_Open] = []
    for relation in context.own_relations():
        name = context.facts.tenancy.key_of(relation.identity)
        column = relation.column(name) if name else None
        if not relation.is_table or relation.parent is not None or column is None:
            continue
        if _is_excused(relation, column, context):
            continue
        meant = meant_null(context.catalog, relation, column)
        told = told_by_check(context.catalog, relation, column) and not _is_published(
            relation, meant, context
        )
        if told or never_null(context.catalog, relation, column):
            yield context.holds(relation, column.name)
        elif (relation.identity, column.name) in decided:
            continue
        elif not _is_meant(relation, column, meant, filled.get(relation.identity, []), context):
            admitting = _admits_null(relation, context)
            grade = _severity(relation, column, context, admits=bool(admitting), meant=meant)
            found.append(_Open(relation, column, meant, admitting, grade, relation.identity in filled))
    for one in found:
        yield _finding(one, context)


class _Open(msgspec.Struct, frozen=True):
    """A tenant key that admits NULL; `filled` where the migrations write rows of the table."""

    relation: Relation
    column: Column
    meant: str | None
    admitting: list[Policy]
    grade: Severity
    filled: bool

    @property
    def by_key(self) -> bool:
        """True where it is the foreign key that puts NULL there."""
        return _by_key(self.meant)

    @property
    def cause(self) -> str:
        """What it shares with others. Rows of the migrations' own can refuse the fix: others' is not to fall
        with it.
        """
        return f"{self.grade.value} {self.by_key} {bool(self.meant)} {self.filled}"


def _by_key(meant: str | None) -> bool:
    return meant is not None and "SET NULL" in meant


def _is_meant(
    relation: Relation, column: Column, meant: str | None, written: list[tuple[int, Write]], context: Context
) -> bool:
    """True where rows without the key are there on purpose, or say nothing of a tenant."""
    tenancy = context.facts.tenancy
    if tenancy.mode == "owner" and (
        meant is not None
        or relation.identity in context.facts.kinds.logs
        or not _is_compared(relation, column, context)
    ):
        return True
    if meant is None and (_is_backstage(relation, column, context) or _is_led(relation, column, context)):
        return True
    published = _is_published(relation, meant, context)
    if _by_key(meant) and not published and _outlives(relation, context):
        return True
    beside = (relation.identity, column.name) in context.facts.tested.beside_null
    return not published and (beside or _left_out(relation, column, written, context))


def _is_published(relation: Relation, meant: str | None, context: Context) -> bool:
    """True where the key puts NULL there when a tenant goes, and a policy shows such rows to others."""
    return _by_key(meant) and bool(_admits_null(relation, context))


def _finding(one: _Open, context: Context) -> Finding:
    relation, column = one.relation, one.column
    lost = "belongs to nobody" if context.facts.tenancy.mode == "owner" else "exists outside every tenant"
    evidence = [catalog(f"{context.ref(relation, column.name)}: pg_attribute.attnotnull = false")]
    evidence += [catalog(f"pg_policy: {p.name} admits rows where it is NULL") for p in one.admitting[:1]]
    evidence += [catalog(one.meant)] if one.meant else []
    table = f"ALTER TABLE {relation.identity} ALTER COLUMN {column.quoted}"
    what = (
        "deleting a tenant empties it, and a policy shows such rows to others"
        if one.by_key and one.admitting
        else f"a row without it {lost}"
    )
    return context.finding(
        relation,
        f"{relation.identity}.{column.quoted} admits NULL: {what}",
        column=column.name,
        severity=one.grade,
        evidence=evidence,
        # Where the catalog says what NULL means there, NOT NULL would refuse rows that are meant.
        fix=None if one.meant else f"{table} SET NOT NULL;",
        rollback=None if one.meant else f"{table} DROP NOT NULL;",
        advice="Its foreign key puts NULL there when the tenant goes: choose ON DELETE CASCADE"
        + ("" if one.admitting else " where the rows are to go with it")
        if one.by_key
        else f"First give the rows where {column.quoted} IS NULL their tenant, or delete them; "
        "rows that all tenants share on purpose go into a table of their own, "
        "or the table under global_rows in pgassay.toml",
        cause=one.cause,
        together=f"{{count}} tables have a tenant key that admits NULL: {what}",
    )


def _outlives(relation: Relation, context: Context) -> bool:
    """True for rows that have a place without their tenant: a log's, and those that each have a user."""
    kinds = context.facts.kinds
    users = kinds.users(relation)
    return relation.identity in kinds.logs or any(c.not_null and c.name in users for c in relation.columns)


def _left_out(relation: Relation, column: Column, written: list[tuple[int, Write]], context: Context) -> bool:
    """True when code writes or looks for rows without the column: then NULL is meant, and NOT NULL would
    stop it.
    """
    if sets_column(context.facts, relation, column.name, "insert"):
        return False
    if leave_out(seeded(relation, column, written, context), column):
        return True
    bodies = context.facts.bodies.values()
    if any(
        leave_out([w for w in body.writes if w.relation == relation.identity and w.values], column)
        for body in bodies
    ):
        return True
    return any(
        branch.guarded and branch.asks(Asks.NULL_TENANT)
        for policy in context.catalog.policies_of(relation.identity)
        for predicate in (context.facts.using(policy), context.facts.check(policy))
        for branch in (predicate.branches if predicate is not None else ())
    )


def _is_backstage(relation: Relation, column: Column, context: Context) -> bool:
    """True where no policy of the table tests the key and clients pass by a role, or not at all."""
    tests = [
        predicate
        for policy in context.catalog.policies_of(relation.identity)
        for predicate in (context.facts.using(policy), context.facts.check(policy))
        if predicate is not None
    ]
    atoms = (atom for p in tests for branch in p.branches for atom in branch.atoms)
    return (
        bool(tests)
        and all(branch.guarded for p in tests for branch in p.branches)
        and not any(atom.column == column.name for atom in atoms)
    )


def _is_led(relation: Relation, column: Column, context: Context) -> bool:
    """True where no policy tests the key, and a row can have its tenant by what else it references, or be a
    user's as the application has it.
    """
    facts = context.facts
    if application_decides(facts) and of_person(facts, relation):
        return True
    return not _is_compared(relation, column, context) and any(
        key.references != relation.identity
        and column.name not in key.columns
        and facts.tenancy.scope(key.references or "").kind == "key"
        for key in context.catalog.foreign_keys_of(relation.identity)
    )


def _is_excused(relation: Relation, column: Column, context: Context) -> bool:
    """True for declared global rows, for one row per user, and for rows that policies hold to their users
    and to no tenant.
    """
    if relation.identity in context.config.tenancy.global_rows:
        return True
    users = _users(relation, context)
    if column.name in users:
        return False
    compared = [found for found in context.facts.comparisons if found.relation == relation.identity]
    by_tenant = any(found.column == column.name for found in compared)
    by_user = any(found.user for found in compared)
    profile = any(len(key) == 1 and key <= users for key in unique_sets(context.catalog, relation))
    return profile or (by_user and not by_tenant)


def _users(relation: Relation, context: Context) -> set[str]:
    return {name for owner, name in context.facts.user_columns if owner == relation.identity}


def _admits_null(relation: Relation, context: Context) -> list[Policy]:
    """The client roles' policies of which a branch without a guard asks for NULL in the tenant key."""
    found: list[Policy] = []
    for policy in context.catalog.policies_of(relation.identity):
        if not policy.permissive or {"public", *context.facts.client_roles}.isdisjoint(policy.roles):
            continue
        predicates = [p for p in (context.facts.using(policy), context.facts.check(policy)) if p is not None]
        if any(
            branch.asks(Asks.NULL_TENANT) and not branch.guarded for p in predicates for branch in p.branches
        ):
            found.append(policy)
    return found


def _severity(
    relation: Relation, column: Column, context: Context, *, admits: bool, meant: str | None
) -> Severity:
    if context.facts.tenancy.mode == "owner":
        return Severity.MEDIUM
    if meant is not None:
        return Severity.HIGH if admits and _by_key(meant) else Severity.INFO
    if admits:
        return Severity.CRITICAL
    if relation.identity in context.facts.kinds.logs or application_decides(context.facts):
        return Severity.LOW
    return Severity.HIGH if _is_compared(relation, column, context) else Severity.MEDIUM


def _is_compared(relation: Relation, column: Column, context: Context) -> bool:
    """True where a policy compares the column with the session."""
    return any(
        found.relation == relation.identity and found.column == column.name
        for found in context.facts.comparisons
    )
