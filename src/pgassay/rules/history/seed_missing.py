"""seed-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.seeds import filled
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.read.names import plain_name
from pgassay.rules import Context, catalog, rule


@rule(on=Catalog, severity=Severity.INFO)
def seed_missing(database: Catalog, context: Context) -> Iterator[Finding]:
    """Nothing in the migrations fills a table that other rows refer to and no client writes.

    On a new database it is empty: what refers to it cannot be entered until somebody fills it by hand or a
    script does that is not among the migrations.

    Silent for tables with a tenant or an owner, for those that clients, functions or triggers write, and
    where rows are copied from a file.

    The facts that suffice: a table that a foreign key of another one leads to, of no tenant, that no client
    role may write, and that no INSERT or COPY names.
    """
    written = filled(context.migrations, context.facts)
    empty = [
        relation
        for relation in context.own_relations()
        if relation.identity in context.facts.kinds.references
        and plain_name(relation.identity).lower() not in written
        and any(key.relation != relation.identity for key in database.foreign_keys_to(relation.identity))
    ]
    names = ", ".join(relation.identity for relation in empty)
    for relation in empty:
        yield context.finding(
            relation,
            f"{names} {'are' if len(empty) > 1 else 'is'} referred to and filled by no migration: "
            f"{'they are' if len(empty) > 1 else 'it is'} empty on a new database",
            evidence=[
                catalog("no client role may write it, and no INSERT or COPY of the migrations names it")
            ],
            advice="Insert its rows in a migration, with ON CONFLICT DO NOTHING, or say where they come from",
            cause="seeds",
        )
