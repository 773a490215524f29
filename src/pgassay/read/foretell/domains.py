"""Domains and enums: what is made of them, and what a constraint on a domain has read."""

from __future__ import annotations

from pgassay.model.source import Tree
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.named import NamedType
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.types import identity_of, type_of
from pgassay.read.foretell.written import strings


def create_domain(tree: Tree, names: Names, deed: Deed) -> None:
    """CREATE DOMAIN."""
    identity = identity_of(strings(tree["domainname"]), names)
    base = type_of(tree["typeName"], names)
    bare = "constraints" not in tree
    names.types[identity] = NamedType(identity=identity, kind="domain", base=base, bare=bare)


def create_type(tree: Tree, names: Names, deed: Deed) -> None:
    """CREATE TYPE … AS ENUM, or AS a row."""
    if "typevar" in tree:
        node = tree["typevar"]
        parts = [str(node[key]) for key in ("schemaname", "relname") if key in node]
        identity, kind = identity_of(parts, names), "composite"
    else:
        identity, kind = identity_of(strings(tree["typeName"]), names), "enum"
    names.types[identity] = NamedType(identity=identity, kind=kind)


def alter_domain(tree: Tree, names: Names, deed: Deed) -> None:
    """ALTER DOMAIN: a new constraint has every table read that has a column of the domain."""
    domain = names.find_type(strings(tree.get("typeName")))
    if domain is None:
        deed.unsure()
        return
    subtype = tree.get("subtype")
    later = bool(tree.get("def", {}).get("Constraint", {}).get("skip_validation"))
    if subtype in ("C", "T"):
        domain.bare = False
    if (subtype == "C" and not later) or subtype in ("O", "V"):
        for relation in names.relations.values():
            columns = relation.columns.values()
            # What is an array of it, or a row that holds it, is left to the server.
            if relation.kind == "table" and any(one.type == domain.identity for one in columns):
                deed.locks(relation, "SHARE")
                deed.scans(relation, below=False)
