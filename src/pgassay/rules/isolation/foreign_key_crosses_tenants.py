"""foreign-key-crosses-tenants."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import unique_key, unique_over, with_tenant
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.columns import is_hash
from pgassay.facts.tables.crossing import Crossing, crossings, first_of
from pgassay.facts.tables.editors import application_decides
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(
    on=Catalog,
    severity=Severity.MEDIUM,
    assumes_tenancy=True,
    right="Foreign keys between tenants' tables carry the tenant",
)
def foreign_key_crosses_tenants(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A foreign key between two tables of tenants does not carry the tenant.

    Postgres checks references past row-level security: a row of one tenant can point at a row of another.
    Whoever follows the reference then mixes their rows, and a failed insert tells whether the other tenant's
    row exists.

    Medium, and one finding, where something follows such references past row security and does not ask for
    the tenant (a SECURITY DEFINER function, a trigger's too, or a view read as its owner), and where the
    referenced rows hold a secret that is no hash and clients write the column without a role: a service that
    follows it works with the secret, and the schema does not show whether one does. That the secret comes
    with the reference is said only where such a function returns it or such a view shows it. Else low, and
    one finding for all of them: who reads as themselves is shown their own rows. Where the application alone
    decides who reaches which rows, nothing is past row security, and all are low.

    Silent where no client role writes the column, where another key over it carries the tenant, where a row
    has two tenants (an owner and a borrower), where a row has no more than one of the two columns, where the
    insert and update policies look the referenced row up, where a trigger does, where the referenced rows
    are users, and for references from logs.

    The facts that suffice: pg_constraint (contype f) whose columns leave out the tenant keys of both tables,
    and what follows them.
    """
    found = crossings(context.facts)
    # By the table that is referenced: what makes the key of one of its references serves them all.
    worse = {one.parent.identity for one in found if one.open and _is_worse(one, context)}
    means = _means([one for one in found if one.open and one.parent.identity in worse], context)
    for crossing in found:
        if not crossing.open:
            yield context.holds(crossing.key)
            continue
        bad = crossing.parent.identity in worse
        beside = [one for one in found if one.open and (one.parent.identity in worse) is bad]
        advice = _advice(context, mendable=all(one.mendable for one in beside))
        yield _finding(crossing, means if bad else None, advice, context)


def _is_worse(crossing: Crossing, context: Context) -> bool:
    """True where something is known to follow the reference, or a service has reason to."""
    if application_decides(context.facts):
        return False
    if crossing.followers:
        return True
    return bool(_secrets(crossing, context)) and _is_written_by_anybody(crossing, context)


def _is_written_by_anybody(crossing: Crossing, context: Context) -> bool:
    """True where a client without a role writes such rows."""
    facts, relation = context.facts, crossing.relation
    return not relation.rls_enabled or any(
        not way.branch.guarded
        for role in facts.client_roles
        for command in ("insert", "update")
        for way in passing(facts, relation, role, command, new_row=True)
    )


def _secrets(crossing: Crossing, context: Context) -> list[Column]:
    """The columns of the referenced rows that are of use to who gets hold of them."""
    return [column for column in context.facts.kinds.secrets(crossing.parent) if not is_hash(column)]


def _means(worse: list[Crossing], context: Context) -> str:
    """What makes these references more than untidy."""
    by = list(dict.fromkeys(name.partition("(")[0] for one in worse for name in one.followers))
    followed = [one for one in worse if one.followers]
    parents = {one.parent.identity for one in followed}
    given = _named(
        [(one, name) for one in followed for name in _secrets(one, context) if name.name in one.given]
    )
    held = _named(
        [
            (one, name)
            for one in worse
            if one.parent.identity not in parents
            for name in _secrets(one, context)
        ]
    )
    look = "looks" if len(by) == 1 else "look"
    it = "it" if len(followed) == len(worse) else f"{len(followed)} of them"
    words = [f"{listed(by, 2)} {look} {it} up past row-level security"] if by else []
    words += [f"{listed(given, 2)} {'comes' if len(given) == 1 else 'come'} with it"] if given else []
    words += [f"the rows pointed at hold {listed(held, 2)}"] if held else []
    return "; ".join(words)


def _named(found: list[tuple[Crossing, Column]]) -> list[str]:
    return list(dict.fromkeys(f"{one.parent.identity}.{column.quoted}" for one, column in found))


def _finding(crossing: Crossing, means: str | None, advice: str, context: Context) -> Finding:
    relation, parent, key = crossing.relation, crossing.parent, crossing.key
    points = "a row of one tenant can point at a row of another"
    alone = _and(_means([crossing], context) if means is not None else None)
    column = context.ref(relation, key.columns[0])
    sql, rollback = _repair(crossing, context) or (None, None)
    left_out = f"{relation.identity}.{crossing.tenant} and {parent.identity}.{crossing.parent_tenant}"
    return context.finding(
        relation,
        f"{column} references {parent.identity} without the tenant: {points}{alone}",
        column=key.columns[0],
        severity=Severity.LOW if means is None else None,
        evidence=[
            catalog(f"{key.name} leaves out {left_out}"),
            *(parsed(f"{by} follows {relation.identity}.{key.columns[0]}") for by in crossing.followers[:2]),
        ],
        fix=sql,
        rollback=rollback,
        advice=advice,
        cause="tenant left out",
        together="{count} foreign keys between tables of tenants leave the tenant out: "
        f"{points}{_and(means)}",
    )


def _and(means: str | None) -> str:
    return f", and {means}" if means else ""


def _advice(context: Context, *, mendable: bool) -> str:
    first = "First find the rows whose two tenants differ: a key over tenant and id refuses them"
    if mendable:
        return first
    look = "let policies look the row up"
    if application_decides(context.facts):
        look = "look the row up with the tenant before it is pointed at"
    return f"{first}. Where a tenant is optional, {look}"


def _repair(crossing: Crossing, context: Context) -> tuple[str, str] | None:
    """The composite key; the first reference to a table also brings the unique key that all of them need."""
    key, found = crossing.key, context.catalog
    major = context.config.postgres_major
    if not crossing.mendable or (key.on_delete == "set null" and major is not None and major < 15):
        return None
    swap = with_tenant(found, crossing.relation, key, crossing.tenant, crossing.parent_tenant)
    pair = (crossing.parent_tenant, key.referenced_columns[0])
    if (
        unique_over(found, crossing.parent, pair)
        or first_of(crossing.siblings, context.origins.location) != key.identity
    ):
        return swap.sql, swap.rollback
    # With the tenant first it would make an index over the tenant alone redundant.
    unique = unique_key(found, crossing.parent, pair[::-1])
    return f"{unique.sql}\n{swap.sql}", f"{swap.rollback}\n{unique.rollback}"
