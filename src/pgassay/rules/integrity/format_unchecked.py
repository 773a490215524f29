"""format-unchecked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.checks import checked, referencing
from pgassay.facts.tables.columns import default_text
from pgassay.facts.tables.driving import drives_work
from pgassay.facts.tables.editors import clients_reach
from pgassay.facts.tables.formats import Format, format_of, is_shown
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.INFO)
def format_unchecked(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column that holds addresses, schedules or short names accepts any text.

    What reads it later (a scheduler, a mailer, a browser) fails far from where the value came in, or does
    worse: a link that is no web address can carry a script.

    It speaks of text columns whose default, comment or name says what they hold, without a CHECK, a domain
    with a CHECK or a foreign key. It is medium, with a CHECK as its fix, for the schedules of definitions and
    for the addresses of those that work is carried out by; pictures aside. All others that clients write are
    one finding for the schema, at info. It is silent for logs, for generated columns, for what only the
    backend writes and for what a trigger copies from the users' table. A default or a literal in a function
    that does not have the form means that the column holds something else too: then there is no fix.
    """
    shown: dict[str, list[tuple[Relation, Column, Format]]] = defaultdict(list)
    for relation in context.own_relations():
        if not relation.is_table or relation.parent:
            continue
        for column in relation.columns:
            form = format_of(column) if not column.generated else None
            if form is None:
                continue
            if checked(database, relation, column) or referencing(database, relation, column):
                yield context.holds(relation, column.name)
            elif not _is_entered(context, relation, column):
                continue
            elif _is_acted_on(context, relation, column, form):
                yield _acted_on(context, relation, column, form)
            else:
                shown[relation.schema].append((relation, column, form))
    for found in shown.values():
        for place in found:
            yield _shown(context, *place, len(found))


def _is_entered(context: Context, relation: Relation, column: Column) -> bool:
    """True for a column that clients write, and that is neither a log's nor a copy of what the users' table
    says.
    """
    facts = context.facts
    if relation.identity in facts.kinds.logs or not clients_reach(facts, relation, "insert", "update"):
        return False
    copying = (t.function for t in facts.catalog.triggers if t.relation in facts.users)
    writes = (
        write for function in copying if function in facts.bodies for write in facts.bodies[function].writes
    )
    return not any(w.relation == relation.identity and w.value(column.name) is not None for w in writes)


def _is_acted_on(context: Context, relation: Relation, column: Column, form: Format) -> bool:
    """True for the schedules of definitions, and the addresses of those that work is carried out by."""
    if form.name == "cron":
        return relation.identity in context.facts.kinds.definitions
    facts = context.facts
    works = drives_work(context.catalog, facts.kinds, relation)
    if form.name == "slug" or is_shown(column) or not works:
        return False
    return not owner_only(relation, facts.access, facts.using)


def _shown(context: Context, relation: Relation, column: Column, form: Format, alike: int) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    return context.finding(
        relation,
        f"{alike} columns of {relation.schema} hold addresses, schedules or short names and accept any text"
        if alike > 1
        else f"{quoted} holds {form.called} and accepts any text",
        column=column.name,
        evidence=[catalog(f"{quoted} holds {form.called}, is {column.type}, and no CHECK names it")],
        advice="Add a CHECK where a wrong value does harm: where it is called, mailed to or put in a link",
        cause=f"schema {relation.schema}",
    )


def _others(context: Context, relation: Relation, column: Column, form: Format) -> list[str]:
    """The texts that the column is known to hold and that do not have the form."""
    return [text for text in _written(context, relation, column) if text and not form.matches(text)]


def _written(context: Context, relation: Relation, column: Column) -> list[str]:
    """The literals that the column defaults to, or that functions and policies know it by."""
    default = default_text(column)
    known = context.facts.column_values.get((relation.identity, column.name), frozenset())
    return sorted(known | ({default} if default is not None else set()))


def _acted_on(context: Context, relation: Relation, column: Column, form: Format) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    name = constraint_name(context.catalog, relation, column.name, "format")
    blank = f" OR {column.quoted} = ''" if "" in _written(context, relation, column) else ""
    test = f"{column.quoted} {'~*' if form.blind else '~'} '{form.pattern}'{blank}"
    others = _others(context, relation, column, form)
    return context.finding(
        relation,
        f"{quoted} holds {form.called} and accepts any text",
        column=column.name,
        severity=Severity.MEDIUM,
        evidence=[catalog(f"{quoted} is {column.type}; no CHECK names it and its type has none")],
        fix=None if others else f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({test});",
        rollback=None if others else f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice=f"It also holds {', '.join(others)}: write the CHECK to allow that"
        if others
        else "Mend the rows that do not match first; the CHECK is refused while there are any",
    )
