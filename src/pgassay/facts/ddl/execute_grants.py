"""Who was given EXECUTE by name, and the SQL that takes it from a role and leaves it to the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pgassay.facts.ddl.references import Repair
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.model.source import Statement

if TYPE_CHECKING:
    from pgassay.facts import Facts

_PUBLIC = "public"


def granted_by_name(statements: Iterable[Statement], function: Function, role: str) -> Statement | None:
    """The last GRANT EXECUTE ON FUNCTION that names both the function and the role.

    GRANT ALL does not count: that is how a dump writes what a platform gives by itself.
    """
    found: Statement | None = None
    for statement in statements:
        tree = statement.tree
        if statement.kind != "GrantStmt" or not tree.get("is_grant") or "privileges" not in tree:
            continue
        if tree.get("targtype") != "ACL_TARGET_OBJECT" or role not in _roles(tree["grantees"]):
            continue
        for item in tree["objects"]:
            name = [part["String"]["sval"] for part in item.get("ObjectWithArgs", {}).get("objname", [])]
            if name and name[-1] == function.name and (name[:-1] or ["public"]) == [function.schema]:
                found = statement
    return found


def without_execute(facts: Facts, function: Function, role: str) -> Repair | None:
    """Takes EXECUTE on a function from a role, and from everybody where that is how the role has it; whoever
    had it from everybody keeps it by name.

    None where it was granted by somebody else than the owner, or with the right to grant it on.
    """
    grants = [g for g in facts.grants_on.get(function.identity, ()) if g.privilege == "execute"]
    if any(grant.grantable or grant.grantor != function.owner for grant in grants):
        return None
    holders = {grant.grantee for grant in grants}
    losing = sorted({role, _PUBLIC} & holders)
    if not losing:
        return None
    word = "PROCEDURE" if function.kind == "procedure" else "FUNCTION"
    who = ", ".join("PUBLIC" if name == _PUBLIC else quoted(name) for name in losing)
    sql = [f"REVOKE EXECUTE ON {word} {function.identity} FROM {who};"]
    rollback = [f"GRANT EXECUTE ON {word} {function.identity} TO {who};"]
    kept = _only_as_everybody(facts, holders | {role, function.owner}) if _PUBLIC in losing else []
    if kept:
        names = ", ".join(quoted(name) for name in kept)
        sql.append(f"GRANT EXECUTE ON {word} {function.identity} TO {names};")
        rollback.insert(0, f"REVOKE EXECUTE ON {word} {function.identity} FROM {names};")
    return Repair(sql="\n".join(sql), rollback="\n".join(rollback))


def _only_as_everybody(facts: Facts, holders: set[str]) -> list[str]:
    """The roles of the application that have EXECUTE only because everybody has it."""
    service = {"service_role"} if facts.platform == "supabase" else set[str]()
    return sorted((set(facts.client_roles) | service) - holders)


def _roles(grantees: list[dict[str, dict[str, str]]]) -> set[str]:
    return {item["RoleSpec"].get("rolename", _PUBLIC) for item in grantees}
