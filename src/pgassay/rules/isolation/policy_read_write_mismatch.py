"""policy-read-write-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.gaps.passing import Passing, passing
from pgassay.facts.gaps.unbound import unbound
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.tables.crossing import is_triggered
from pgassay.model.finding import Evidence, Finding, Related, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import SOMEBODY
from pgassay.rules.tried import SAMPLES


@rule(
    on=Relation,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    rests_on=("policies",),
    yields_to=("policy-recursive",),
    right="Reading and writing rest on the same test",
)
def policy_read_write_mismatch(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The policies that show a table's rows rest on another test than those that let them be written.

    Two answers to "whose row is this?" drift apart: somebody writes rows that another tenant reads, or
    everybody reads rows that nobody of them can own.

    Speaks where reading asks for the tenant of a parent row and an INSERT asks for the row's user alone, so
    that rows can be put under any tenant's parent (high), and where reading shows the children of rows
    without a tenant while writing asks for somebody. Silent where the writers' test is the readers' with more
    added (the tenant and its author, the tenant and a role), where both rest on one test, where a trigger
    looks the parent up, and for tables declared under `publish` or `global_rows`. Where the table has a
    tenant key of its own, policy-write-unbound speaks; where its author changes rows later,
    policy-owner-not-tenant.

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
    known = not any(way.branch.opaque for way in (*reads, *writes))
    fault = _fault(relation, reads, writes, context) if known else None
    if fault is None or _is_said(relation, context):
        if fault is None:
            yield context.holds(relation)
        return
    yield context.finding(
        relation,
        f"{relation.identity} {fault.what}",
        severity=fault.severity,
        location=context.place(fault.read.policy),
        evidence=[
            *(catalog(f"pg_policy: {way.policy.name} ({way.command})") for way in (fault.read, fault.write)),
            *fault.shown,
        ],
        related=[
            Related(
                note=f"{fault.write.policy.identity} lets them be written",
                location=context.place(fault.write.policy),
            )
        ],
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


class _Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The reading and the writing way that do not fit, and what to say of them."""

    read: Passing
    write: Passing
    what: str
    severity: Severity | None = None
    shown: tuple[Evidence, ...] = ()


def _fault(
    relation: Relation, reads: list[Passing], writes: list[Passing], context: Context
) -> _Fault | None:
    for_tenant = next((way for way in reads if way.branch.binds_tenant), None)
    if for_tenant is not None:
        planted = next((one for way in writes if (one := _planted(relation, for_tenant, way, context))), None)
        if planted is not None:
            return planted
    orphan = next((way for way in reads if _shows_orphans(way.branch)), None)
    if orphan is not None and all(way.branch.needs_user for way in writes):
        writer = next((way for way in writes if way.policy != orphan.policy), None)
        if writer is not None:
            return _Fault(
                read=orphan,
                write=writer,
                what="shows everybody the children of rows without a tenant, which only some may write",
            )
    return None


def _planted(relation: Relation, read: Passing, way: Passing, context: Context) -> _Fault | None:
    """What to say of an INSERT that asks for the row's user alone, where the row hangs on a tenant's."""
    scope = context.facts.tenancy.scope(relation.identity)
    parent = context.catalog.relation.get(scope.parent or "")
    owner = next((a.column for a in way.branch.atoms if a.asks is Asks.OWNER and not a.negated), None)
    if way.command != "insert" or not _is_owner_alone(way.branch) or parent is None or owner is None:
        return None
    held = scope.column is None or any(atom.column == scope.column for atom in way.branch.atoms)
    if held or is_triggered(context.facts, relation, parent):
        return None
    column = relation.column(scope.column or "")
    row = {owner: SOMEBODY, str(scope.column): SAMPLES.get(column.type) if column is not None else None}
    answer = context.tested(relation, str(way.policy.check or way.policy.using), way.role, row, SOMEBODY)
    if answer is not None and not answer[0]:
        return None
    return _Fault(
        read=read,
        write=way,
        what=f"is read by the tenant of {parent.identity}, and {way.role} can insert rows under that of any "
        "tenant: only the row's user is asked for",
        severity=Severity.HIGH,
        shown=(answer[1],) if answer is not None else (),
    )


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
