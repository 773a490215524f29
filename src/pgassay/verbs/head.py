"""What a report says before its findings."""

from __future__ import annotations

from pgassay.facts import Facts
from pgassay.model.report import TenancySummary


def tenancy_of(facts: Facts) -> TenancySummary:
    """Whose rows are whose, as facts have it, and how many tables that is known of."""
    tenancy = facts.tenancy
    scopes = tenancy.scopes
    tables = [relation for relation in facts.own_relations if relation.is_table]
    unscoped = tuple(relation.identity for relation in tables if scopes[relation.identity].kind == "none")
    return TenancySummary(
        mode=tenancy.mode,
        table=tenancy.table,
        columns=tenancy.columns,
        membership=tenancy.membership.relation if tenancy.membership else None,
        inferred=tenancy.inferred,
        client_roles=facts.client_roles,
        scoped=len(tables) - len(unscoped),
        unscoped=unscoped if tenancy.mode != "none" else (),
    )
