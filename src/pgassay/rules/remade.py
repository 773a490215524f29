"""What a statement makes anew because a column is another: constraints, stored values, every row."""

from __future__ import annotations

from pgassay.model.observed import Command, Observation
from pgassay.rules.context import Context
from pgassay.rules.observed import columns, removed


def retyped(one: Observation) -> bool:
    """True when a statement gives a column of a table in use another type or collation."""
    return any(has_new_type(command) for command, _ in columns(one, new=False))


def has_new_type(command: Command) -> bool:
    """True for a column with another type or collation than before."""
    was, now = command.was or {}, command.now or {}
    return any(was.get(part) != now.get(part) for part in ("type", "collation"))


def remade(context: Context, one: Observation, command: Command) -> bool:
    """True for a constraint that was there before: Postgres makes it again where a column's type changes."""
    before = context.watched.before
    if before is None or not retyped(one) or command.identity in removed(one, "table constraint"):
        return False
    return any(known.identity == command.identity for known in before.constraints_of(command.relation))


def worked_out_anew(command: Command) -> bool:
    """True for a column that was generated and stored, and is now by another expression."""
    was, now = command.was or {}, command.now or {}
    stored = was.get("generated") == now.get("generated") == "s"
    return stored and was.get("default") != now.get("default") and was.get("type") == now.get("type")


def checked_domain(context: Context, name: object) -> bool:
    """True for a domain that refuses values: a new column of it is written into every row."""
    return name in context.catalog.checked_domains
