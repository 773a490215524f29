"""policy-admits-null-tenant."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.expression_text import disjuncts, in_brackets
from pgassay.facts.ddl.policies import alter_policy
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.tables.nulls import meant_null, never_null
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.tried import tried


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    assumes_tenancy=True,
    yields_to=("policy-recursive",),
    right="Policies do not let through rows without a tenant",
)
def policy_admits_null_tenant(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy lets through rows whose tenant key is NULL: it asks for them, puts the session's tenant in its
    place, or counts a test that is NULL as passed.

    Such a row is everybody's: every tenant reads it, and where no user is asked for, so does anon. One
    forgotten value in an INSERT turns a tenant's row into a public one.

    Silent where the branch also asks for a role, the row's user or a tenant, where a restrictive policy
    holds the tenant, and for tables declared under `global_rows`, `publish` or `reference`. Medium where
    clients only read such rows and the branch asks for a flag too; info, one finding a table, where they only
    read them and the catalog says that NULL is meant (a unique key that counts NULL, a CHECK, ON DELETE SET
    NULL), or another policy of the table lets such rows be written, which is then what is told. Low where
    the column is NOT NULL: the branch is dead.

    The facts that suffice: the policy's expression in pg_policy, the table's tenant key, and a client role's
    privilege.
    """
    tenancy = context.facts.tenancy
    relation = context.catalog.relation[policy.relation]
    name = tenancy.key_of(relation.identity)
    column = relation.column(name) if name and tenancy.mode == "tenant" else None
    stated = context.config.tenancy
    if column is None or relation.identity in (*stated.global_rows, *stated.publish, *stated.reference):
        return
    ways = by_policy(context.facts, policy)
    found = [way for way in ways if _admits(way, column.name)]
    if not found:
        if ways:
            yield context.holds(policy)
        return
    dead = never_null(context.catalog, relation, column)
    rows = f"rows whose {column.quoted} is NULL"
    effect = f"admits {rows}, and the column never is: the branch is dead"
    without = {
        clause: _without(sql, column) for clause, sql in _clauses(policy) if _asks(policy, clause, context)
    }
    shared = not dead and _is_read_on_purpose(found, relation, column, context)
    yield context.finding(
        policy,
        f"{policy.identity} {effect if dead else f'lets {_what(found)} {rows}'}",
        severity=Severity.LOW if dead else Severity.INFO if shared else _severity(found),
        evidence=[
            catalog(f"pg_policy: one way to pass is ({column.quoted} IS NULL), with no test of who asks"),
            *([] if dead else tried(context, relation, found[0], {column.name: None})),
        ],
        fix=None if shared else alter_policy(policy, using=without.get("using"), check=without.get("check")),
        rollback=alter_policy(
            policy,
            using=policy.using if "using" in without else None,
            check=policy.check if "check" in without else None,
        ),
        advice="Rows that every tenant shares on purpose belong under global_rows in pgassay.toml",
        cause=relation.identity if shared else None,
    )


def _admits(way: Passing, column: str) -> bool:
    branch = way.branch
    nulls = any(a.asks is Asks.NULL_TENANT and not a.negated and a.column == column for a in branch.atoms)
    return nulls and not (branch.guarded or branch.binds_owner or branch.binds_tenant or branch.opaque)


def _what(found: list[Passing]) -> str:
    words = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}
    roles = ", ".join(dict.fromkeys(way.role for way in found))
    return f"{roles} " + " and ".join(
        words[command] for command in dict.fromkeys(way.command for way in found)
    )


def _is_read_on_purpose(found: list[Passing], relation: Relation, column: Column, context: Context) -> bool:
    """True where rows without a tenant are only read, and the catalog means them or a policy lets them be
    written.
    """
    if any(way.command != "select" for way in found):
        return False
    return meant_null(context.catalog, relation, column) is not None or any(
        way.new_row and _admits(way, column.name)
        for policy in context.catalog.policies_of(relation.identity)
        for way in by_policy(context.facts, policy)
    )


def _severity(found: list[Passing]) -> Severity:
    read_only = all(way.command == "select" for way in found)
    flagged = all(way.branch.asks(Asks.FLAG) for way in found)
    return Severity.MEDIUM if read_only and flagged else Severity.CRITICAL


def _clauses(policy: Policy) -> list[tuple[str, str]]:
    return [
        (clause, sql) for clause, sql in (("using", policy.using), ("check", policy.check)) if sql is not None
    ]


def _asks(policy: Policy, clause: str, context: Context) -> bool:
    """True when that clause itself is what admits NULL."""
    predicate = context.facts.using(policy) if clause == "using" else context.facts.check(policy)
    return predicate is not None and any(branch.asks(Asks.NULL_TENANT) for branch in predicate.branches)


def _without(sql: str, column: Column) -> str:
    """The expression without its (column IS NULL); where that is no alternative of its own, with IS NOT NULL
    added.
    """
    parts = disjuncts(sql)
    left = [part for part in parts if part.strip("()") != f"{column.quoted} IS NULL"]
    if len(left) == len(parts) or not left:
        return f"{in_brackets(sql)} AND ({column.quoted} IS NOT NULL)"
    return " OR ".join(left)
