"""published-table-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.tables.published import publications_of
from pgassay.facts.tables.publishing import added
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Related, Severity
from pgassay.model.names import quoted
from pgassay.model.relations import Relation
from pgassay.model.source import Statement
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.HIGH, right="Tables that are to be published are")
def published_table_missing(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A table that is to be in a publication is not in it.

    Whoever listens to the publication is told of no change of the table, and of no error either: the screen
    that should move stands still.

    It speaks of tables that `expect.published` lists for a publication, and of tables that a migration added
    to one and that are in it no more: a table that is dropped and made again has left its publications.
    Silent where a later statement took the table out, for tables that are no longer there, and where nobody
    asks for the table to be published.

    The facts that suffice: pg_publication_rel, and what asks for the table.
    """
    wanted: dict[tuple[str, str], Statement | None] = {
        (publication, name if "." in name else f"public.{name}"): None
        for publication, names in context.config.expect.published.items()
        for name in names
    }
    refused = {failure.statement.number for failure in context.replay.failures}
    statements = (one for migration in context.migrations for one in migration.statements)
    wanted = {**added(one for one in statements if one.number not in refused), **wanted}
    for (publication, identity), statement in sorted(wanted.items(), key=lambda item: item[0]):
        relation = database.relation.get(identity)
        if relation is None or not context.facts.is_own(relation):
            continue
        if any(one.name == publication for one in publications_of(database, relation)):
            yield context.holds(relation)
        else:
            yield _finding(context, publication, relation, statement)


def _finding(context: Context, publication: str, relation: Relation, statement: Statement | None) -> Finding:
    known = any(one.name == publication for one in context.catalog.publications)
    change = f"ALTER PUBLICATION {quoted(publication)} {{}} TABLE {relation.identity};"
    lost = "" if statement is None else ": it was added to it, and dropped and made again since"
    return context.finding(
        relation,
        f"{relation.identity} is not in publication {publication}{lost}",
        evidence=[
            catalog(f"pg_publication_rel has no row for it and {publication}")
            if known
            else catalog(f"pg_publication has no row for {publication}"),
            _asked(statement, publication),
        ],
        related=[Related(note=f"added to {publication} here", location=statement.location)]
        if statement is not None
        else [],
        fix=change.format("ADD") if known else None,
        rollback=change.format("DROP") if known else None,
        advice=None if known else f"CREATE PUBLICATION {quoted(publication)} FOR TABLE {relation.identity}",
        detail=publication,
    )


def _asked(statement: Statement | None, publication: str) -> Evidence:
    if statement is None:
        return parsed(f"pgassay.toml: [expect] published lists it under {publication}")
    return parsed(f"{statement.location.file.rpartition('/')[2]}:{statement.location.line} adds it")
