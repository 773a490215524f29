"""policy-always-true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pgassay.facts.gaps.opened import is_kept_for_roles, is_looked_up, narrowed, opened, publishes, sees_some
from pgassay.facts.gaps.passing import ANONYMOUS, Passing, by_policy
from pgassay.facts.gaps.row_free import of_bucket
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.authors import tells_who
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.outsider import Reached, reached
from pgassay.rules.rule import Holds
from pgassay.rules.tried import tried

_HIDDEN = (
    "; a sub-select finds only what its table's policies show, so NOT EXISTS is true of rows that are "
    "hidden: look them up in a SECURITY DEFINER function"
)
_WORDS = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}


@rule(
    on=Policy,
    severity=Severity.CRITICAL,
    yields_to=("policy-captured-column", "policy-permissive-filter", "policy-admits-null-tenant"),
    right="Policies ask something of the row",
)
def policy_always_true(policy: Policy, context: Context) -> Iterator[Finding | Holds]:
    """A policy of a client role is true for every row.

    Permissive policies add up, so this one opens the whole table however strict the others are: every session
    of the role reads or writes the rows of all tenants.

    Critical for UPDATE and DELETE, high for reading and for INSERT. A test that asks only that somebody is
    signed in counts as true. On Supabase an UPDATE or DELETE has a WHERE and so passes the SELECT policies
    too: medium where these show the role rows, which it then changes at will, low where they show none.
    Reading is medium where each user is a tenant and where policies of other tables look the table up, as
    INSERT is into a table that belongs to nobody; low where each user is a tenant and the user is named as
    the row's author, and where the table lists what is published by it: it can then be listed, and not only
    found by who has the link. All policies that open one table are one finding, and so are all tables that
    the same roles only read, each by one policy.

    Silent for new rows of the tenant table, for reading tables that belong to no tenant and no user (also
    where they keep who made a row, no policy asks for that user, and only who has a role writes), for
    INSERT into such a table where clients are shown no new row (a waiting list; info where those with a role
    are shown them and no client works through them, as in a log), for tables declared under
    `publish` (reading), under a restrictive policy that asks for more, for roles that bypass row security,
    and for an INSERT where policy-write-unbound says it better.

    Nor is it enough to ask what everybody has: that a column which is always filled is so, that some row of
    the user's is there, that a row which is hidden from them is not. It is tried: a row of another tenant, or
    of another user, is planted with what the policy looks up, and a stranger and a member of a third tenant
    come. What they read whatever the row, and what it hangs on, hold in the columns that are named is open;
    what a value keeps from them is a filter, which policy-permissive-filter judges.

    Files of a storage bucket count where signed-in users read, change or delete them by the bucket alone; a
    bucket that anon reads is meant to be public. Where a sub-select names its own column for the row's,
    policy-captured-column speaks.

    The facts that suffice: the policy's expression, its roles, and a privilege of one of them; or that the
    row is read.
    """
    relation = context.catalog.relation[policy.relation]
    ways = list(by_policy(context.facts, policy))
    files = _of_all_files(policy, relation, ways, context)
    if files is not None:
        yield files
        return
    open_ways = opened(context.facts, policy)
    if not open_ways:
        outsider = reached(policy, context)
        if outsider is not None:
            yield _to_outsiders(policy, relation, outsider, context)
        # What is meant to be open asks nothing all the same.
        elif ways and not any(way.branch.anybody for way in ways):
            yield context.holds(policy)
        return
    together = {
        one.identity: found
        for one in context.catalog.policies_of(relation.identity)
        if (found := opened(context.facts, one))
    }
    advice, shown = _advice(relation, open_ways, context), _shown_alike(relation, together, context)
    yield context.finding(
        policy,
        _message(relation, together, context),
        severity=_worst(relation, together, context),
        evidence=[
            catalog(f"pg_policy: {_clause(policy, open_ways)}"),
            *tried(context, relation, open_ways[0], {}),
        ],
        advice=advice,
        cause=f"{shown}|{advice}" if shown else relation.identity if len(together) > 1 else None,
        together=f"{{count}} tables are open, each by a policy that is true for every row: {shown} can read "
        "every row"
        if shown
        else None,
    )


def _shown_alike(relation: Relation, together: dict[str, tuple[Passing, ...]], context: Context) -> str:
    """The roles that read every row of a table by one policy of its, and do no more; else nothing."""
    ways = [way for found in together.values() for way in found]
    reads = all(way.command == "select" for way in ways)
    if len(together) > 1 or not reads or _lists(ways, relation, context):
        return ""
    return ", ".join(dict.fromkeys(_who(way) for way in ways))


def _to_outsiders(policy: Policy, relation: Relation, found: Reached, context: Context) -> Finding:
    """What to say of a policy that asks something which everybody has."""
    commands = listed([_WORDS[command] for command in found.commands])
    tenant = context.facts.tenancy.mode == "tenant"
    whose = "another tenant" if tenant else "another user"
    who = f"{found.role}, as a member of any tenant," if found.member else found.role
    opened_to = f"{who} can {commands} the rows of {whose}, whatever they hold"
    reads = Severity.HIGH if tenant and not is_looked_up(context.facts, relation) else Severity.MEDIUM
    return context.finding(
        policy,
        f"{policy.identity} keeps nobody out: {opened_to}",
        severity=reads if found.commands == ("select",) else Severity.CRITICAL,
        evidence=[catalog(f"pg_policy: USING ({policy.using})"), found.evidence],
        advice=_held_to(relation, context) + (_HIDDEN if "NOT (EXISTS" in (policy.using or "") else ""),
        cause=found.form,
        together=f"{{count}} policies of one form keep nobody out: {opened_to}",
    )


def _worst(relation: Relation, together: dict[str, tuple[Passing, ...]], context: Context) -> Severity:
    """How bad it is what all policies that open a table let roles do."""
    ways = (way for found in together.values() for way in found)
    return max((_severity(way, relation, context) for way in ways), key=lambda one: one.rank)


def _message(relation: Relation, together: dict[str, tuple[Passing, ...]], context: Context) -> str:
    """What all policies that open a table let roles do."""
    ways = [way for found in together.values() for way in found]
    names = [name.removesuffix(f" on {relation.identity}") for name in together]
    deeds = "; ".join(_deeds(relation, ways, context))
    shown = publishes(context.facts, relation, ways[0].role) if _lists(ways, relation, context) else ()
    deeds += f", and so list what {listed(shown)} shares by it" if shown else ""
    asked = any(not atom.negated for way in ways for atom in way.branch.atoms)
    if len(names) == 1:
        what = "asks only that somebody is signed in" if asked else "is true for every row"
        return f"{names[0]} on {relation.identity} {what}: {deeds}"
    what = "ask nothing of the row" if asked else "are true for every row"
    return f"{relation.identity} is open: {listed(names)} {what}: {deeds}"


def _deeds(relation: Relation, ways: list[Passing], context: Context) -> Iterator[str]:
    """What each role can do, those together that can do the same."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for command in _WORDS:
        roles = tuple(dict.fromkeys(_who(way) for way in ways if way.command == command))
        if roles:
            alike.setdefault(tuple(sorted(roles)), []).append(command)
    for roles, commands in alike.items():
        reached = [way for way in ways if way.command in commands and way.command != "insert"]
        rows = "every row" if reached else "rows with any values"
        if reached and all(narrowed(context.facts, relation, way) for way in reached):
            some = any(sees_some(context.facts, relation, way) for way in reached)
            rows += " that it sees" if some else ", by a statement that reads no column"
        yield f"{', '.join(roles)} can {listed([_WORDS[command] for command in commands])} {rows}"


