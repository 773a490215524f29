"""replica-identity-nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.published import lacks_identity, publications_of
from pgassay.model.finding import Finding, Severity
from pgassay.model.objects import Publication
from pgassay.model.relations import Kind, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.CRITICAL, right="Published rows can be told apart")
def replica_identity_nothing(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A published table has nothing by which a subscriber knows the row that changed.

    Postgres refuses every UPDATE and every DELETE of it, from anybody, as soon as the publication publishes
    such changes: the application cannot change a row any more.

    The identity is the primary key unless the table says otherwise: NOTHING, a table without a primary key,
    or an index that was dropped since. Silent where the publication publishes neither UPDATE nor DELETE, and
    for unlogged tables, which are not published.

    The facts that suffice: pg_class.relreplident, pg_index and pg_publication_rel, and Postgres's answer to
    an UPDATE that takes no row.
    """
    changes = ("update", "delete")
    holding = [p for p in publications_of(context.catalog, relation) if set(changes) & set(p.operations)]
    if relation.kind is not Kind.TABLE or relation.persistence != "permanent" or not holding:
        return
    refused = {word for one in holding for word in one.operations if word in changes}
    lacking = lacks_identity(context.catalog, relation)
    attempt = None
    if lacking or relation.replica_identity == "index":
        attempt = context.refused(_attempt(relation, update="update" in refused))
    if not lacking and attempt is None:
        yield context.holds(relation)
        return
    keyed = bool(context.catalog.constraints_of(relation.identity, "primary key"))
    identity = "DEFAULT" if keyed else "FULL"
    changed = listed([f"every {word.upper()}" for word in changes if word in refused])
    yield context.finding(
        relation,
        f"{relation.identity} is published by {listed([one.name for one in holding])} and has "
        f"{_without(relation, keyed=keyed)}: Postgres refuses {changed}",
        evidence=[
            catalog(f"pg_class.relreplident is {relation.replica_identity}"),
            catalog(_published(holding)),
            *([attempt] if attempt is not None else []),
        ],
        fix=f"ALTER TABLE {relation.identity} REPLICA IDENTITY {identity};"
        if _can_go_back(relation)
        else None,
        rollback=f"ALTER TABLE {relation.identity} REPLICA IDENTITY {relation.replica_identity.upper()};"
        if _can_go_back(relation)
        else None,
        advice=None
        if keyed
        else "FULL writes every column of the old row to the log: a primary key is the smaller identity",
    )


def _without(relation: Relation, *, keyed: bool) -> str:
    if relation.replica_identity == "index":
        return "an index for replica identity that is gone"
    return "replica identity NOTHING" if keyed or relation.replica_identity == "nothing" else "no primary key"


def _can_go_back(relation: Relation) -> bool:
    """Which index it was is not known any more."""
    return relation.replica_identity != "index"


def _published(holding: list[Publication]) -> str:
    words = [f"{one.name} publishes {listed(one.operations)}" for one in holding]
    return f"pg_publication: {'; '.join(words)}"


def _attempt(relation: Relation, *, update: bool) -> str:
    """A change that takes no row: Postgres looks for the identity before it looks for rows."""
    column = next((c for c in relation.columns if not c.generated and c.identity != "always"), None)
    if not update or column is None:
        return f"DELETE FROM {relation.identity} WHERE false"
    return f"UPDATE {relation.identity} SET {column.quoted} = {column.quoted} WHERE false"
