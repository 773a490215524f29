"""expectation-unmet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pgassay.config.stated import line_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.ref import Ref
from pgassay.model.relations import Relation
from pgassay.model.source import Location
from pgassay.read.find import shown
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.CRITICAL, yields_to=("rls-disabled",))
def expectation_unmet(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The schema is not what `[expect]` in the configuration says it is.

    What a folder of migrations cannot say, a project states: which tables have row security, how many
    policies and columns each has at least. Where the schema has less, something was forgotten, or lost on the
    way.

    `rls = "all"` asks for row security on every table that the migrations made, `rls = [...]` on some;
    `policies` and `columns` give the least number for a table. A table that is named under `[expect]` and is
    not there is one finding. Tables that are to be in a publication are what `published-table-missing` speaks
    of. Silent where nothing is stated.

    The facts that suffice: pg_class, pg_policy and pg_attribute.
    """
    missing = [name for name in _named(context) if name not in database.relation]
    for name in missing:
        yield _missing(context, name)
    secured = list(_secured(context))
    bare = [table for table in secured if not table.rls_enabled]
    yield from (context.holds(table) for table in secured if table.rls_enabled)
    yield from (_without_rls(context, table, len(bare)) for table in bare)
    expect = context.config.expect
    counted = {relation.identity: len(relation.columns) for relation in database.relations}
    yield from _fewer(context, expect.columns, counted, "columns", "column")
    ruled = {relation: len(database.policies_of(relation)) for relation in expect.policies}
    yield from _fewer(context, expect.policies, ruled, "policies", "policy")


def _named(context: Context) -> list[str]:
    """The relations that are named under [expect], each with the first place that names it."""
    expect = context.config.expect
    named = [] if expect.rls is None or isinstance(expect.rls, str) else list(expect.rls)
    named += [*expect.policies, *expect.columns]
    named += [name for names in expect.published.values() for name in names]
    return list(dict.fromkeys(named))


def _secured(context: Context) -> Iterator[Relation]:
    """The tables that are to have row security."""
    rls = context.config.expect.rls
    if isinstance(rls, str):
        yield from (one for one in context.own_relations() if one.is_table and one.parent is None)
    elif rls is not None:
        found = (context.catalog.relation.get(name) for name in rls)
        yield from (one for one in found if one is not None and one.is_table)


def _missing(context: Context, name: str) -> Finding:
    return context.finding(
        Ref(kind="table", identity=name, relation=name),
        f"{name} is expected and is not there: make it, or take it out of [expect]",
        evidence=[catalog(f"pg_class has no relation {name}"), _stated(context, name)],
        location=_place(context, name),
        detail="missing",
    )


def _without_rls(context: Context, table: Relation, number: int) -> Finding:
    everywhere = isinstance(context.config.expect.rls, str)
    who = f"{number} tables have" if number > 1 else f"{table.identity} has"
    return context.finding(
        table,
        f"{who} no row security, and [expect] asks for it",
        evidence=[
            catalog(f"{table.identity}: pg_class.relrowsecurity = false"),
            parsed(f"{_file(context)}: expect.rls {'is all' if everywhere else 'lists it'}"),
        ],
        advice="Enable row security in the migration that adds its policies",
        detail="rls",
        cause="rls",
    )


def _fewer(
    context: Context, expected: Mapping[str, int], counted: Mapping[str, int], what: str, singular: str
) -> Iterator[Finding | Holds]:
    for name, least in expected.items():
        relation = context.catalog.relation.get(name)
        if relation is None:
            continue
        if counted[name] >= least:
            yield context.holds(relation)
            continue
        number = f"{counted[name] or 'no'} {what if counted[name] != 1 else singular}"
        yield context.finding(
            relation,
            f"{name} has {number}, and [expect] asks for {least}",
            severity=Severity.CRITICAL if what == "policies" else Severity.HIGH,
            evidence=[
                catalog(f"{'pg_policy' if what == 'policies' else 'pg_attribute'}: {number}"),
                _stated(context, name),
            ],
            detail=what,
        )


def _stated(context: Context, name: str) -> Evidence:
    place = _place(context, name)
    at = f":{place.line}" if place is not None else ""
    return parsed(f"{_file(context)}{at}: [expect] names {name}")


def _file(context: Context) -> str:
    return context.config.file.name if context.config.file else "the configuration"


def _place(context: Context, name: str) -> Location | None:
    """Where the configuration names a relation under [expect]."""
    file = context.config.file
    line = line_of(file, "expect", name) if file is not None else None
    return Location(file=shown(file), line=line) if file is not None and line is not None else None
