"""table-unused."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.seeds import filled
from pgassay.facts.behaviour.touching import touching
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.read.names import plain_name
from pgassay.rules import Context, catalog, rule


@rule(on=Catalog, severity=Severity.INFO)
def table_unused(_: Catalog, context: Context) -> Iterator[Finding]:
    """Nothing in the database has to do with a table, and no client reaches its rows.

    Either a service uses it with a key of its own, or nobody does: then it is kept right for nothing, and who
    reads the schema takes it for the one to use.

    Silent where a foreign key leads to it, a function, view, trigger or the policy of another table names it,
    migrations put rows into it, it is published, a policy or privilege lets a client role at its rows, or a
    statement that was to change it is refused; and where client roles reach no table at all. What the
    application's code asks for is not looked at here.

    The facts that suffice: the catalog's dependencies, the words of all functions, and what client roles
    reach.
    """
    facts = context.facts
    touched = touching(facts).keys() | {
        relation.relation for one in context.catalog.publications for relation in one.relations
    }
    written = filled(context.migrations, facts)
    written |= {name.lower() for failure in context.replay.failures for name in failure.targets}
    idle = [
        table
        for table in context.own_relations()
        if table.is_table
        and table.parent is None
        and table.identity not in touched
        and plain_name(table.identity).lower() not in written
        and not facts.access.readers(table)
        and not facts.access.writers(table)
    ]
    # Where no table is in anybody's reach, the database does not show who uses what.
    own = context.own_relations()
    reached = any(facts.access.readers(table) or facts.access.writers(table) for table in own)
    names = ", ".join(table.identity for table in idle)
    for table in idle if reached else ():
        yield context.finding(
            table,
            f"{names} {'are' if len(idle) > 1 else 'is'} touched by nothing in the database, and no client "
            f"role reaches {'them' if len(idle) > 1 else 'it'}",
            evidence=[catalog("no foreign key, function, view, trigger or policy of another table names it")],
            advice="See whether a service uses it; drop it where none does",
            cause="unused",
        )
