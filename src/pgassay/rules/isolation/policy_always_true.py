"""policy-always-true."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.functions.sources import queries_in
from pgassay.facts.gaps.passing import ANONYMOUS, Passing, by_policy, passing
from pgassay.facts.gaps.row_free import of_bucket
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.tried import tried

_WORDS = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    yields_to=("policy-captured-column",),
    right="Policies ask something of the row",
)
def policy_always_true(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy of a client role is true for every row.

    Permissive policies add up, so this one opens the whole table however strict the others are: every session
    of the role reads or writes the rows of all tenants.

    Critical for UPDATE and DELETE, high for reading and for INSERT. A test that asks only that somebody is
    signed in counts as true. Low on Supabase where the role sees no rows of others: an UPDATE or DELETE that
    reads a column must pass the SELECT policies too, and client roles cannot send one that reads none.
    Reading is medium where each user is a tenant and where policies of other tables look the table up, as
    INSERT is into a table that belongs to nobody; info where no client reads such a table.
    Silent for new rows of the tenant table, for reading tables that belong to no tenant and no user, for
    tables declared under `publish` (reading), under a restrictive policy that asks for more, for roles that
    bypass row security, and for an INSERT where policy-write-unbound says it better.

    Files of a storage bucket count where signed-in users read, change or delete them by the bucket alone; a
    bucket that anon reads is meant to be public. Where a sub-select names its own column for the row's,
    policy-captured-column speaks.

    The facts that suffice: the policy's expression, its roles, and a privilege of one of them.
    """
    relation = context.catalog.relation[policy.relation]
    ways = list(by_policy(context.facts, policy))
    files = _of_all_files(policy, relation, ways, context)
    if files is not None:
        yield files
        return
    opened = [way for way in ways if way.branch.anybody and _counts(way, relation, context)]
    if not opened:
        if ways:
            yield context.holds(policy)
        return
    grades = {way: _severity(way, relation, context) for way in opened}
    worst = max(grades.values(), key=lambda severity: severity.rank)
    roles = ", ".join(dict.fromkeys(_who(way) for way in opened))
    commands = " and ".join(dict.fromkeys(_WORDS[way.command] for way in opened))
    rows = "rows with any values" if all(way.command == "insert" for way in opened) else "every row"
    blind = worst is Severity.LOW
    yield context.finding(
        policy,
        f"{policy.identity} is true for every row: {roles} can {commands} {rows}"
        + (", by a statement that reads no column" if blind else ""),
        severity=worst,
        evidence=[
            catalog(f"pg_policy: {_clause(policy, opened)}"),
            *tried(context, relation, opened[0], {}),
        ],
        advice=_advice(relation, context),
    )


def _of_all_files(
    policy: Policy, relation: Relation, ways: list[Passing], context: Context
) -> Finding | None:
    """What to say of a policy that asks of a file only in which bucket it is."""
    files = [way for way in ways if of_bucket(relation, way.branch) and way.command != "insert"]
    public = {(way.role, way.command) for way in files if way.role == ANONYMOUS and way.command == "select"}
    if not files or public:
        return None
    commands = " and ".join(dict.fromkeys(_WORDS[way.command] for way in files))
    roles = ", ".join(dict.fromkeys(way.role for way in files))
    return context.finding(
        policy,
        f"{policy.identity} asks for the bucket alone: {roles} can {commands} the files of all",
        severity=Severity.HIGH,
        evidence=[catalog(f"pg_policy: {_clause(policy, files)}")],
        advice="Ask whose file it is too: owner_id, or the first folder of its name, and the session's user "
        "or tenant",
        cause="bucket",
    )


def _counts(way: Passing, relation: Relation, context: Context) -> bool:
    """False for what is meant to be open, and for what policy-write-unbound says."""
    kind = context.facts.tenancy.scope(relation.identity).kind
    stated = context.config.tenancy
    if way.command == "select":
        return kind not in ("none", "declared") and relation.identity not in (
            *stated.publish,
            *stated.reference,
        )
    if way.command == "insert":
        # Anybody may found a tenant; where the table has a key of its own, policy-write-unbound speaks.
        return context.facts.tenancy.mode != "tenant" or kind not in ("key", "root")
    # The new row alone is policy-write-unbound's to judge; here it is which rows are reached.
    return not way.new_row


def _severity(way: Passing, relation: Relation, context: Context) -> Severity:
    facts = context.facts
    kind = facts.tenancy.scope(relation.identity).kind
    if way.command == "select" and _is_register(relation, context):
        return Severity.MEDIUM
    if way.command == "insert" and kind in ("none", "declared") and not facts.access.readers(relation):
        return Severity.INFO
    if way.command == "select":
        return Severity.MEDIUM if facts.tenancy.mode == "owner" else Severity.HIGH
    if way.command == "insert":
        return Severity.HIGH if kind not in ("none", "declared") else Severity.MEDIUM
    seen = passing(facts, relation, way.role, "select", new_row=False)
    if facts.platform == "supabase" and not any(one.branch.anybody for one in seen):
        return Severity.LOW
    return Severity.CRITICAL if kind not in ("none", "declared") else Severity.HIGH


def _is_register(relation: Relation, context: Context) -> bool:
    """True for a table that other tables' policies look up: of what is published, or shared."""
    return (
        any(
            alias_relation == relation.identity
            for (policy, _), test in context.facts.conditions.items()
            for query in queries_in(test)
            for _, alias_relation in query.sources
            if not policy.endswith(f" on {relation.identity}")
        )
        and context.facts.tenancy.scope(relation.identity).kind != "root"
    )


def _who(way: Passing) -> str:
    """The role, with what little is asked of its session."""
    lacking = [atom.value for atom in way.branch.atoms if atom.negated]
    if not lacking:
        return way.role
    return (
        f"{way.role} with nobody signed in"
        if lacking[0] in (None, ANONYMOUS)
        else f"{way.role} without {lacking[0]}"
    )


def _clause(policy: Policy, opened: list[Passing]) -> str:
    if any(way.new_row for way in opened) and policy.check is not None:
        return f"WITH CHECK ({policy.check})"
    return f"USING ({policy.using})"


def _advice(relation: Relation, context: Context) -> str:
    key = context.facts.tenancy.key_of(relation.identity)
    hold = f"Hold {key} to the session's tenant" if key else "Ask whose row it is"
    if context.facts.tenancy.mode == "owner" and key:
        hold = f"Hold {key} to the session's user"
    return f"{hold}; for a worker drop the policy: a role that bypasses row security needs none"