def _lists(ways: Iterable[Passing], relation: Relation, context: Context) -> bool:
    """True where reading is open, and other tables are shown by what is read."""
    ways = list(ways)
    reads = all(way.command == "select" for way in ways)
    return reads and all(publishes(context.facts, relation, way.role) for way in ways)


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


def _severity(way: Passing, relation: Relation, context: Context) -> Severity:
    facts = context.facts
    kind = facts.tenancy.scope(relation.identity).kind
    owned = kind not in ("none", "declared")
    if way.command == "select":
        if _lists([way], relation, context) or _is_signed(relation, context):
            return Severity.LOW
        middling = facts.tenancy.mode == "owner" or is_looked_up(facts, relation)
        return Severity.MEDIUM if middling else Severity.HIGH
    if way.command == "insert":
        if not owned and is_kept_for_roles(facts, relation):
            return Severity.INFO
        return Severity.HIGH if owned else Severity.MEDIUM
    if narrowed(facts, relation, way):
        return Severity.MEDIUM if sees_some(facts, relation, way) else Severity.LOW
    return Severity.CRITICAL if owned else Severity.HIGH


def _is_signed(relation: Relation, context: Context) -> bool:
    """True where each user is a tenant, and the user is named as who wrote the row: what people write, such
    as comments, is often for all to read.
    """
    tenancy = context.facts.tenancy
    column = relation.column(tenancy.key_of(relation.identity) or "")
    return tenancy.mode == "owner" and column is not None and tells_who(column)


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


def _clause(policy: Policy, ways: Iterable[Passing]) -> str:
    if any(way.new_row for way in ways) and policy.check is not None:
        return f"WITH CHECK ({policy.check})"
    return f"USING ({policy.using})"


def _advice(relation: Relation, ways: Iterable[Passing], context: Context) -> str:
    if _lists(ways, relation, context):
        return (
            "Where only who has the link is to find them, let a SECURITY DEFINER function look one up, "
            "and drop the policy"
        )
    if all(way.role == ANONYMOUS and way.command == "select" for way in ways):
        return (
            f"Nobody is signed in as {ANONYMOUS}, so no tenant is known: drop the policy, or let it show "
            "only what is meant to be public; where that is all of it, declare the table under publish"
        )
    hold = _held_to(relation, context)
    if all(way.command == "select" and not way.branch.atoms for way in ways):
        return f"{hold}; where everybody is meant to read the rows, declare the table under publish"
    return f"{hold}; for a worker drop the policy: a role that bypasses row security needs none"


def _held_to(relation: Relation, context: Context) -> str:
    key = context.facts.tenancy.key_of(relation.identity)
    if not key:
        return "Ask whose row it is"
    return f"Hold {key} to the session's {'user' if context.facts.tenancy.mode == 'owner' else 'tenant'}"
