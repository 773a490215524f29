"""foreign-key-without-action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from pgassay.facts.ddl.references import Repair, usual_action, with_action
from pgassay.facts.tables.deletions import HeldUp, gone_with, held_up
from pgassay.facts.tables.past import keeps_money, keeps_past
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.deletions import Deletion, deletion
from pgassay.rules.rule import Holds

#: Postgres's code for a row that breaks a CHECK, as the experiment tells it.
_BY_CHECK = "(23514)"


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    right="Foreign keys say what becomes of their rows when the other row is deleted",
)
def foreign_key_without_action(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A tenant or a user cannot be deleted, for a foreign key does not say what then becomes of its rows.

    Postgres refuses the deletion as long as one such row is there. An account that is to be closed stays, and
    whoever closes it finds out table by table.

    It speaks of references to the tenants, to the users, or to what ON DELETE CASCADE takes along with them,
    from rows that are not taken along themselves, or too late: Postgres looks at NO ACTION before a longer
    way of cascades reaches them. Low for references to tenants where none has an action: then deleting
    tenants was not thought of. References that may be NULL are one finding, those that may not another. The
    fix is tried first: with it in place a planted row that is referenced is deleted. Where a trigger writes
    the reference back, or a constraint refuses the row without it, there is advice and no fix; so for
    required references of logs, of what keeps the past or amounts of money, and of rows that hang just as
    much on somebody who stays: to delete them along loses what they are kept for; and for the tenant keys of
    rows that can be without a tenant. Silent for RESTRICT, which somebody chose, for references that a
    deletion never reaches, and for other references of a row that goes with its tenant once its tenant key
    says so, or is a foreign key at all.

    The facts that suffice: pg_constraint.confdeltype of the foreign keys between the tenant or user and the
    row.
    """
    held = [one for one in held_up(context.facts) if not _is_told_elsewhere(context, one)]
    going = {one.key.relation for one in held if _takes_along(context, one)}
    found = [_mended(context, one) for one in held if not _is_settled(one, going)]
    counts = Counter(one.cause for one in found)
    for one in found:
        # What is told of those that have no fix stands under all that are told with them.
        bare = next((other for other in found if other.cause == one.cause and other.fix is None), None)
        advice = _advice(bare, counts[one.cause]) if bare is not None else None
        yield _finding(context, one, advice)
    spoken = {one.held.key.identity for one in found}
    roots = {context.facts.tenancy.table, *context.facts.users} - {None}
    gone = {name for root in roots if root is not None for name in gone_with(database, root)}
    for relation in context.own_relations():
        for key in database.foreign_keys_of(relation.identity):
            said = key.on_delete != "no action"
            if key.references in gone and key.identity not in spoken and said:
                yield context.holds(key)


class _Mended(msgspec.Struct, frozen=True, kw_only=True):
    """A reference that holds a deletion up, what mends it, and what came of trying that."""

    held: HeldUp
    repair: Repair | None
    tried: Deletion | None

    @property
    def hindered(self) -> str | None:
        """What is in the way of the repair."""
        return self.tried.hindered if self.tried is not None else None

    @property
    def fix(self) -> Repair | None:
        """The repair where nothing is in its way."""
        return self.repair if self.hindered is None else None

    @property
    def cause(self) -> str:
        hindered = self.hindered
        by = "" if hindered is None else " by a CHECK" if _BY_CHECK in hindered else " by another"
        return f"{self.held.root} {self.held.optional}{by}"


def _is_told_elsewhere(context: Context, one: HeldUp) -> bool:
    """True where the row has a tenant key without a foreign key, which has a rule of its own: with that in
    place the row goes with its tenant, and holds nothing up.
    """
    relation, tenancy = one.key.relation or "", context.facts.tenancy
    column = tenancy.key_of(relation)
    if one.of_users or column is None or one.late or one.key.references == one.root:
        # A reference to the tenants themselves can be to another than the row's own.
        return False
    keys = context.catalog.foreign_keys_of(relation)
    usual = usual_action(context.catalog, one.root, required=True)
    return usual == "CASCADE" and not any(column in key.columns for key in keys)


def _takes_along(context: Context, one: HeldUp) -> bool:
    """True for a tenant key whose repair takes the row along with its tenant."""
    repair = None if one.of_users or one.key.references != one.root else _repair(context, one)
    return repair is not None and repair.sql.endswith("ON DELETE CASCADE;")


def _is_settled(one: HeldUp, going: set[str | None]) -> bool:
    """True for a reference of a row that goes with its tenant once its tenant key is mended."""
    return one.key.relation in going and not (one.of_users or one.key.references == one.root)


def _mended(context: Context, one: HeldUp) -> _Mended:
    repair = _repair(context, one)
    tried = deletion(context, one.key, repair.sql) if repair is not None else None
    return _Mended(held=one, repair=repair, tried=tried)


