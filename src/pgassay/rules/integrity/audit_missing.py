"""audit-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.columns import is_prompt, is_proof
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW)
def audit_missing(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """Changes to sensitive rows leave no trail.

    After a stolen key or a role that somebody gave himself, there is nothing to look up: not who, not when,
    not what was there before.

    It speaks of tables that clients write and that hold a tenant's secrets, or that policies look up to tell
    which user belongs to which tenant and as what, and is one finding per schema. A user's own secrets and
    prompts do not count, nor do tokens that only prove an address. It is silent where a row trigger on UPDATE
    or DELETE writes to another table. It is medium where most sensitive tables of the schema are audited and
    these are not, and info where none is and they hold no secrets.
    """
    for schema in database.schemas:
        tables = [r for r in context.own_relations() if r.schema == schema.name and _sensitive(r, context)]
        audited = [relation for relation in tables if context.facts.kinds.recorded(relation)]
        bare = [r for r in tables if r not in audited and context.facts.access.writers(r)]
        secret = any(_secrets(relation, context) for relation in bare)
        usual = Severity.LOW if secret else Severity.INFO
        severity = Severity.MEDIUM if len(audited) * 2 > len(tables) else usual
        for relation in audited:
            yield context.holds(relation)
        for relation in bare:
            yield _finding(context, relation, severity, len(bare))


def _finding(context: Context, relation: Relation, severity: Severity, alike: int) -> Finding:
    secrets = _secrets(relation, context)
    what = f"holds {', '.join(secrets)}" if secrets else "says which user belongs to which tenant"
    return context.finding(
        relation,
        f"{alike} sensitive tables of {relation.schema} leave no trail of changes"
        if alike > 1
        else f"{relation.identity} {what}, and a change to it leaves no trail",
        severity=severity,
        evidence=[
            catalog(f"{relation.identity} {what}; no row trigger writes its UPDATE or DELETE elsewhere")
        ],
        advice="Write old and new row, user and time to an audit table in an AFTER trigger for each row, "
        "without the secrets themselves",
        cause=f"schema {relation.schema}",
    )


def _sensitive(relation: Relation, context: Context) -> bool:
    if not relation.is_table or relation.parent:
        return False
    ranks = any(column.type_category in ("S", "E") for column in relation.columns)
    return bool(_secrets(relation, context)) or (ranks and relation.identity in _memberships(context))


def _secrets(relation: Relation, context: Context) -> list[str]:
    """The secrets that a tenant shares; what a user keeps for himself, and prompts, are not worth a trail."""
    tenancy = context.facts.tenancy
    if tenancy.mode == "owner" or tenancy.scope(relation.identity).kind == "owner":
        return []
    return [
        column.quoted
        for column in context.facts.kinds.secrets(relation)
        if not (is_prompt(column) or is_proof(column))
    ]


def _memberships(context: Context) -> frozenset[str]:
    """The relations that policies look up to tell which tenants a user belongs to."""
    used = {found.relation for comparison in context.facts.comparisons for found in comparison.entitling}
    leading = {entitlement.relation for entitlement in context.facts.tenancy.entitlements}
    return frozenset((used & leading) - {context.facts.tenancy.table or ""})
