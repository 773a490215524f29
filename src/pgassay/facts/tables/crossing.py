"""Foreign keys between two tables of tenants: whether they carry the tenant, and who could make them
cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.facts.policies.access import Reach
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.policies.reaches import enters
from pgassay.facts.tables.alternatives import are_alternatives
from pgassay.facts.tables.followed import LookUp, following, look_ups
from pgassay.model.names import quoted
from pgassay.model.ref import Ref
from pgassay.model.relations import Constraint, Relation
from pgassay.model.source import Location

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """A foreign key from one table with a tenant key to another.

    `carried`: the key holds both tenant keys, or another over the same column does. `checked`: a policy or
    trigger looks the referenced row up. `written`: a client role sets the column. `mendable`: both tenant
    keys are required and the key is of one column, so that it can be made to carry the tenant; `siblings` are
    all such keys to the same table that clients can make cross. `followers` take the referenced row past row
    security, whatever tenant it is of, and `given` are the columns of it that they hand on.
    """

    key: Constraint
    relation: Relation
    parent: Relation
    tenant: str
    parent_tenant: str
    carried: bool
    checked: bool
    written: bool
    mendable: bool
    siblings: tuple[tuple[str, Ref], ...] = ()
    followers: tuple[str, ...] = ()
    given: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """True when a client can make it cross."""
        return self.written and not (self.carried or self.checked)


def crossings(facts: Facts) -> tuple[Crossing, ...]:
    """The foreign keys between tables of tenants, by the table that holds them; none without tenants."""
    taken = look_ups(facts)
    found = [_followed(facts, taken, one) for one in _found(facts)]
    unsafe: dict[str, list[tuple[str, Ref]]] = {}
    for crossing in found:
        if crossing.open and crossing.mendable:
            relation, name = crossing.relation.identity, crossing.key.columns[0]
            ref = Ref(
                kind="table column", identity=f"{relation}.{quoted(name)}", relation=relation, column=name
            )
            unsafe.setdefault(crossing.parent.identity, []).append((crossing.key.identity, ref))
    return tuple(
        replace(crossing, siblings=tuple(unsafe.get(crossing.parent.identity, ()))) for crossing in found
    )


def _followed(facts: Facts, taken: tuple[LookUp, ...], crossing: Crossing) -> Crossing:
    found = following(facts, taken, crossing.relation, crossing.key, crossing.parent_tenant)
    return replace(
        crossing,
        followers=tuple(dict.fromkeys(one.by for one in found)),
        given=frozenset[str]().union(*(one.given for one in found)),
    )


def first_of(siblings: tuple[tuple[str, Ref], ...], location: Callable[[Ref], Location | None]) -> str:
    """The constraint among `siblings` whose column stands first in the files."""

    def place(item: tuple[str, Ref]) -> tuple[str, int, str]:
        found = location(item[1])
        return (found.file if found else "~", found.line if found else 0, item[1].identity)

    return min(siblings, key=place)[0]


def _found(facts: Facts) -> Iterator[Crossing]:
    tenancy = facts.tenancy
    if tenancy.mode != "tenant":
        return
    for relation in facts.own_relations:
        tenant = _key(facts, relation)
        if tenant is None or relation.parent is not None or relation.identity in facts.kinds.logs:
            continue
        if len(tenancy.held.get(relation.identity, ())) > 1:  # A row of two tenants points across on purpose.
            continue
        for key in facts.catalog.foreign_keys_of(relation.identity):
            parent = facts.catalog.relation.get(key.references or "")
            parent_tenant = _key(facts, parent) if parent is not None else None
            if parent is None or parent_tenant is None or parent.identity == relation.identity:
                continue
            users = {(parent.identity, column) for column in key.referenced_columns}
            if (tenant in key.columns and len(key.columns) == 1) or not users.isdisjoint(facts.user_columns):
                continue
            # A row that has no tenant by its own word cannot be of another than it points at.
            columns = (relation.column(tenant), relation.column(key.columns[0]))
            if (
                columns[0]
                and columns[1]
                and are_alternatives(facts.catalog, relation, columns[0], columns[1])
            ):
                continue
            yield _crossing(facts, key, relation, parent, tenant, parent_tenant)


def _key(facts: Facts, relation: Relation) -> str | None:
    scope = facts.tenancy.scope(relation.identity)
    return scope.column if scope.kind == "key" and relation.is_table else None


def _crossing(
    facts: Facts, key: Constraint, relation: Relation, parent: Relation, tenant: str, parent_tenant: str
) -> Crossing:
    own, theirs = relation.column(tenant), parent.column(parent_tenant)
    required = own is not None and theirs is not None and own.not_null and theirs.not_null
    return Crossing(
        key=key,
        relation=relation,
        parent=parent,
        tenant=tenant,
        parent_tenant=parent_tenant,
        carried=any(
            {(tenant, parent_tenant), (key.columns[0], key.referenced_columns[0])} <= _pairs(other)
            for other in facts.catalog.foreign_keys_of(relation.identity)
            if other.references == parent.identity and other.enforced
        ),
        checked=is_triggered(facts, relation, parent) or _looked_up(facts, relation, parent, key.columns[0]),
        written=any(
            _sets(facts, role, relation, key.columns[0], command)
            for role in facts.client_roles
            for command in ("insert", "update")
        ),
        mendable=required and len(key.columns) == 1 and not key.deferrable and key.on_delete != "set default",
    )


def _pairs(key: Constraint) -> set[tuple[str, str]]:
    return set(zip(key.columns, key.referenced_columns, strict=True))


def _sets(facts: Facts, role: str, relation: Relation, column: str, command: str) -> bool:
    columns = facts.access.columns(role, relation.identity, command)
    allowed = columns is None or column in columns
    return (
        allowed
        and enters(facts, role, relation.schema)
        and facts.access.reach(role, relation, command) is not Reach.NONE
    )


def _looked_up(facts: Facts, relation: Relation, parent: Relation, column: str) -> bool:
    """True when every way in which a client role writes a row has the referenced row looked up."""
    checks = [
        facts.check(policy)
        for role in facts.client_roles
        for command in ("insert", "update")
        if _sets(facts, role, relation, column, command)
        for policy in facts.access.policies(role, relation.identity, command)
        if policy.permissive
    ]
    return bool(checks) and all(
        check is not None and all(_asks_parent(branch, parent, column) for branch in check.branches)
        for check in checks
    )


def _asks_parent(branch: Branch, parent: Relation, column: str) -> bool:
    return any(
        atom.asks is Asks.PARENT
        and not atom.negated
        and atom.column == column
        and atom.parent == parent.identity
        for atom in branch.atoms
    )


def is_triggered(facts: Facts, relation: Relation, parent: Relation) -> bool:
    """True when a row trigger before the write reads the referenced table and can refuse, or sets the
    tenant itself.
    """
    for trigger in facts.catalog.triggers_of(relation.identity):
        body = facts.bodies.get(trigger.function)
        if body is None or trigger.timing != "before" or not trigger.per_row or trigger.enabled == "disabled":
            continue
        if parent.identity in body.reads and (body.raises or body.row_changes):
            return True
    return False
