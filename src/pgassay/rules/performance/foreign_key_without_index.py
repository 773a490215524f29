"""foreign-key-without-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.tables.keys import serves
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: From so many foreign keys on, those of one grade are one finding.
MANY = 4


@rule(on=Catalog, severity=Severity.HIGH)
def foreign_key_without_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """No index leads with the columns of a foreign key.

    Deleting a row of the table it points at, or changing its key, scans every row of this one while it holds
    its locks, and so does every join and every policy that goes from parent to child.

    An index counts when its first columns are those of the foreign key, in any order; for a foreign key that
    carries the tenant, one that leads with the other column counts too. Partial indexes count only where they
    leave out NULL. It is high where clients delete rows of the other table, or it holds the tenants; else
    medium. It is silent for references to tables of fixed values that no client writes. Four or more of one
    grade are one finding.
    """
    tenant = frozenset(context.facts.tenancy.columns)
    missing: dict[Severity, list[tuple[Relation, Constraint]]] = defaultdict(list)
    for relation in context.own_relations():
        for key in (
            database.foreign_keys_of(relation.identity) if relation.is_table and not relation.parent else ()
        ):
            if key.references in context.facts.kinds.references:
                continue
            if serves(database, key, tenant) is not None:
                yield context.holds(key)
            else:
                missing[_severity(context, key)].append((relation, key))
    for severity, found in missing.items():
        for relation, key in found:
            yield _finding(context, relation, key, severity, len(found) if len(found) >= MANY else 0)


def _severity(context: Context, key: Constraint) -> Severity:
    other = context.catalog.relation.get(key.references or "")
    deleted = other is not None and context.facts.access.clients(other, "delete")
    tenancy = context.facts.tenancy
    # Where each user is an island, only the key of the row's owner is what policies filter by.
    scoping = tenancy.mode == "tenant" or key.columns == (tenancy.key_of(key.relation or ""),)
    holds_rows = key.references == tenancy.table and scoping
    return Severity.HIGH if deleted or holds_rows else Severity.MEDIUM


def _finding(
    context: Context, relation: Relation, key: Constraint, severity: Severity, alike: int
) -> Finding:
    columns = [found.quoted for name in key.columns if (found := relation.column(name))]
    name = index_name(context.catalog, relation, key.columns)
    schema = name if "." in name else f"{relation.identity.rpartition('.')[0]}.{name}"
    listed = ", ".join(columns)
    single = f"{relation.identity} has no index that leads with {listed}, a reference to {key.references}"
    return context.finding(
        relation,
        f"{alike} foreign keys have no index that leads with their columns" if alike else single,
        column=key.columns[0] if len(key.columns) == 1 else None,
        severity=severity,
        evidence=[catalog(f"{key.identity}: no index of {relation.identity} leads with ({listed})")],
        fix=f"CREATE INDEX {name} ON {relation.identity} ({listed});",
        rollback=f"DROP INDEX {schema};",
        detail=key.name,
        cause=f"{severity.value}" if alike else None,
    )
