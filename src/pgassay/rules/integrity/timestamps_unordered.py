"""timestamps-unordered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.checks import checks_on
from pgassay.facts.tables.editors import users_reach
from pgassay.facts.tables.pairs import Pair, pairs
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.admits import asked_of
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.LOW, right="Spans of time cannot end before they start")
def timestamps_unordered(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The end of a span of time may lie before its start.

    Durations turn negative, and a schedule whose next run lies before its last is run again and again.

    It speaks of two timestamps or dates of one type whose names are alike but for start and end, from and
    until, last and next: no fact of the catalog tells which comes first, so under other names it is silent,
    and so it is for what is noted when it happens (started, ended). A CHECK or an exclusion constraint that
    names both settles it, and so does a stored column made of a range of both, which Postgres cannot make of
    an end before the start. Tables that only the backend writes are not looked at: there the times come from
    one clock, or are another system's. All of a schema are one finding.
    """
    open_pairs: dict[str, list[tuple[Relation, Pair]]] = defaultdict(list)
    for relation in context.own_relations():
        edited = relation.is_table and users_reach(context.facts, relation, "insert", "update")
        for pair in pairs(relation) if edited and not relation.parent else ():
            names = {pair.earlier.name, pair.later.name}
            # A range of both is an expression: Postgres lists no column for it.
            excluded = any(
                all(re.search(rf"\b{re.escape(name)}\b", one.definition) for name in names)
                for one in context.catalog.constraints_of(relation.identity, "exclusion")
            )
            checks = checks_on(context.catalog, relation, *names)
            if excluded or _refused(context, relation, pair, checks) or _raises(context, relation, pair):
                yield context.holds(relation, pair.later.name)
            elif not checks:
                open_pairs[relation.schema].append((relation, pair))
    for found in open_pairs.values():
        for relation, pair in found:
            yield _finding(context, relation, pair)


def _refused(context: Context, relation: Relation, pair: Pair, checks: tuple[Constraint, ...]) -> bool:
    """True when a CHECK refuses a row whose later time comes first."""
    asked = asked_of(context, relation)
    row = {pair.earlier.name: "2002-01-01", pair.later.name: "2001-01-01"}
    return any(asked(f"({check.expression}) IS NOT FALSE", row) is False for check in checks)


def _raises(context: Context, relation: Relation, pair: Pair) -> bool:
    """True when a generated column that is stored cannot be made of a later time that comes first."""
    asked = asked_of(context, relation)
    names = (pair.earlier.name, pair.later.name)
    made = [
        f"({one.default}) IS NOT NULL"
        for one in relation.columns
        if one.generated == "stored"
        and all(re.search(rf"\b{re.escape(name)}\b", one.default or "") for name in names)
    ]
    early, late = "2001-01-01", "2002-01-01"
    # What raises gives no answer; it is the order that does it where the other order has one.
    return any(
        asked(made_of, dict(zip(names, (early, late), strict=True))) is True
        and asked(made_of, dict(zip(names, (late, early), strict=True))) is None
        for made_of in made
    )


def _finding(context: Context, relation: Relation, pair: Pair) -> Finding:
    earlier, later = pair.earlier, pair.later
    name = constraint_name(context.catalog, relation, later.name, "order")
    return context.finding(
        relation,
        f"{relation.identity}.{later.quoted} can lie before {earlier.quoted}",
        column=later.name,
        evidence=[catalog(f"no CHECK of {relation.identity} names both {earlier.quoted} and {later.quoted}")],
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} "
        f"CHECK ({later.quoted} {pair.operator} {earlier.quoted});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice="Set both in one statement from then on; mend the rows where the later comes first "
        "before adding the CHECK",
        cause=f"schema {relation.schema}",
        together=f"{{count}} timestamps of {relation.schema} can lie before the ones that they follow",
    )
