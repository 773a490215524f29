"""json-without-index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import index_name
from pgassay.facts.tables.json_filters import CONTAINMENT, JsonFilter, index_for, json_filters
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.HIGH, right="What is searched in jsonb has an index")
def json_without_index(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A jsonb column is searched by what it holds, and no index serves that.

    Every such search reads and unpacks each row; the larger the documents, the sooner it is the slowest query
    there is.

    It speaks where functions, policies or views filter a jsonb column by containment (@>, ?, @?), which a GIN
    index serves, or by the value at a path, which an index on that expression serves. Filters on rows that
    are already named by a key are left out, and those of an OR whose other side no index serves either. It is
    medium where an index leads to the tenant that each search asks for, and low where one leads to more than
    that: only those rows are unpacked. Where the schema searches some of its jsonb columns by
    containment, those of its queues, logs and definitions that nothing searches are one finding at info;
    elsewhere a jsonb column that nothing searches is as it should be.
    """
    found: dict[tuple[str, str], list[JsonFilter]] = defaultdict(list)
    policies = [(policy, test) for (policy, _), test in context.facts.conditions.items()]
    for one in json_filters(database, tuple(context.facts.bodies.items()), tuple(policies)):
        found[(one.relation, one.column)].append(one)
    idle: list[tuple[Relation, Column]] = []
    for relation in context.own_relations():
        for column in relation.columns if relation.is_table and not relation.parent else ():
            filters = found.get((relation.identity, column.name), [])
            bare = [one for one in filters if index_for(database, one) is None]
            if not bare and (filters or _has_gin(database, relation, column)):
                yield context.holds(relation, column.name)
            for group in _by_remedy(bare):
                yield _searched(context, relation, column, group)
            unindexed = not filters and column.type == "jsonb" and not _has_gin(database, relation, column)
            if unindexed and _is_candidate(context, relation):
                idle.append((relation, column))
    contained = any(one.operator in CONTAINMENT for filters in found.values() for one in filters)
    for relation, column in idle if contained else ():
        yield _unsearched(context, relation, column)


def _is_candidate(context: Context, relation: Relation) -> bool:
    kinds = context.facts.kinds
    return relation.identity in kinds.queues | kinds.logs | kinds.definitions


def _has_gin(database: Catalog, relation: Relation, column: Column) -> bool:
    return any(
        index.method == "gin" and column.name in index.columns
        for index in database.indexes_of(relation.identity)
    )


def _by_remedy(filters: list[JsonFilter]) -> Iterator[list[JsonFilter]]:
    """The filters that one index would serve together."""
    groups: dict[tuple[str, ...], list[JsonFilter]] = defaultdict(list)
    for one in filters:
        groups[one.path].append(one)
    yield from groups.values()


def _searched(context: Context, relation: Relation, column: Column, filters: list[JsonFilter]) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    path = filters[0].path
    schema = relation.identity.rpartition(".")[0]
    if path:
        steps = "".join(f" -> {_text(step)}" for step in path[:-1])
        name = index_name(context.catalog, relation, (column.name, path[-1]))
        index = (
            f"CREATE INDEX {name} ON {relation.identity} (({column.quoted}{steps} ->> {_text(path[-1])}));"
        )
        how = f"by its value at {'.'.join(path)!r}"
    else:
        name = index_name(context.catalog, relation, (column.name,), "gin")
        index = f"CREATE INDEX {name} ON {relation.identity} USING gin ({column.quoted});"
        how = "by what it contains"
    by = sorted({one.by for one in filters})
    return context.finding(
        relation,
        f"{quoted} is searched {how}, and no index serves that",
        column=column.name,
        severity=max((_grade(context, one) for one in filters), key=lambda grade: grade.rank),
        evidence=[
            parsed(
                f"{', '.join(by[:5])} filters it with {', '.join(sorted({one.operator for one in filters}))}"
            ),
            catalog(f"no index of {relation.identity} serves that"),
        ],
        fix=index,
        rollback=f"DROP INDEX {schema}.{name};",
        detail=".".join(path),
    )


def _grade(context: Context, one: JsonFilter) -> Severity:
    """How many rows a search unpacks: all, those of the tenant, or fewer."""
    if not one.beside:
        return Severity.HIGH
    return Severity.LOW if one.beside - {context.facts.tenancy.key_of(one.relation)} else Severity.MEDIUM


def _unsearched(context: Context, relation: Relation, column: Column) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    return context.finding(
        relation,
        f"{quoted} has no index on what it holds; nothing in the database searches it",
        column=column.name,
        severity=Severity.INFO,
        evidence=[catalog(f"{quoted} is jsonb without a GIN index")],
        advice="Add a GIN index once the application filters it with @> or ?; until then it slows writes",
        cause="unsearched",
        together="{count} jsonb columns have no index on what they hold; nothing in the database "
        "searches them",
    )


def _text(step: str) -> str:
    """A step of a path as a string literal."""
    return "'" + step.replace("'", "''") + "'"
