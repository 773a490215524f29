"""The SQL that makes, changes and drops policies, from what the catalog says of them."""

from __future__ import annotations

from pgassay.facts.ddl.expression_text import in_brackets, literal
from pgassay.model.names import quoted
from pgassay.model.relations import Policy


def policy_ddl(
    policy: Policy,
    *,
    using: str | None = None,
    check: str | None = None,
    roles: tuple[str, ...] | None = None,
) -> str:
    """CREATE POLICY as the catalog has it, with `using`, `check` or `roles` in place of its own; its comment
    follows.
    """
    parts = [
        f"CREATE POLICY {quoted(policy.name)} ON {policy.relation}",
        "" if policy.permissive else "AS RESTRICTIVE",
        "" if policy.command == "all" else f"FOR {policy.command.upper()}",
        f"TO {role_list(roles or policy.roles)}",
    ]
    test, new_row = using or policy.using, check or policy.check
    parts += [f"USING {in_brackets(test)}"] if test is not None else []
    parts += [f"WITH CHECK {in_brackets(new_row)}"] if new_row is not None else []
    made = " ".join(part for part in parts if part) + ";"
    if policy.comment is None:
        return made
    on = f"{quoted(policy.name)} ON {policy.relation}"
    return f"{made}\nCOMMENT ON POLICY {on} IS {literal(policy.comment)};"


def alter_policy(
    policy: Policy,
    *,
    using: str | None = None,
    check: str | None = None,
    roles: tuple[str, ...] | None = None,
) -> str:
    """ALTER POLICY with what is given; what is not given stays."""
    changes = [f"TO {role_list(roles)}"] if roles is not None else []
    changes += [f"USING {in_brackets(using)}"] if using is not None else []
    changes += [f"WITH CHECK {in_brackets(check)}"] if check is not None else []
    return f"ALTER POLICY {quoted(policy.name)} ON {policy.relation} {' '.join(changes)};"


def drop_policy(policy: Policy) -> str:
    """DROP POLICY."""
    return f"DROP POLICY {quoted(policy.name)} ON {policy.relation};"


def role_list(roles: tuple[str, ...]) -> str:
    """Roles as TO takes them; "public" is the word PUBLIC."""
    return ", ".join("PUBLIC" if role == "public" else quoted(role) for role in roles)
