"""Views that keep an old name of tables for the application that still asks for it."""

from __future__ import annotations

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.relations import Kind, Relation

#: What a view can grant.
_OF_VIEWS = {"select", "insert", "update", "delete"}

_KINDS = (Kind.TABLE, Kind.PARTITIONED, Kind.VIEW)


def view_of_old_name(before: Catalog, relation: Relation, new: str) -> str:
    """A view of the name that a relation had, over the one it has; who was granted something has it again."""
    held: dict[str, set[str]] = {}
    for grant in before.grants:
        if grant.object == relation.identity and grant.column is None and grant.grantee != relation.owner:
            held.setdefault(grant.grantee, set()).add(grant.privilege)
    view = f"CREATE VIEW {relation.identity} WITH (security_invoker = true) AS SELECT * FROM {new};"
    grants = [
        f"GRANT {', '.join(sorted(found)).upper()} ON {relation.identity} TO {_role(role)};"
        for role, privileges in sorted(held.items())
        if (found := privileges & _OF_VIEWS)
    ]
    return "\n".join([view, *grants])


def schema_of_old_name(before: Catalog, name: str, new: str) -> tuple[str, str] | tuple[None, None]:
    """A schema of the old name that holds views of all that was in it, and what takes it away; nothing where
    there was more in it than tables and views.
    """
    schema = quoted(name)
    relations = [one for one in before.relations if one.schema == name and one.partition_bound is None]
    more = any(one.schema == name for one in (*before.functions, *before.types))
    if more or any(one.kind not in _KINDS for one in relations):
        return None, None
    views = [
        view_of_old_name(before, one, f"{quoted(new)}.{one.identity.removeprefix(f'{schema}.')}")
        for one in relations
    ]
    roles = sorted(
        grant.grantee
        for grant in before.grants
        if (grant.kind, grant.object, grant.privilege) == ("schema", schema, "usage")
        and grant.grantee != grant.grantor
    )
    usage = [f"GRANT USAGE ON SCHEMA {schema} TO {_role(role)};" for role in roles]
    dropped = [f"DROP VIEW {one.identity};" for one in relations]
    return (
        "\n".join([f"CREATE SCHEMA {schema};", *usage, *views]),
        "\n".join([*dropped, f"DROP SCHEMA {schema};"]),
    )


def _role(name: str) -> str:
    return "PUBLIC" if name == "public" else quoted(name)
