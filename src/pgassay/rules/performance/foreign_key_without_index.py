"""foreign-key-without-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator

from msgspec.structs import replace

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.ddl.indexes import IN_USE
from pgassay.facts.gaps.filtered import filtered_columns
from pgassay.facts.tables.editors import application_decides, clients_reach, only_staff_writes
from pgassay.facts.tables.keys import leads, serves
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Constraint, Index, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: What a severity says of many foreign keys.
_MEANS = {
    Severity.HIGH: ": clients delete what they point at, or policies filter by them",
    Severity.MEDIUM: ": functions or the application delete what they point at, or staff alone adds rows",
    Severity.LOW: ", and nothing here deletes what they point at",
}
#: The same where no policy is asked and the application alone decides.
_MEANS_THERE = _MEANS | {
    Severity.HIGH: ": they say whose the rows are, which the application asks for",
    Severity.MEDIUM: ": where the application deletes what they point at, every row is read",
}


@rule(on=Catalog, severity=Severity.HIGH, right="Foreign keys have an index that leads with them")
def foreign_key_without_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """No index leads with the columns of a foreign key.

    Deleting a row of the table it points at, or changing its key, scans every row of this one while it holds
    its locks, and so does every join and every policy that goes from parent to child.

    An index counts when its first columns are those of the foreign key, in any order; for a foreign key that
    carries the tenant, one that leads with the other column counts too. Partial indexes count only where they
    leave out NULL. It is high where the other table holds the tenants, clients delete its rows, or policies
    filter this one by the column; medium where only functions delete them, where the application alone
    decides who reaches which rows, or where staff alone enters rows of this table (it stays small);
    low where nothing here deletes them. It is silent for references to tables of fixed values that no client
    writes. All of a schema and a severity are one finding.
    """
    tenant = frozenset(context.facts.tenancy.columns)
    missing: dict[str, list[tuple[Relation, Constraint]]] = defaultdict(list)
    for relation in context.own_relations():
        for key in (
            database.foreign_keys_of(relation.identity) if relation.is_table and not relation.parent else ()
        ):
            if key.references in context.facts.kinds.references:
                continue
            if serves(database, key, tenant) is not None:
                yield context.holds(key)
            else:
                missing[relation.schema].append((relation, key))
    filtered = filtered_columns(context.facts)
    for found in missing.values():
        for relation, key in found:
            yield _finding(context, relation, key, _severity(context, relation, key, filtered))


def _severity(
    context: Context, relation: Relation, key: Constraint, filtered: Container[tuple[str, str]]
) -> Severity:
    """How far it reaches: whether rows of the other table are deleted, and whether this one grows."""
    if len(key.columns) == 1 and (relation.identity, key.columns[0]) in filtered:
        return Severity.HIGH
    facts, other = context.facts, context.catalog.relation.get(key.references or "")
    tenancy = facts.tenancy
    # Where each user is an island, only the key of the row's owner is what policies filter by.
    scoping = tenancy.mode == "tenant" or key.columns == (tenancy.key_of(key.relation or ""),)
    deleted = other is not None and clients_reach(facts, other, "delete")
    of_tenant = key.references == tenancy.table and scoping
    if not of_tenant and application_decides(facts):
        # That its role may delete all is granted, and nothing says that it does.
        return Severity.MEDIUM
    if deleted or of_tenant:
        return Severity.MEDIUM if only_staff_writes(facts, relation) else Severity.HIGH
    by_function = any(
        write.command == "delete" and write.relation == key.references
        for body in facts.bodies.values()
        for write in body.writes
    )
    return Severity.MEDIUM if by_function else Severity.LOW


def _finding(context: Context, relation: Relation, key: Constraint, severity: Severity) -> Finding:
    columns = [found.quoted for name in key.columns if (found := relation.column(name))]
    name = index_name(context.catalog, relation, key.columns)
    schema = name if "." in name else f"{relation.identity.rpartition('.')[0]}.{name}"
    listed = ", ".join(columns)
    partial = next(
        (one.name for one in context.catalog.indexes_of(relation.identity) if _is_part(one, key)), ""
    )
    full = "full index" if partial else "index"
    beside = f"; {partial} holds a part of the rows" if partial else ""
    return context.finding(
        relation,
        f"{relation.identity} has no {full} that leads with {listed}, a reference to {key.references}",
        column=key.columns[0] if len(key.columns) == 1 else None,
        severity=severity,
        evidence=[catalog(f"{key.identity}: no {full} of {relation.identity} leads with ({listed}){beside}")],
        fix=f"CREATE INDEX {name} ON {relation.identity} ({listed});",
        rollback=f"DROP INDEX {schema};",
        advice=IN_USE,
        detail=key.name,
        cause=f"schema {relation.schema}",
        together=f"{{count}} foreign keys of {relation.schema} have no full index that leads with their "
        f"columns{(_MEANS_THERE if application_decides(context.facts) else _MEANS)[severity]}",
    )


def _is_part(index: Index, key: Constraint) -> bool:
    """True for an index that would find the rows of a foreign key, and leaves some of them out."""
    return index.predicate is not None and leads(replace(index, predicate=None), key.columns)
