"""partition-without-rls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.reaches import deeds, holders, listed
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Relation
from pgassay.read.experiment import Experiment
from pgassay.rules import Context, catalog, executed, rule
from pgassay.rules.rule import Holds
from pgassay.rules.standing import stranger

_VALUE = re.compile(r"'((?:[^']|'')*)'|(?<![\w'])(-?\d+(?:\.\d+)?)(?![\w'])")


@rule(
    on=Relation,
    severity=Severity.HIGH,
    yields_to=("policies-without-rls",),
    right="Partitions have row-level security like their parents",
)
def partition_without_rls(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A client role reaches a partition past the row-level security of its parent.

    Policies of a partitioned table, or of one that others inherit from, hold for queries that name it. A
    query that names the partition meets the partition's own row-level security, and where that is off, every
    row in it.

    Tried with a planted row: hidden in the parent, it is read in the partition. Silent where no client role
    holds a privilege on the partition and enters its schema, where the parent has no row-level security
    (rls-disabled says that), where its rows are open to the same roles, and for tables declared under
    `publish`.

    The facts that suffice: pg_inherits, pg_class.relrowsecurity of both, and the privileges on the partition.
    """
    parent = _topmost(relation, context)
    roles = holders(context.facts, relation)
    if not relation.is_table or parent is None or not parent.rls_enabled or not roles:
        return
    declared = {relation.identity, parent.identity} & set(context.config.tenancy.publish)
    if relation.rls_enabled or declared:
        if relation.rls_enabled:
            yield context.holds(relation)
        return
    past = tuple(role for role in roles if _is_held(parent, role, context))
    if not past:
        return
    what = "partition" if relation.partition_bound is not None else "child"
    yield context.finding(
        relation,
        f"{relation.identity} is a {what} of {parent.identity} and has no row-level security of its own: "
        f"by its name {listed(past)} can {deeds(context.facts, relation, past)} rows of everybody",
        evidence=[
            catalog(f"pg_class.relrowsecurity = false, and true for {parent.identity}"),
            catalog(f"pg_class.relacl: {listed(past)} may {deeds(context.facts, relation, past)}"),
            *_shown(relation, parent, past, context),
        ],
        fix=f"ALTER TABLE {relation.identity} ENABLE ROW LEVEL SECURITY;",
        rollback=f"ALTER TABLE {relation.identity} DISABLE ROW LEVEL SECURITY;",
        advice="What makes new partitions is to enable it too, or to make them in a schema that clients "
        "cannot enter",
        cause=f"{parent.identity}|{what}",
    )


def _topmost(relation: Relation, context: Context) -> Relation | None:
    """The table that a partition, or a partition of a partition, belongs to."""
    found: Relation | None = None
    above = context.catalog.relation.get(relation.parent or "")
    while above is not None and above is not found:
        found, above = above, context.catalog.relation.get(above.parent or "")
    return found


def _is_held(parent: Relation, role: str, context: Context) -> bool:
    """True where row security keeps some rows of the parent from a role, or some of its commands."""
    access = context.facts.access
    return not all(access.reach(role, parent, command) is Reach.ALL for command in ("select", "update"))


def _shown(relation: Relation, parent: Relation, roles: Sequence[str], context: Context) -> list[Evidence]:
    """The evidence that a planted row is read in the partition and not in the parent."""

    def one(experiment: Experiment, role: str) -> Evidence | None:
        row = experiment.plant(relation.identity, _inside(relation, context))
        session = stranger(context, role)
        hidden = not experiment.finds(session, parent.identity, row)
        found = experiment.finds(session, relation.identity, row)
        said = f"run as {role}: a planted row is hidden in {parent.identity} and read in {relation.identity}"
        return executed(said, experiment.sql, rows=1) if hidden and found else None

    for role in roles:
        found = context.experiment(lambda experiment, role=role: one(experiment, role))
        if found is not None:
            return [found]
    return []


def _inside(relation: Relation, context: Context) -> dict[str, str | None]:
    """Values of the partition keys that lie in a partition, by its bounds and those above it."""
    found: dict[str, str | None] = {}
    above = context.catalog.relation.get(relation.parent or "")
    while above is not None and relation.partition_bound is not None:
        key = re.sub(r"^\w+ \((.*)\)$", r"\1", above.partition_key or "")
        bound = _VALUE.findall(relation.partition_bound)
        names = [name.strip().strip('"') for name in key.split(",")]
        for name, (text, number) in zip(names, bound, strict=False):
            if above.column(name) is not None:
                found[name] = text.replace("''", "'") or number
        relation, above = above, context.catalog.relation.get(above.parent or "")
    return found
