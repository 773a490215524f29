"""timestamps-unordered."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.checks import checks_on
from pgassay.facts.tables.pairs import pairs
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.LOW)
def timestamps_unordered(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The end of a span of time may lie before its start.

    Durations turn negative, and a schedule whose next run lies before its last is run again and again.

    It speaks of two timestamps or dates of one type whose names are alike but for start and end, started and
    finished, from and until, last and next: no fact of the catalog tells which comes first, so under other
    names it is silent. A CHECK or an exclusion constraint that names both settles it.
    """
    if not relation.is_table or relation.parent:
        return
    for pair in pairs(relation):
        earlier, later = pair.earlier, pair.later
        excluded = any(
            {earlier.name, later.name} <= set(c.columns)
            for c in context.catalog.constraints_of(relation.identity, "exclusion")
        )
        if excluded or checks_on(context.catalog, relation, earlier.name, later.name):
            yield context.holds(relation, later.name)
            continue
        name = constraint_name(context.catalog, relation, later.name, "order")
        yield context.finding(
            relation,
            f"{relation.identity}.{later.quoted} can lie before {earlier.quoted}",
            column=later.name,
            evidence=[
                catalog(f"no CHECK of {relation.identity} names both {earlier.quoted} and {later.quoted}")
            ],
            fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} "
            f"CHECK ({later.quoted} {pair.operator} {earlier.quoted});",
            rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
            advice=f"Set both in one statement from then on; mend the rows where {later.quoted} comes first "
            "before adding the CHECK",
        )
