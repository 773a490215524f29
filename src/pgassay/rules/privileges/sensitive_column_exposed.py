"""sensitive-column-exposed."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Holds, Literal, Member, Query, Term, Test
from pgassay.facts.gaps.passing import ANONYMOUS, Passing, passing
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.policies.reaches import enters, listed
from pgassay.facts.tables.columns import is_hash
from pgassay.facts.tables.secrets import is_prompt, is_proof
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds as Held
from pgassay.rules.tried import tried


@rule(
    on=Relation,
    severity=Severity.HIGH,
    rests_on=("policies",),
    right="Secrets are read only by whose they are",
)
def sensitive_column_exposed(relation: Relation, context: Context) -> Iterator[Finding | Held]:
    """A secret can be read by more than those whose secret it is.

    A key, password or token opens something elsewhere. Row-level security chooses rows and not columns: who
    may see that a row is there reads the secret in it too.

    High where rows of other tenants, or of everybody, pass; medium where every member of the tenant reads
    it, for a secret of the tenant is not each member's; low for hashes that pass beyond the tenant.
    Silent for prompts, which are shown with the row that somebody shares, and where only the row's own
    user reads it, or only somebody with a role, for hashes within the tenant, for tokens that somebody
    publishes as a proof, and where the column is not granted. Tables without row-level security are
    another rule's.

    The facts that suffice: pg_attribute.attacl and pg_class.relacl, and what the policies let pass. That a
    column holds a secret is told by its name alone.
    """
    if not relation.rls_enabled or relation.parent is not None:
        return
    secrets = [
        column
        for column in context.facts.kinds.secrets(relation)
        if not (is_proof(column) or is_prompt(column))
    ]
    graded = [(column, _reached(relation, column, context)) for column in secrets]
    for column, found in graded:
        severity = _severity(column, found)
        if severity is None:
            if not found and not _is_untold(relation, column, context):
                yield context.holds(relation, column.name)
        else:
            alike = [other.quoted for other, ways in graded if _severity(other, ways) is severity]
            yield _finding(context, relation, column, found, severity, alike)


def _reached(relation: Relation, column: Column, context: Context) -> list[Passing]:
    """The ways by which somebody reads the column of a row that is not his own, the widest first."""
    found = [way for way in _reading(relation, column, context) if not _is_own(way, context)]
    return sorted(found, key=lambda way: way.branch.binds_tenant)


def _reading(relation: Relation, column: Column, context: Context) -> Iterator[Passing]:
    facts = context.facts
    for role in facts.client_roles:
        columns = facts.access.columns(role, relation.identity, "select")
        if (columns is None or column.name in columns) and enters(facts, role, relation.schema):
            yield from passing(facts, relation, role, "select", new_row=False)


def _is_untold(relation: Relation, column: Column, context: Context) -> bool:
    """True where some way asks for a role alone, whose rows it reads is not told, or was not understood."""
    tenants = context.facts.tenancy.mode == "tenant"
    return any(
        way.branch.opaque
        or (tenants and way.branch.guarded and not (way.branch.binds_tenant or way.branch.binds_owner))
        for way in _reading(relation, column, context)
    )


def _is_own(way: Passing, context: Context) -> bool:
    if _is_for_few(way.branch):
        return True
    if not way.branch.binds_tenant:
        return False
    test = context.facts.conditions.get((way.policy.identity, "using"))
    return context.facts.tenancy.mode == "owner" or (test is not None and _asks_more(test, context))


def _is_for_few(branch: Branch) -> bool:
    """True where the row's own user passes, itself or by a parent row, or somebody with a role; and where
    that is not understood.
    """
    return (
        branch.guarded
        or branch.opaque
        or branch.asks(Asks.OWNER)
        or any(
            atom.asks is Asks.PARENT and (atom.negated or all(_is_for_few(one) for one in atom.inner))
            for atom in branch.atoms
        )
    )


def _asks_more(test: Test, context: Context) -> bool:
    """True for a test that looks up more than a membership: a role, a state, or what a helper is told."""
    sources = context.facts.sources
    stack: list[Test | Term | Query] = list(inside(test))
    for call in [node for node in stack if isinstance(node, Call)]:
        known = sources.condition(call) or sources.value(call)
        stack += list(inside(known)) if known != call else []
        if sources.function_called(call) is not None and any(isinstance(a, Literal) for a in call.arguments):
            return True
    return any(_is_narrowed(node.where) for node in stack if isinstance(node, Query))


def _is_narrowed(where: Test) -> bool:
    """True when a look-up holds a column of what it reads to a constant, or to be true."""
    for node in inside(where):
        match node:
            case Compare(_, ColumnOf(alias), Literal()) | Compare(_, Literal(), ColumnOf(alias)) if alias:
                return True
            case Member(ColumnOf(alias), tuple(among)) if alias and all(
                isinstance(a, Literal) for a in among
            ):
                return True
            case Holds(ColumnOf(alias)) if alias:
                return True
            case _:
                pass
    return False


def _severity(column: Column, ways: list[Passing]) -> Severity | None:
    if not ways:
        return None
    beyond = not ways[0].branch.binds_tenant
    if is_hash(column):
        return Severity.LOW if beyond else None
    return Severity.HIGH if beyond else Severity.MEDIUM


def _finding(
    context: Context,
    relation: Relation,
    column: Column,
    ways: list[Passing],
    severity: Severity,
    alike: list[str],
) -> Finding:
    way = ways[0]
    beyond = not way.branch.binds_tenant
    roles = listed(list(dict.fromkeys(one.role for one in ways if one.branch.binds_tenant is not beyond)))
    whose = _whose(ways, beyond=beyond)
    return context.finding(
        relation,
        f"{relation.identity} shows {listed(alike)} to {whose}",
        column=column.name,
        severity=severity,
        evidence=[
            catalog(
                f"pg_class.relacl: {roles} may SELECT {column.quoted}; {way.policy.name} lets the row pass"
            ),
            *(tried(context, relation, way, {}) if not way.branch.atoms else []),
        ],
        advice="Keep it in a table of its own that no client role reads, or GRANT SELECT on the other "
        "columns only: queries then have to name their columns",
        cause=f"{relation.identity} {severity.value}",
    )


def _whose(ways: list[Passing], *, beyond: bool) -> str:
    if not beyond:
        return "every member of the tenant"
    open_ways = [way for way in ways if not way.branch.binds_tenant]
    who = "anybody" if any(way.role == ANONYMOUS for way in open_ways) else "everybody who is signed in"
    if any(not way.branch.atoms or way.branch.anybody for way in open_ways):
        return who
    flags = list(dict.fromkeys(atom.column for atom in open_ways[0].branch.atoms if atom.column))
    return f"{who}, in rows that pass by {listed(flags)}" if flags else who
