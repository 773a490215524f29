"""foreign-key-without-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.ddl.indexes import IN_USE
from pgassay.facts.gaps.filtered import filtered_columns
from pgassay.facts.policies.owners import read_by_user
from pgassay.facts.tables.authors import notes_who
from pgassay.facts.tables.editors import application_decides, clients_reach, kept_by_hand
from pgassay.facts.tables.keys import leads, serves
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Constraint, Policy, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: The columns that policies filter by, with those policies.
_Filtered = Mapping[tuple[str, str], tuple[Policy, ...]]

#: What a severity says of many foreign keys.
_MEANS = {
    Severity.HIGH: ": each query filters by them, in tables that grow",
    Severity.MEDIUM: ": policies filter by them, or what they point at is deleted",
    Severity.LOW: ", and little here deletes what they point at or looks for rows by them",
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
    carries the tenant, or a column that the other table has from a third, one that leads with the other
    columns counts too. Partial indexes count only where they leave out NULL.

    It is high where policies for reading filter by the column, or where the application alone decides and the
    column says whose the rows are, each in tables that grow (queues, logs, business rows); medium in other
    tables that policies filter so, where clients, functions or the application delete rows of the other
    table, and for the tenant key of rows that clients read; else low. Low too, where no policy filters by it:
    a column that only says who did something, one that a partial index leads with, and tables of which each
    row is entered by somebody with a role (they stay small). It is silent for references to tables of fixed
    values that no client writes. All of a schema and a severity are one finding.
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


def _severity(context: Context, relation: Relation, key: Constraint, filtered: _Filtered) -> Severity:
    """How often its rows are looked for: by each query, by deletes of the other table, or hardly ever."""
    facts, other = context.facts, context.catalog.relation.get(key.references or "")
    kinds, tenancy = facts.kinds, facts.tenancy
    grows = relation.identity in kinds.queues | kinds.logs | kinds.bulk
    column = relation.column(key.columns[0]) if len(key.columns) == 1 else None
    policies = filtered.get((relation.identity, column.name), ()) if column is not None else ()
    partial = bool(_part(context, key))
    if any(policy.command in ("select", "all") for policy in policies):
        return Severity.HIGH if grows and not partial else Severity.MEDIUM
    noted = column is not None and other is not None and notes_who(facts, column, other)
    if partial or noted or kept_by_hand(facts, relation):
        return Severity.LOW
    # Where each user is an island, only the key of the row's owner is what is asked for.
    scoping = tenancy.mode == "tenant" or key.columns == (tenancy.key_of(key.relation or ""),)
    of_tenant = key.references == tenancy.table and scoping
    if application_decides(facts):
        # That its role may delete all is granted, and nothing says that it does.
        return Severity.HIGH if of_tenant and grows else Severity.MEDIUM
    deleted = other is not None and clients_reach(facts, other, "delete")
    listed = clients_reach(facts, relation, "select") and read_by_user(facts, relation) is None
    by_function = any(
        write.command == "delete" and write.relation == key.references
        for body in facts.bodies.values()
        for write in body.writes
    )
    return Severity.MEDIUM if deleted or by_function or (of_tenant and listed) else Severity.LOW


def _finding(context: Context, relation: Relation, key: Constraint, severity: Severity) -> Finding:
    columns = [found.quoted for name in key.columns if (found := relation.column(name))]
    name = index_name(context.catalog, relation, key.columns)
    schema = name if "." in name else f"{relation.identity.rpartition('.')[0]}.{name}"
    listed = ", ".join(columns)
    partial = _part(context, key)
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


def _part(context: Context, key: Constraint) -> str:
    """The name of an index that would find the rows of a foreign key, and leaves some of them out."""
    indexes = context.catalog.indexes_of(key.relation or "")
    found = (
        one.name
        for one in indexes
        if one.predicate is not None and leads(replace(one, predicate=None), key.columns)
    )
    return next(found, "")