def _finding(context: Context, mended: _Mended, advice: str | None) -> Finding:
    one, key, hindered = mended.held, mended.held.key, mended.hindered
    columns = ", ".join(key.columns)
    repair = mended.fix
    through = "" if key.references == one.root else f", which goes with {one.root}"
    rows = "user" if one.of_users else "tenant"
    late = "; its rows go with the tenant only after Postgres has looked for them" if one.late else ""
    more = "none says what becomes of it"
    if hindered is not None:
        more = "none says what becomes of it, and SET NULL alone does not do"
    says = f"{key.identity}: pg_constraint.confdeltype = a (NO ACTION) on {key.references}{through}{late}"
    return context.finding(
        key,
        f"{key.relation}.{columns} holds up the deletion of a {rows}: it references {key.references} "
        "without an action" + (", and SET NULL alone does not do" if hindered is not None else ""),
        severity=_severity(context, one),
        evidence=[catalog(says), *([mended.tried.evidence] if mended.tried is not None else [])],
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice=advice,
        cause=mended.cause,
        together=f"{{count}} references {'that may be NULL ' if one.optional else ''}hold up the deletion of "
        f"a {rows} ({one.root}): {more}",
    )


def _severity(context: Context, one: HeldUp) -> Severity | None:
    if one.of_users:
        return None
    planned = any(
        other.on_delete in ("cascade", "set null") for other in context.catalog.foreign_keys_to(one.root)
    )
    return None if planned else Severity.LOW


def _repair(context: Context, one: HeldUp) -> Repair | None:
    """CASCADE for a tenant's rows where its other references have it; else SET NULL where NULL is allowed.

    Rows that can be without a tenant, and are none that keep what was, are advice: whether they go along or
    stay without one, to be seen by nobody or by all, only the application knows.
    """
    key = one.key
    relation = context.catalog.relation[key.relation or ""]
    tenant = key.columns == (context.facts.tenancy.key_of(relation.identity),) and not one.of_users
    kept = keeps_past(context.facts, relation) or _is_person(context, relation)
    if _is_membership(context, one) and not _is_person(context, relation):
        return with_action(key, "CASCADE")
    if one.optional:
        asked = {(relation.identity, name) for name in key.columns} & context.facts.tested.for_null
        return with_action(key, "SET NULL") if not tenant or (kept and not asked) else None
    usual = usual_action(context.catalog, key.references or "", required=True)
    goes = not (one.of_users or kept or keeps_money(relation) or _is_anothers(context, one))
    return with_action(key, usual) if goes and usual == "CASCADE" else None


def _is_membership(context: Context, one: HeldUp) -> bool:
    """True for a row that says who belongs to a tenant: without either of the two it says nothing."""
    relation = one.key.relation or ""
    members = [found for found in context.facts.tenancy.entitlements if found.relation == relation]
    # Not who invited the member, nor who changed the row.
    own = {column for found in members for column in (found.user_column, found.tenant_column)}
    return not own.isdisjoint(one.key.columns)


def _is_person(context: Context, relation: Relation) -> bool:
    """True for what is kept of a user, one row each: it is the user's, whatever tenant is noted there."""
    keys = context.catalog.constraints_of(relation.identity, "primary key")
    own = {key.columns for key in keys}
    return any(
        key.columns in own and key.references in context.facts.users
        for key in context.catalog.foreign_keys_of(relation.identity)
    )


def _is_anothers(context: Context, one: HeldUp) -> bool:
    """True for a row that hangs just as much on one that stays, such as what somebody outside has earned."""
    facts, relation = context.facts, context.catalog.relation[one.key.relation or ""]
    gone = gone_with(context.catalog, one.root)
    required = {column.name for column in relation.columns if column.not_null}
    return any(
        other.references not in gone
        and required.issuperset(other.columns)
        and other.columns != one.key.columns
        and facts.tenancy.scope(other.references or "").kind in ("owner", "root")
        for other in context.catalog.foreign_keys_of(relation.identity)
    )


def _advice(mended: _Mended, alike: int) -> str:
    one, hindered = mended.held, mended.hindered
    if hindered is not None and _BY_CHECK in hindered:
        why = hindered if alike == 1 else "a CHECK, named in the evidence, refuses the row without it"
        return (
            "ON DELETE CASCADE where the row is nothing without what it references, RESTRICT where it is to "
            f"hold it up; ON DELETE SET NULL alone does not do: {why}"
        )
    if hindered is not None:
        why = hindered if alike == 1 else "a trigger or a CHECK, named in the evidence"
        return f"ON DELETE SET NULL alone does not do, change first what is in the way: {why}"
    if one.of_users:
        return (
            "ON DELETE CASCADE where the row is the user's own; where it is the tenant's, let the column be "
            "NULL, with ON DELETE SET NULL"
        )
    kept = "ON DELETE CASCADE where the rows go with their tenant; RESTRICT where they are to hold it up"
    if one.optional:
        return f"{kept}; ON DELETE SET NULL only where no policy shows a row without a tenant to others"
    return f"{kept}, or let the column be NULL, with ON DELETE SET NULL, where they are to outlive it"
