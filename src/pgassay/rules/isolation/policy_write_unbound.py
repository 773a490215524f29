"""policy-write-unbound."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.guards import guarding_trigger
from pgassay.facts.ddl.expression_text import in_brackets
from pgassay.facts.ddl.policies import alter_policy, drop_policy, policy_ddl
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.gaps.believed import asked_queries, rows_of_user
from pgassay.facts.gaps.opened import opened
from pgassay.facts.gaps.passing import Passing, by_policy
from pgassay.facts.gaps.per_row import called_once, row_calls
from pgassay.facts.gaps.standing import takings
from pgassay.facts.gaps.unbound import is_blind, is_read_by_tenant, joins, taken_by_flag, unbound
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import Attack, tenant_named
from pgassay.rules.tried import SAMPLES, tried

_WORDS = {"insert": "insert rows into", "update": "move rows to"}


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    assumes_tenancy=True,
    yields_to=("policy-user-editable-claim", "policy-row-argument-helper", "policy-recursive"),
    right="New rows are held to a tenant of the session's",
)
def policy_write_unbound(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A client may write a row that names any tenant.

    The check of the new row leaves the tenant key free, so a session plants rows among those of another
    tenant, or pushes its own rows there: forged records, poisoned lists, notifications to strangers.

    A helper that is given the tenant and does not ask for it, or whose look-up finds a row for every tenant,
    leaves it as free.

    Judged over all policies that apply: permissive ones add ways, restrictive ones narrow each. High where
    the tenant of a parent row is asked for and the row's own key is not. An UPDATE whose SELECT policies hold
    the tenant can be misused only by a statement that reads no column: high on plain Postgres; on Supabase,
    where client roles cannot send one, low where the check asks for nothing, else silent.

    Silent where nobody reads the table by tenant (no SELECT policy, view or function asks for its key, so a
    planted row is seen by who planted it alone), where the role may not set the key, a BEFORE trigger sets
    it, a foreign key ties it to the membership or the parent row that the check asks for, or a role is asked
    for, where another policy of the table asks for nothing (that one is told, and closing this one closes
    nothing), and where policy-always-true says that the policy opens all rows. Where a BEFORE trigger looks
    at the key and can refuse the row, a stranger's row is tried: silent unless Postgres takes it. An UPDATE
    policy without WITH CHECK is no fault: Postgres applies USING to the new row.

    In a table that says who belongs to which tenant, such a row makes its user a member, which
    membership-self-writable says.

    A policy for DELETE, or for all commands, has no check of a new row: where one way of its USING asks for a
    flag of the row and for no tenant, such rows of every tenant can be deleted, which is critical.

    The facts that suffice: the check in pg_policy, the table's tenant key, and the privilege on the column.
    """
    relation = context.catalog.relation[policy.relation]
    ways = unbound(context.facts, policy)
    free = [way for way in ways if not (_is_harmless(way, relation, context) or _is_covered(way, context))]
    key = context.facts.tenancy.key_of(relation.identity)
    found = [way for way in free if not key or _is_taken(way, relation, key, context)]
    column = relation.column(key) if key else None
    flagged = list(_by_flag(policy, column, context))
    yield from flagged
    # Who joins a tenant, or takes a role, is membership-self-writable's to say.
    standing = joins(context.facts, policy) or takings(context.facts, policy)
    if column is None or not found or standing or _opens_all(policy, context):
        written = any(way.new_row for way in by_policy(context.facts, policy))
        if not (flagged or standing or ways) and column and written:
            yield context.holds(policy)
        return
    worst = max((_severity(way, relation, context) for way in found), key=lambda severity: severity.rank)
    worst_ways = [way for way in found if _severity(way, relation, context) is worst]
    roles = ", ".join(dict.fromkeys(way.role for way in worst_ways))
    effect = " and ".join(_WORDS[command] for command in dict.fromkeys(way.command for way in worst_ways))
    blind = all(is_blind(context.facts, relation, way) for way in worst_ways)
    repair = None if blind else _repair(policy, relation, column.name, context)
    yield context.finding(
        policy,
        f"{policy.identity} leaves {column.quoted} free: {roles} can {effect} any tenant"
        + (", by a statement that reads no column" if blind else ""),
        severity=worst,
        evidence=[
            catalog(f"pg_policy: the check asks {_asked(worst_ways[0].branch)}, and not for {column.quoted}"),
            *tried(context, relation, worst_ways[0], {column.name: SAMPLES.get(column.type)}),
        ],
        fix=repair[0] if repair else None,
        rollback=repair[1] if repair else None,
        advice=_advice(column, worst_ways),
        cause=f"{relation.identity}|{worst.value}",
    )


def _advice(column: Column, ways: list[Passing]) -> str:
    hold = f"Hold {column.quoted} of the new row to a tenant of the session in WITH CHECK"
    if _is_open(ways):
        return f"{hold}; where only a service writes the table, drop the policy instead"
    # NULL passes no comparison.
    return (
        hold
        if column.not_null
        else f"{hold}; who is to write rows without a tenant needs a branch of their own"
    )


