"""Which client roles hold a privilege that they can use, and how to say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pgassay.facts.policies.access import COMMANDS
from pgassay.model.names import quoted
from pgassay.model.relations import Relation
from pgassay.model.words import listed as listed

if TYPE_CHECKING:
    from pgassay.facts import Facts

_VERBS = {"select": "read", "insert": "insert", "update": "change", "delete": "delete"}


def enters(facts: Facts, role: str, schema: str) -> bool:
    """True when a role has USAGE of a schema (its name without quotes): without it no privilege inside is
    of use.
    """
    return not facts.access.roles_of(role).isdisjoint(facts.access.entered.get(quoted(schema), frozenset()))


def holders(facts: Facts, relation: Relation, commands: Iterable[str] = COMMANDS) -> tuple[str, ...]:
    """The client roles that hold one of the privileges on a relation and enter its schema, whatever row
    security says.
    """
    granted = facts.access.granted_clients(relation, commands)
    return tuple(role for role in granted if enters(facts, role, relation.schema))


def deeds(facts: Facts, relation: Relation, roles: Sequence[str]) -> str:
    """What the roles' privileges let them do to rows: `read, insert, change and delete`."""
    return listed(
        [
            _VERBS[command]
            for command in COMMANDS
            if any(facts.access.granted(r, relation.identity, command) for r in roles)
        ]
    )
