"""unique-crosses-tenants."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.keys import references_of
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Index, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: Types of which nobody can guess a value.
_UNGUESSABLE = ("uuid",)


@rule(
    on=Relation,
    severity=Severity.LOW,
    assumes_tenancy=True,
    right="Unique keys are unique within a tenant",
)
def unique_crosses_tenants(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A unique key of tenants' rows leaves out the tenant.

    Two tenants cannot use the same name, and the one that is refused learns that another tenant has it: by
    trying values a client finds out what others hold. Where each tenant has names of its own, the key belongs
    to the tenant: UNIQUE (tenant, name).

    Silent for keys of values that nobody can guess (uuid, tokens, what a default makes up), for keys that
    refer to other rows, where no client role writes the columns, where clients read all rows anyway, and
    for keys of one column, which may well be meant for all tenants (a slug, an e-mail address, what
    another system calls a payment).

    The facts that suffice: a unique index whose columns leave out the tenant key of its table, and a client
    role that inserts rows or updates one of the columns.
    """
    facts = context.facts
    tenant = facts.tenancy.key_of(relation.identity)
    scope = facts.tenancy.scope(relation.identity)
    if facts.tenancy.mode != "tenant" or not relation.is_table or scope.kind != "key" or tenant is None:
        return
    for index in context.catalog.indexes_of(relation.identity):
        if not index.unique or index.primary:
            continue
        if tenant in index.columns:
            yield context.holds(index)
        elif (
            len(index.columns) > 1
            and _guessed(relation, index, context)
            and _tried_by(relation, index, context)
        ):
            names = [column for column in index.columns if column is not None]
            yield context.finding(
                index,
                f"{index.identity} is unique over {listed(names)} for all tenants of {relation.identity}: "
                "who is refused learns that another tenant has it",
                evidence=[catalog(f"{index.definition}, without {tenant}")],
                advice=f"Make it unique over {tenant} and {listed(names)}, unless it is meant for all "
                "tenants",
            )


def _guessed(relation: Relation, index: Index, context: Context) -> bool:
    """True where a client can think of values that another tenant has."""
    referring = references_of(context.catalog, relation)
    secrets = context.facts.kinds.secrets(relation)
    columns = [relation.column(name) for name in index.columns if name is not None]
    if len(columns) != len(index.columns):
        return False
    return all(
        column is not None
        and column.type not in _UNGUESSABLE
        and not column.identity
        and column.default is None
        and column.name not in referring
        and column not in secrets
        for column in columns
    )


def _tried_by(relation: Relation, index: Index, context: Context) -> bool:
    """True where a client role writes such values and does not read all rows anyway."""
    access = context.facts.access
    for role in access.writers(relation):
        if access.reach(role, relation, "select") is Reach.ALL:
            continue
        for command in ("insert", "update"):
            columns = access.columns(role, relation.identity, command)
            reached = access.reach(role, relation, command) is not Reach.NONE
            if reached and (columns is None or columns & set(index.columns)):
                return True
    return False