def _by_flag(policy: Policy, column: Column | None, context: Context) -> Iterator[Finding]:
    """What to say where rows of every tenant can be deleted by a flag of theirs."""
    flagged = taken_by_flag(context.facts, policy)
    if column is None or not flagged:
        return
    flag = next(a.column for a in flagged[0].branch.atoms if a.asks is Asks.FLAG and a.column)
    roles = ", ".join(dict.fromkeys(way.role for way in flagged))
    yield context.finding(
        policy,
        f"{policy.identity} lets {roles} delete the rows of any tenant by {flag} alone",
        evidence=[catalog(f"pg_policy: one way of USING asks for {flag} and not for {column.quoted}")],
        advice="Let a policy of their own, FOR SELECT, show such rows; "
        f"hold {column.quoted} to the session's tenant where rows are changed and deleted",
        detail="delete",
    )


def _is_harmless(way: Passing, relation: Relation, context: Context) -> bool:
    """True where nobody meets the row, and where no client can send what would write it."""
    facts = context.facts
    unsent = facts.platform == "supabase" and is_blind(facts, relation, way) and not way.branch.anybody
    return unsent or not is_read_by_tenant(facts, relation)


def _is_covered(way: Passing, context: Context) -> bool:
    """True where another policy of the table asks the same role for nothing."""
    return bool(way.branch.atoms) and any(
        other.branch.free and (other.role, other.command) == (way.role, way.command)
        for policy in context.catalog.policies_of(way.policy.relation)
        for other in unbound(context.facts, policy)
    )


def _is_taken(way: Passing, relation: Relation, key: str, context: Context) -> bool:
    """False where a trigger that looks at the key kept the row of somebody who is in no tenant, or where that
    could not be tried.
    """
    if guarding_trigger(context.facts, relation, key, way.command) is None:
        return True
    values = tenant_named(context, relation)
    came = Attack(context=context, relation=relation, way=way, values=values).tried()
    return came is not None and came.done


def _opens_all(policy: Policy, context: Context) -> bool:
    return any(way.command in ("update", "delete") for way in opened(context.facts, policy))


def _severity(way: Passing, relation: Relation, context: Context) -> Severity:
    if is_blind(context.facts, relation, way):
        return Severity.LOW if context.facts.platform == "supabase" else Severity.HIGH
    return Severity.HIGH if way.branch.binds_tenant else Severity.CRITICAL


def _is_open(ways: list[Passing]) -> bool:
    return all(way.branch.anybody for way in ways)


def _asked(branch: Branch) -> str:
    if any(atom.asks is Asks.OWNER for atom in branch.atoms):
        return "for the row's user alone"
    if branch.binds_tenant:
        return "for the tenant of a parent row"
    if branch.binds_owner:
        return "for the user of a parent row"
    if any(atom.member for atom in branch.atoms):
        return "whether the user belongs to any tenant at all"
    return "for nothing" if branch.free else "that somebody is signed in" if branch.anybody else "for a flag"


def _repair(policy: Policy, relation: Relation, key: str, context: Context) -> tuple[str, str] | None:
    """The check with the tenant test that another policy of the table makes, and the way back; None without
    such a test, and where rows without a tenant can be meant, which it would refuse.
    """
    column = relation.column(key)
    test = _tenant_test(relation, key, context) if column is not None and column.not_null else None
    check = policy.check if policy.check is not None else policy.using
    if test is None or check is None:
        return None
    bound = test if check == "true" else f"{in_brackets(check)} AND {in_brackets(test)}"
    if policy.check is None:
        return alter_policy(policy, check=bound), f"{drop_policy(policy)}\n{policy_ddl(policy)}"
    return alter_policy(policy, check=bound), alter_policy(policy, check=policy.check)


def _tenant_test(relation: Relation, key: str, context: Context) -> str | None:
    """A test of the row's tenant, and of nothing else, that another policy of the table makes: a role that it
    asks for as well is not what those who write have.
    """
    for policy in context.catalog.policies_of(relation.identity):
        if not is_read_back(policy, context.facts.sources):
            continue
        for clause, sql, predicate in (
            ("using", policy.using, context.facts.using(policy)),
            ("check", policy.check, context.facts.check(policy)),
        ):
            if sql is None or predicate is None or len(predicate.branches) != 1:
                continue
            if _asks_role(policy, clause, context):
                continue
            (branch,) = predicate.branches
            calls = row_calls(context.facts, relation).of(sql)
            if (
                branch.binds_column(key)
                and len(branch.atoms) == 1
                and not any(call.columns for call in calls)
            ):
                return called_once(sql, calls)
    return None


def _asks_role(policy: Policy, clause: str, context: Context) -> bool:
    """True where a clause holds columns of the session's membership to words."""
    facts = context.facts
    test = facts.conditions.get((policy.identity, clause))
    return test is not None and any(
        words
        for _, query in asked_queries(test, facts.sources, policy.identity)
        for _, _, words in rows_of_user(query)
    )
