"""audit-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.trails import trailed
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import ColumnOf
from pgassay.facts.tables.columns import is_timestamp, lies_ahead
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.secrets import is_link, is_prompt, is_proof
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Changes to sensitive rows leave a trail")
def audit_missing(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Changes to sensitive rows leave no trail.

    After a stolen key or a role that somebody gave himself, there is nothing to look up: not who, not when,
    not what was there before.

    It speaks of tables that clients write and that hold a tenant's lasting secrets, at low; where the
    schema keeps an audit trail of some tables (a trigger that writes the whole row and the session's user),
    also of those that policies look up to tell which user belongs to which tenant and as what; and is one
    finding per schema. A user's own secrets and prompts do not count, nor do tokens that tell a user's
    sessions or devices apart, that only prove an address, that must expire, or that a function deletes by
    once they are used. It is silent where a row trigger on UPDATE or DELETE writes to another table. It is
    medium where most sensitive tables of the schema are audited and these are not, and speaks of nothing
    else where the application alone writes (no platform opens the database to its users, and there is no
    policy).
    """
    trails = {context.catalog.relation[one].schema for one in trailed(database, context.facts.bodies)}
    for schema in database.schemas:
        own = [r for r in context.own_relations() if r.schema == schema.name]
        tables = [r for r in own if _sensitive(r, context, kept=schema.name in trails)]
        audited = [relation for relation in tables if context.facts.kinds.recorded(relation)]
        bare = [r for r in tables if r not in audited and context.facts.access.writers(r)]
        usual = len(audited) * 2 > len(tables)
        if application_decides(context.facts) and not usual:
            bare = []
        for relation in audited:
            yield context.holds(relation)
        for relation in bare:
            yield _finding(context, relation, Severity.MEDIUM if usual else Severity.LOW)


def _finding(context: Context, relation: Relation, severity: Severity) -> Finding:
    secrets = _secrets(relation, context)
    what = f"holds {', '.join(secrets)}" if secrets else "says which user belongs to which tenant"
    return context.finding(
        relation,
        f"{relation.identity} {what}, and a change to it leaves no trail",
        severity=severity,
        evidence=[
            catalog(f"{relation.identity} {what}; no row trigger writes its UPDATE or DELETE elsewhere")
        ],
        advice="Write old and new row, user and time to an audit table in an AFTER trigger for each row, "
        "without the secrets themselves",
        cause=f"schema {relation.schema}",
        together=f"{{count}} sensitive tables of {relation.schema} leave no trail of changes",
    )


def _sensitive(relation: Relation, context: Context, *, kept: bool) -> bool:
    if not relation.is_table or relation.parent:
        return False
    ranks = any(column.type_category in ("S", "E") for column in relation.columns)
    return bool(_secrets(relation, context)) or (
        kept and ranks and relation.identity in _memberships(context)
    )


def _secrets(relation: Relation, context: Context) -> list[str]:
    """The lasting secrets that a tenant shares; what a user keeps for himself, and prompts, are not worth a
    trail.
    """
    tenancy = context.facts.tenancy
    if tenancy.mode == "owner" or tenancy.scope(relation.identity).kind == "owner":
        return []
    if any(is_timestamp(c) and (c.not_null or c.default) and lies_ahead(c) for c in relation.columns):
        return []
    used = _used_up(relation, context) | _own(relation, context)
    return [
        column.quoted
        for column in context.facts.kinds.secrets(relation)
        if not (is_prompt(column) or is_proof(column) or column.name in used or _expires(relation, column))
    ]


def _own(relation: Relation, context: Context) -> set[str]:
    """The columns that tell the rows of one user apart: his sessions and devices."""
    users = context.facts.kinds.users(relation)
    return {name for key in unique_sets(context.catalog, relation) if key & users for name in key}


def _expires(relation: Relation, secret: Column) -> bool:
    """True for a secret with an end of its own, by the word that both begin with; and for the token of a link
    or an invitation beside any end.
    """
    stem = secret.name.partition("_")[0]
    ends = [column for column in relation.columns if is_timestamp(column) and lies_ahead(column)]
    return bool(ends) if is_link(secret) else any(column.name.startswith(f"{stem}_") for column in ends)


def _used_up(relation: Relation, context: Context) -> set[str]:
    """The columns by which functions delete rows: a token that is spent goes."""
    return {
        node.name
        for body in context.facts.bodies.values()
        for write in body.writes
        if write.command == "delete" and write.relation == relation.identity
        for node in inside(write.where)
        if isinstance(node, ColumnOf) and node.relation == relation.identity
    }


def _memberships(context: Context) -> frozenset[str]:
    """The relations that policies look up to tell which tenants a user belongs to."""
    used = {found.relation for comparison in context.facts.comparisons for found in comparison.entitling}
    leading = {entitlement.relation for entitlement in context.facts.tenancy.entitlements}
    return frozenset((used & leading) - {context.facts.tenancy.table or ""})
