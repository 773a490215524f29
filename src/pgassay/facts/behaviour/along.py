"""Trigger functions that insert into a table as whoever writes to another one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from pgassay.facts.ddl.references import Repair
from pgassay.facts.functions.bare_names import bare_names, path_for
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.effects import Effects
from pgassay.facts.policies.reaches import enters
from pgassay.model.objects import Function
from pgassay.model.relations import Relation, Trigger

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: What means somebody else once a function runs with its owner's rights.
_WHO = re.compile(r"\b(current_user|current_role|user)\b", re.IGNORECASE)


class Along(msgspec.Struct, frozen=True, kw_only=True):
    """A function that inserts as its caller, and the tables that client roles write and that fire it."""

    function: Function
    tables: tuple[str, ...]


#: Worked out once for all tables without row security.
_known: WeakKeyDictionary[Facts, Mapping[str, Sequence[Along]]] = WeakKeyDictionary()


def inserted_along(facts: Facts, relation: Relation) -> tuple[Along, ...]:
    """The trigger functions without rights of their own that insert into `relation` when a client role writes
    to another table: what row security refuses to that role there, it refuses to them.

    None where a policy lets others than a service insert once row security is on: what it lets pass is not
    looked at.
    """
    if any(
        one.command in ("all", "insert") and not facts.service_roles.issuperset(one.roles)
        for one in facts.catalog.policies_of(relation.identity)
    ):
        return ()
    known = _known.get(facts)
    if known is None:
        known = _known[facts] = _inserting(facts)
    return tuple(known.get(relation.identity, ()))


def _inserting(facts: Facts) -> Mapping[str, Sequence[Along]]:
    """For each relation the trigger functions that insert into it as their caller."""
    effects = Effects(facts.sources)
    triggers: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in facts.catalog.triggers:
        if trigger.enabled in ("origin", "always") and _is_fired(facts, trigger):
            triggers[trigger.function].append(trigger)
    found: dict[str, list[Along]] = defaultdict(list)
    for function in facts.catalog.functions:
        fired = triggers.get(function.identity, [])
        if not fired or not function.is_trigger or function.security_definer or not facts.is_own(function):
            continue
        inserted = {
            one.write.relation
            for one in effects.of(function)
            if one.write.command == "insert" and not facts.catalog.function[one.function].security_definer
        }
        for relation in inserted - {None}:
            tables = sorted({one.relation for one in fired if one.relation != relation})
            if tables:
                found[relation or ""].append(Along(function=function, tables=tuple(tables)))
    return found


def _is_fired(facts: Facts, trigger: Trigger) -> bool:
    table = facts.catalog.relation.get(trigger.relation)
    return table is not None and any(
        enters(facts, role, table.schema)
        for event in trigger.events
        if event != "truncate"
        for role in facts.access.clients(table, event)
    )


def with_owners_rights(facts: Facts, function: Function, relation: Relation) -> Repair | None:
    """Lets a function run with its owner's rights, under a path of its own.

    None where it then does more than to insert into the one table (it, or a trigger that this fires, reads or
    writes others, calls functions of the schema, builds SQL, or asks who runs it), or where its owner does
    not pass row security either.
    """
    fired = [
        facts.catalog.function[one.function]
        for one in facts.catalog.triggers_of(relation.identity)
        if "insert" in one.events and one.enabled != "disabled" and one.function in facts.catalog.function
    ]
    run = [function, *(one for one in fired if not one.security_definer)]
    if not all(_only_inserts(facts, one, relation) for one in run):
        return None
    if not facts.access.bypasses(function.owner, relation):
        return None
    name = f"ALTER FUNCTION {function.identity}"
    if function.search_path is not None:
        return Repair(sql=f"{name} SECURITY DEFINER;", rollback=f"{name} SECURITY INVOKER;")
    path = path_for(bare_names(function, facts.catalog), facts.catalog, facts.platform)
    return Repair(
        sql=f"{name} SECURITY DEFINER SET search_path = {path};",
        rollback=f"{name} SECURITY INVOKER RESET search_path;",
    )


def _only_inserts(facts: Facts, function: Function, relation: Relation) -> bool:
    """True where a function does nothing but insert into a relation, whoever runs it."""
    body = facts.bodies.get(function.identity, Body(understood=False))
    own = {name.partition("(")[0] for name in facts.bodies}
    if body.dynamic or body.reads or not body.understood or _WHO.search(function.body):
        return False
    called = any(name in own or f"public.{name}" in own for name in body.calls)
    return not called and all(
        one.relation == relation.identity and one.command == "insert" for one in body.writes
    )
