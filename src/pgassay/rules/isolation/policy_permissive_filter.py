"""policy-permissive-filter."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.facts.ddl.policies import drop_policy, policy_ddl
from pgassay.facts.ddl.read_back import is_read_back
from pgassay.facts.gaps.by_flag import Filtered, as_made, filtered
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.authors import tells_who
from pgassay.facts.tables.columns import is_shown
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.tried import SAMPLES


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    assumes_tenancy=True,
    right="Flags open no row of other tenants as it is made",
)
def policy_permissive_filter(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A permissive policy asks for a flag alone, and so opens the rows of all tenants that have it.

    Permissive policies add up: one that is meant to hide deleted or inactive rows hides nothing, and shows
    all others to everybody beside what the tenant's own policy shows.

    Speaks for reading tables of a tenant or a user. Where a row has the flag as it is made (deleted_at is
    NULL, active is true), every new row is open at once: critical beside a policy that asks for the tenant,
    else high. Where somebody must set the flag (published, shared), rows are published on purpose and the
    rule is silent, unless another policy holds the very same rows to their tenant: then that test is void
    (high). Silent for restrictive policies, for tables declared under `publish`, and for tables of which no
    policy asks whose row it is where each user is an island, or a column says only who wrote the row. A flag
    that is named as one that shows rows (public, visible, shared), beside the row's tenant or user in one
    policy, is there to show them: low where it is set as a row is made, and silent where each user is an
    island; whom it shows them to, policy-for-public-role says.

    The facts that suffice: the policies' expressions, the columns' defaults, and what Postgres says of such
    a row.
    """
    relation = context.catalog.relation[policy.relation]
    found = filtered(context.facts, policy)
    if not found:
        return
    declared = relation.identity in (*context.config.tenancy.publish, *context.config.tenancy.reference)
    shown = _is_shown(context, policy, relation, found)
    if declared or _is_authored(context, relation) or (shown and context.facts.tenancy.mode == "owner"):
        return
    # All else holds some value, so that the flags alone decide.
    others = {column.name: SAMPLES.get(column.type) for column in relation.columns}
    row = {**others, **as_made(relation, found[0].flags)}
    answer = context.tested(relation, str(policy.using), found[0].way.role, row)
    if answer is not None and answer[0]:
        how = _shown_at_once if shown else _open_at_once
        yield how(context, policy, relation, found, answer[1])
    elif any(one.voided for one in found):
        yield _voiding(context, policy, relation, found)
    elif answer is not None:
        yield context.holds(policy)


def _open_at_once(
    context: Context, policy: Policy, relation: Relation, found: tuple[Filtered, ...], answer: Evidence
) -> Finding:
    beside = sorted({way.policy.identity for one in found for way in one.beside})
    fix = beside and _asks_nothing_else(context, policy)
    flags = _flags(relation, found)
    return context.finding(
        policy,
        f"{policy.identity} lets {_roles(found)} read every row with {flags}, of all {_whose(context)}",
        severity=Severity.CRITICAL if beside else Severity.HIGH,
        evidence=[
            catalog(f"pg_policy: permissive, and USING ({policy.using}) asks for no tenant"),
            *([catalog(f"{listed(beside)} asks for the tenant")] if beside else []),
            answer,
        ],
        fix=f"{drop_policy(policy)}\n{policy_ddl(replace(policy, permissive=False))}" if fix else None,
        rollback=f"{drop_policy(policy)}\n{policy_ddl(policy)}" if fix else None,
        advice="A RESTRICTIVE policy takes rows away; a permissive one adds them. "
        "Or put the test beside the tenant's, in one policy",
    )


def _is_shown(context: Context, policy: Policy, relation: Relation, found: tuple[Filtered, ...]) -> bool:
    """True where a policy puts a flag that shows rows beside the test of the tenant or user: to show a row is
    what the flag is there for.
    """
    using = context.facts.using(policy)
    ways = using.branches if using is not None else ()
    flags = [(relation.column(atom.column or ""), atom) for one in found for atom in one.flags]
    return any(way.binds_tenant or way.binds_owner for way in ways) and all(
        column is not None and is_shown(column) and atom.negated == (atom.value == "false")
        for column, atom in flags
    )


def _shown_at_once(
    context: Context, policy: Policy, relation: Relation, found: tuple[Filtered, ...], answer: Evidence
) -> Finding:
    flags = _flags(relation, found)
    return context.finding(
        policy,
        f"{policy.identity} shows {_roles(found)} every row with {flags}, of all tenants, and a row is so as "
        "it is made",
        severity=Severity.LOW,
        evidence=[catalog(f"pg_policy: USING ({policy.using})"), answer],
        advice="Where its members are to share a row first, let the default be false",
    )


def _whose(context: Context) -> str:
    return "users" if context.facts.tenancy.mode == "owner" else "tenants"


def _is_authored(context: Context, relation: Relation) -> bool:
    """True where no policy of the table asks whose row it is, and each user is an island, or its column is
    named for who did something: the column says who wrote what is for all.
    """
    facts = context.facts
    if any(one.relation == relation.identity and one.user for one in facts.comparisons):
        return False
    scope = facts.tenancy.scope(relation.identity)
    column = relation.column(scope.column or "")
    by_author = scope.kind == "owner" and column is not None and tells_who(column)
    return facts.tenancy.mode == "owner" or by_author


def _asks_nothing_else(context: Context, policy: Policy) -> bool:
    """True for a policy of SELECT that can be made again, and whose only way to pass is by flags."""
    using = context.facts.using(policy)
    ways = using.branches if using is not None else ()
    return policy.command == "select" and len(ways) == 1 and is_read_back(policy, context.facts.sources)


def _voiding(context: Context, policy: Policy, relation: Relation, found: tuple[Filtered, ...]) -> Finding:
    voided = sorted({way.policy.identity for one in found for way in one.voided})
    flags = _flags(relation, found)
    return context.finding(
        policy,
        f"{policy.identity} lets {_roles(found)} read every row with {flags}, of all {_whose(context)}, "
        f"which {listed(voided, 2)} holds to their tenant",
        severity=Severity.HIGH,
        evidence=[
            catalog(f"pg_policy: USING ({policy.using}) asks for no tenant"),
            catalog(f"{listed(voided)} asks for the same, and for the tenant"),
        ],
        advice="Where they are for everybody, state the table under publish in pgassay.toml and drop the "
        "other test; else show a view with the columns and the tenants that are meant to be seen",
    )


def _roles(found: tuple[Filtered, ...]) -> str:
    return listed(list(dict.fromkeys(one.way.role for one in found)))


def _flags(relation: Relation, found: tuple[Filtered, ...]) -> str:
    """The flags in words: `deleted_at NULL`, `is_active true`."""
    words: list[str] = []
    for atom in found[0].flags:
        column = relation.column(atom.column or "")
        name = column.quoted if column is not None else str(atom.column)
        words.append(f"{name} {'not ' if atom.negated else ''}{atom.value}")
    return listed(words)
