"""policy-write-unbound."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl import alter_policy
from pgassay.facts.passing import Passing, by_policy, passing
from pgassay.facts.predicates import Asks, Branch
from pgassay.facts.unbound import unbound
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_WORDS = {"insert": "insert rows into", "update": "move rows to"}


@rule(on=Policy, severity=Severity.CRITICAL, assumes_tenancy=True)
def policy_write_unbound(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A client may write a row that names any tenant.

    The check of the new row leaves the tenant key free, so a session plants rows among those of another tenant, or
    pushes its own rows there: forged records, poisoned lists, notifications to strangers.

    Judged over all policies that apply: permissive ones add ways, restrictive ones narrow each. High where the tenant of
    a parent row is asked for and the row's own key is not. An UPDATE whose SELECT policies hold the tenant can be
    misused only by a statement that reads no column: high on plain Postgres, low on Supabase, where client roles cannot
    send one. Silent where the role may not set the key, a BEFORE trigger sets it, a role is asked for, or the table is a
    membership. An UPDATE policy without WITH CHECK is no fault: Postgres applies USING to the new row.

    The facts that suffice: the check in pg_policy, the table's tenant key, and the privilege on its column.
    """
    relation = context.catalog.relation[policy.relation]
    found = unbound(context.facts, policy)
    key = context.facts.tenancy.key_of(relation.identity)
    column = relation.column(key) if key else None
    if column is None or not found:
        if any(way.new_row for way in by_policy(context.facts, policy)) and column is not None:
            yield context.holds(policy)
        return
    worst = max((_severity(way, relation, context) for way in found), key=lambda severity: severity.rank)
    worst_ways = [way for way in found if _severity(way, relation, context) is worst]
    roles = ", ".join(dict.fromkeys(way.role for way in worst_ways))
    effect = " and ".join(_WORDS[command] for command in dict.fromkeys(way.command for way in worst_ways))
    blind = all(way.command == "update" and _is_blind(way, relation, context) for way in worst_ways)
    check = policy.check if policy.check is not None else policy.using
    tenant_test = _tenant_test(relation, column.name, context)
    bound = f"({check}) AND {tenant_test}" if tenant_test else None
    yield context.finding(
        policy,
        f"{policy.identity} leaves {column.quoted} free: {roles} can {effect} any tenant"
        + (", by a statement that reads no column" if blind else ""),
        severity=worst,
        evidence=[catalog(f"pg_policy: the check asks {_asked(worst_ways[0].branch)}, and not for {column.quoted}")],
        fix=alter_policy(policy, check=bound) if bound and policy.check is not None else None,
        rollback=alter_policy(policy, check=policy.check) if bound and policy.check is not None else None,
        advice=f"Hold {column.quoted} of the new row to a tenant of the session in WITH CHECK",
    )


def _severity(way: Passing, relation: Relation, context: Context) -> Severity:
    if way.command == "update" and _is_blind(way, relation, context):
        return Severity.LOW if context.facts.platform == "supabase" else Severity.HIGH
    return Severity.HIGH if way.branch.binds_tenant else Severity.CRITICAL


def _is_blind(way: Passing, relation: Relation, context: Context) -> bool:
    """True where an UPDATE that reads a column must leave a row that SELECT policies show, and those hold the tenant."""
    key = context.facts.tenancy.key_of(relation.identity) or ""
    seen = passing(context.facts, relation, way.role, "select", new_row=False)
    return all(one.branch.binds_column(key) for one in seen)


def _asked(branch: Branch) -> str:
    if any(atom.asks is Asks.OWNER for atom in branch.atoms):
        return "for the row's user alone"
    if branch.binds_tenant:
        return "for the tenant of a parent row"
    if branch.binds_owner:
        return "for the user of a parent row"
    return "for nothing" if branch.free else "that somebody is signed in" if branch.anybody else "for a flag"


def _tenant_test(relation: Relation, key: str, context: Context) -> str | None:
    """A test of the row's tenant that another policy of the table already makes, and that does nothing else."""
    for policy in context.catalog.policies_of(relation.identity):
        for sql, predicate in (
            (policy.using, context.facts.using(policy)),
            (policy.check, context.facts.check(policy)),
        ):
            if sql is None or predicate is None or len(predicate.branches) != 1:
                continue
            (branch,) = predicate.branches
            if branch.binds_column(key) and len(branch.atoms) == 1:
                return sql
    return None
