"""Tables that a migration copied aside, such as the rows of one that it drops."""

from __future__ import annotations

from pgassay.facts.behaviour.touching import touching
from pgassay.facts.tables.past import is_past
from pgassay.model.relations import Relation
from pgassay.read.inner import inner
from pgassay.read.names import names_created, plain_name
from pgassay.rules.context import Context


def is_copy(context: Context, relation: Relation) -> bool:
    """True for a table that CREATE TABLE AS made, and that nobody gave a constraint since: no row comes."""
    if context.catalog.constraints_of(relation.identity):
        return False
    name = plain_name(relation.identity)
    return any(
        one.kind == "CreateTableAsStmt" and name in names_created(one)
        for statement in context.origins.of(context.ref(relation))[:1]
        for one in (statement, *inner(statement, {}))
    )


def lies_aside(context: Context, relation: Relation) -> bool:
    """True for a copy, and for what its name says is kept of the past, where nothing has to do with it."""
    aside = is_past(relation) or is_copy(context, relation)
    return aside and relation.identity not in touching(context.facts)
