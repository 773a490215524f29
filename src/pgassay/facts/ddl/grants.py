"""The SQL that takes privileges on a relation from roles, and the SQL that gives back just those."""

from __future__ import annotations

from collections.abc import Sequence

from pgassay.facts.ddl.policies import role_list
from pgassay.facts.ddl.references import Repair
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Relation

#: All that can be granted on a relation, but MAINTAIN, which servers before 17 do not know.
_ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"})


def revoke_all(catalog: Catalog, relation: Relation, roles: Sequence[str]) -> Repair | None:
    """Takes every privilege on a relation from roles, and from everybody where they have it as everybody.

    None where one was granted on a column, by somebody else than the owner, or with the right to grant it on.
    """
    taken = (*roles, "public")
    grants = [one for one in catalog.grants if one.object == relation.identity and one.grantee in taken]
    plain = all(one.column is None and not one.grantable and one.grantor == relation.owner for one in grants)
    if not grants or not plain:
        return None
    held: dict[tuple[str, ...], list[str]] = {}
    for role in dict.fromkeys(one.grantee for one in grants):
        privileges = tuple(sorted(one.privilege.upper() for one in grants if one.grantee == role))
        held.setdefault(privileges, []).append(role)
    losing = role_list(tuple(dict.fromkeys(one.grantee for one in grants)))
    back = [
        f"GRANT {'ALL' if _ALL.issubset(privileges) else ', '.join(privileges)} "
        f"ON {relation.identity} TO {role_list(tuple(having))};"
        for privileges, having in held.items()
    ]
    return Repair(sql=f"REVOKE ALL ON {relation.identity} FROM {losing};", rollback="\n".join(back))
