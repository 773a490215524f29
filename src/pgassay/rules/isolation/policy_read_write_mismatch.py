"""policy-read-write-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.gaps.passing import Passing, passing
from pgassay.facts.gaps.unbound import unbound
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.model.finding import Finding, Related, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(
    on=Relation,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    rests_on=("policies",),
    yields_to=("policy-recursive",),
)
def policy_read_write_mismatch(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The policies that show a table's rows rest on another test than those that let them be changed.

    Two answers to "whose row is this?" drift apart: somebody changes rows that the tenant reads and that are
    not theirs to change any more, or everybody reads rows that nobody of them can own.

    Info where the tenant reads and the row's user alone writes, which is often meant.

    Speaks where reading asks for the tenant and a write asks for the row's user alone, and where reading
    shows the children of rows without a tenant while writing asks for somebody. Silent where the writers'
    test is the readers' with more added (the tenant and its author, the tenant and a role), where readers
    include the author, where both rest on one test, and for tables declared under `publish` or `global_rows`.

    The facts that suffice: the expressions of the table's policies, and its tenant key or path to one.
    """
    facts = context.facts
    stated = context.config.tenancy
    kind = facts.tenancy.scope(relation.identity).kind
    if facts.tenancy.mode != "tenant" or kind not in ("key", "path"):
        return
    if not relation.is_table or relation.identity in (*stated.publish, *stated.global_rows):
        return
    reads = _ways(relation, ("select",), context)
    writes = _ways(relation, ("insert", "update", "delete"), context)
    if not reads or not writes:
        return
    # Of what was not understood nobody knows whether it fits.
    fault = _fault(reads, writes) if not any(w.branch.opaque for w in (*reads, *writes)) else None
    if fault is None or _is_said(relation, context):
        yield context.holds(relation)
        return
    read, write, what = fault
    related = (
        []
        if write is None
        else [
            Related(
                note=f"{write.policy.identity} lets them be changed", location=context.place(write.policy)
            )
        ]
    )
    yield context.finding(
        relation,
        f"{relation.identity} {what}",
        severity=Severity.INFO if read.branch.binds_tenant else None,
        location=context.place(read.policy),
        evidence=[
            catalog(f"pg_policy: {way.policy.name} ({way.command})")
            for way in (read, write)
            if way is not None
        ],
        related=related,
        advice="Let reading and writing first ask the same, whose row it is; then add what writing needs",
    )


def _is_said(relation: Relation, context: Context) -> bool:
    """True for what policy-write-unbound says: a policy leaves the tenant free, or lets users join one."""
    return any(unbound(context.facts, policy) for policy in context.catalog.policies_of(relation.identity))


def _ways(relation: Relation, commands: tuple[str, ...], context: Context) -> list[Passing]:
    """The ways for rows to pass for any client role; for a write the rows it reaches, for an INSERT those it
    leaves.
    """
    return [
        way
        for role in context.facts.client_roles
        for command in commands
        for way in passing(context.facts, relation, role, command, new_row=command == "insert")
    ]


def _fault(reads: list[Passing], writes: list[Passing]) -> tuple[Passing, Passing | None, str] | None:
    """The reading and the writing way that do not fit, and what to say of them."""
    for_tenant = next((way for way in reads if way.branch.binds_tenant), None)
    author_reads = any(_is_owner_alone(way.branch) for way in reads)
    author_writes = next((way for way in writes if _is_owner_alone(way.branch)), None)
    if for_tenant is not None and author_writes is not None and not author_reads:
        return (
            for_tenant,
            author_writes,
            "is read by tenant and written by the row's user, whatever tenant that user is in",
        )
    orphan = next((way for way in reads if _shows_orphans(way.branch)), None)
    if orphan is not None and all(way.branch.needs_user for way in writes):
        writer = next((way for way in writes if way.policy != orphan.policy), None)
        if writer is not None:
            return (
                orphan,
                writer,
                "shows everybody the children of rows without a tenant, which only some may write",
            )
    return None


def _is_owner_alone(branch: Branch) -> bool:
    return branch.binds_owner and not (branch.binds_tenant or branch.guarded)


def _shows_orphans(branch: Branch) -> bool:
    """True for a way that asks of a parent only that it has no tenant."""
    if branch.binds_owner or branch.guarded:
        return False
    return any(
        atom.asks is Asks.PARENT
        and not atom.negated
        and any(
            inner.asks(Asks.NULL_TENANT) and not (inner.guarded or inner.binds_owner) for inner in atom.inner
        )
        for atom in branch.atoms
    )
