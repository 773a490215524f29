"""Functions that a role's own statements call, through policies, views, defaults and checks, and that it may
not execute.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.reaches import enters
from pgassay.model.objects import Dependency, Function
from pgassay.model.relations import Kind, Policy, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


class Uncallable(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of `role` with `command` on `relation` calls `function` by way of `through`, and Postgres
    refuses it.

    `served` is true where rows would pass for the role, were it not for that.
    """

    function: Function
    role: str
    relation: Relation
    command: str
    through: str
    served: bool


def uncallable(facts: Facts) -> Iterator[Uncallable]:
    """What client roles cannot do for want of EXECUTE on a function of the schema, by function."""
    policies = {policy.identity: policy for policy in facts.catalog.policies}
    for need in facts.catalog.dependencies:
        function = facts.catalog.function.get(need.needs) if need.needs_kind == "function" else None
        if function is None or not facts.is_own(function) or function.is_trigger:
            continue
        execute = {g.grantee for g in facts.grants_on.get(function.identity, ()) if g.privilege == "execute"}
        for role in facts.client_roles:
            if facts.access.roles_of(role).isdisjoint(execute) and _is_used(facts, role):
                for relation, command, served in _statements(facts, need, role, policies.get(need.object)):
                    yield Uncallable(
                        function=function,
                        role=role,
                        relation=relation,
                        command=command,
                        through=need.object,
                        served=served,
                    )


def _is_used(facts: Facts, role: str) -> bool:
    """False for a role that nobody logs in as or becomes, such as one that is only assumed."""
    known = facts.catalog.role.get(role)
    joined = any(one.role == role and one.can_set for one in facts.catalog.memberships)
    return joined or (known is not None and known.can_login)


def _statements(
    facts: Facts, need: Dependency, role: str, policy: Policy | None
) -> Iterator[tuple[Relation, str, bool]]:
    """The relation and command by which a role runs into what needs the function, and whether rows would
    pass.
    """
    if need.kind == "policy" and policy is not None:
        relation = facts.catalog.relation.get(policy.relation)
        if relation is not None and facts.access.roles_of(role) & set(policy.roles):
            for command in COMMANDS if policy.command == "all" else (policy.command,):
                if _may(facts, role, relation, command):
                    yield relation, command, bool(_ways(facts, relation, role, command))
        return
    if need.kind == "view":
        relation = facts.catalog.relation.get(need.object)
        if relation is not None and relation.kind is Kind.VIEW and _may(facts, role, relation, "select"):
            yield relation, "select", True
        return
    if need.kind in ("table column", "table constraint"):
        # A default is named `schema.table.column`, a constraint `name on schema.table`.
        owner = need.object.rpartition(" on ")[2] if need.kind == "table constraint" else ""
        relation = facts.catalog.relation.get(owner or need.object.rpartition(".")[0])
        if (
            relation is not None
            and _may(facts, role, relation, "insert")
            and _ways(facts, relation, role, "insert")
        ):
            yield relation, "insert", True


def _may(facts: Facts, role: str, relation: Relation, command: str) -> bool:
    return facts.access.granted(role, relation.identity, command) and enters(facts, role, relation.schema)


def _ways(facts: Facts, relation: Relation, role: str, command: str) -> bool:
    """True when rows pass for the role: by a policy, or because none is asked."""
    if not relation.is_table or not relation.rls_enabled:
        return True
    return bool(passing(facts, relation, role, command, new_row=command == "insert"))
