"""Who may set a column by UPDATE or INSERT, and the SQL that takes just that column away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgassay.facts.ddl.references import Repair
from pgassay.facts.policies.access import Access, Reach
from pgassay.facts.policies.reaches import enters
from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.relations import Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts


def changers(facts: Facts, relation: Relation, column: str, command: str = "update") -> tuple[str, ...]:
    """The client roles that hold UPDATE, or INSERT, on a column and reach at least some rows with it."""
    found: list[str] = []
    for role in facts.client_roles:
        columns = facts.access.columns(role, relation.identity, command)
        held = columns is None or column in columns
        if (
            held
            and enters(facts, role, relation.schema)
            and facts.access.reach(role, relation, command) is not Reach.NONE
        ):
            found.append(role)
    return tuple(found)


def without_column(
    catalog: Catalog,
    access: Access,
    relation: Relation,
    column: str,
    roles: Sequence[str],
    command: str = "update",
) -> Repair | None:
    """Takes UPDATE, or INSERT, on one column from roles and leaves them the others.

    None where a privilege was granted by somebody else than the owner, or with the right to grant it on.
    """
    wanted = {one for role in roles for one in access.roles_of(role)}
    grants = [
        grant
        for grant in catalog.grants
        if grant.object == relation.identity and grant.privilege == command and grant.grantee in wanted
    ]
    if not grants or any(grant.grantable or grant.grantor != relation.owner for grant in grants):
        return None
    whole = sorted({_role(grant.grantee) for grant in grants if grant.column is None})
    single = sorted({_role(grant.grantee) for grant in grants if grant.column == column})
    sql, rollback, word = [], [], command.upper()
    if whole:
        to, table = ", ".join(whole), relation.identity
        others = ", ".join(c.quoted for c in relation.columns if c.name != column and not c.generated)
        kept = {grant.grantee for grant in grants if grant.column is not None} & {
            g.grantee for g in grants if g.column is None
        }
        if kept or not others:
            return None
        sql += [f"REVOKE {word} ON {table} FROM {to};", f"GRANT {word} ({others}) ON {table} TO {to};"]
        rollback += [f"REVOKE {word} ({others}) ON {table} FROM {to};", f"GRANT {word} ON {table} TO {to};"]
    if single:
        of = f"{word} ({quoted(column)}) ON {relation.identity}"
        sql.append(f"REVOKE {of} FROM {', '.join(single)};")
        rollback.append(f"GRANT {of} TO {', '.join(single)};")
    return Repair(sql="\n".join(sql), rollback="\n".join(rollback))


def _role(name: str) -> str:
    return "PUBLIC" if name == "public" else quoted(name)
