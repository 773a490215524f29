"""Names for objects that a fix makes: at most 63 bytes, quoted where needed, and not taken."""

from __future__ import annotations

import hashlib

from pgassay.model.catalog import Catalog
from pgassay.model.names import quoted
from pgassay.model.relations import Relation

#: NAMEDATALEN - 1: what Postgres keeps of a name.
LONGEST = 63


def index_name(catalog: Catalog, relation: Relation, columns: tuple[str, ...], suffix: str = "") -> str:
    """`idx_<table>_<columns>[_suffix]`, quoted where needed, free in the table's schema."""
    taken = {r.name for r in catalog.relations if r.schema == relation.schema}
    taken |= {i.name for i in catalog.indexes if i.identity.startswith(f"{quoted(relation.schema)}.")}
    taken |= {s.name for s in catalog.sequences if s.schema == relation.schema}
    return _free("_".join(part for part in ("idx", relation.name, *columns, suffix) if part), taken)


def constraint_name(catalog: Catalog, relation: Relation, *parts: str) -> str:
    """`<table>_<parts>`, quoted where needed, free among the constraints of the table."""
    taken = {constraint.name for constraint in catalog.constraints_of(relation.identity)}
    return _free("_".join((relation.name, *parts)), taken)


def policy_name(catalog: Catalog, relation: Relation, wanted: str) -> str:
    """`wanted`, quoted where needed, free among the policies of the table."""
    return _free(wanted, {policy.name for policy in catalog.policies_of(relation.identity)})


def _free(wanted: str, taken: set[str]) -> str:
    name, number = _short(wanted), 1
    while name in taken:
        number += 1
        name = _short(wanted, f"_{number}")
    return quoted(name)


def _short(wanted: str, ending: str = "") -> str:
    """The name with its ending, cut when it is too long; what was cut lives on as a short hash."""
    name = wanted + ending
    if len(name.encode()) <= LONGEST:
        return name
    mark = hashlib.sha256(wanted.encode()).hexdigest()[:6]
    tail = f"_{mark}{ending}"
    head = wanted.encode()[: LONGEST - len(tail)].decode("utf-8", "ignore")
    return head.rstrip("_") + tail
