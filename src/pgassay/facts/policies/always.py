"""Tests that hold for every row, whatever they look like."""

from __future__ import annotations

from pgassay.facts.conditions.values import ColumnOf, IsNull, Not, Query, Test
from pgassay.facts.functions.sources import Sources, bound_users
from pgassay.facts.tenants.tenancy import Tenancy


def is_plain(test: Test, sources: Sources) -> bool:
    """True where a test asks a column that is never NULL whether it is."""
    if not (isinstance(test, Not) and isinstance(test.part, IsNull)):
        return False
    term = test.part.term
    column = sources.catalog.column(term.relation or "", term.name) if isinstance(term, ColumnOf) else None
    return column is not None and column.not_null


def is_there(
    inner: ColumnOf,
    tested: ColumnOf,
    asked: tuple[Test, ...],
    query: Query,
    tenancy: Tenancy,
    sources: Sources,
) -> bool:
    """True where a look-up that row security does not hold finds a row for whatever is tested.

    `asked` are its tests beside inner = tested, which a foreign key wants too, or which holds for a tenant
    that has members.
    """
    relation = tested.relation or ""
    key = tested.name == tenancy.key_of(relation)
    member = key and any(
        (one.relation, one.tenant_column) == (inner.relation, inner.name) for one in tenancy.entitlements
    )
    held = any(
        (one.references, one.columns, one.referenced_columns)
        == (inner.relation, (tested.name,), (inner.name,))
        for one in sources.catalog.foreign_keys_of(relation)
    )
    column = sources.catalog.column(relation, tested.name)
    given = key or (column is not None and column.not_null)
    alone = query.complete and len(query.sources) == 1
    return (member or held) and given and alone and all(is_plain(test, sources) for test in asked)


def of_any_member(tests: tuple[Test, ...], query: Query, tenancy: Tenancy, sources: Sources) -> bool:
    """True for a look-up of any membership of the session's user, whatever its tenant and role."""
    members = {(one.relation, one.user_column) for one in tenancy.entitlements}
    users = [next(bound_users((test,)), None) for test in tests if not is_plain(test, sources)]
    return len(query.sources) == 1 and all(
        user is not None and (user.relation, user.name) in members for user in users
    )
