"""format-unchecked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.checks import checked, referencing
from pgassay.facts.tables.columns import default_text
from pgassay.facts.tables.formats import Format, format_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

#: From so many columns on, one form is one finding.
MANY = 4


@rule(on=Catalog, severity=Severity.MEDIUM)
def format_unchecked(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column that holds addresses, schedules or short names accepts any text.

    What reads it later (a scheduler, a mailer, a browser) fails far from where the value came in, or does
    worse: a link that is no web address can carry a script.

    It speaks of text columns whose default, comment or name says what they hold, without a CHECK, a domain
    with a CHECK or a foreign key. Columns that only the backend writes are low. Where four or more columns
    have the same form they are one finding. A default or a literal in a function that does not have the form
    means that the column holds something else too: then there is advice and no fix.
    """
    open_columns: dict[str, list[tuple[Relation, Column, Format]]] = defaultdict(list)
    for relation in context.own_relations():
        if not relation.is_table or relation.parent:
            continue
        for column in relation.columns:
            form = format_of(column) if not column.generated else None
            if form is None:
                continue
            if checked(database, relation, column) or referencing(database, relation, column):
                yield context.holds(relation, column.name)
            else:
                open_columns[form.name].append((relation, column, form))
    for found in open_columns.values():
        alike = [place for place in found if not _others(context, *place)]
        for place in found:
            count = len(alike) if place in alike and len(alike) >= MANY else 0
            yield _finding(context, *place, count)


def _others(context: Context, relation: Relation, column: Column, form: Format) -> list[str]:
    """The texts that the column is known to hold and that do not have the form."""
    return [text for text in _written(context, relation, column) if text and not form.matches(text)]


def _written(context: Context, relation: Relation, column: Column) -> list[str]:
    """The literals that the column defaults to, or that functions and policies know it by."""
    default = default_text(column)
    known = context.facts.column_values.get((relation.identity, column.name), frozenset())
    return sorted(known | ({default} if default is not None else set()))


def _finding(context: Context, relation: Relation, column: Column, form: Format, alike: int) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    name = constraint_name(context.catalog, relation, column.name, "format")
    blank = f" OR {column.quoted} = ''" if "" in _written(context, relation, column) else ""
    test = f"{column.quoted} {'~*' if form.blind else '~'} '{form.pattern}'{blank}"
    others = _others(context, relation, column, form)
    writers = context.facts.access.writers(relation)
    single = f"{quoted} holds {form.called} and accepts any text"
    return context.finding(
        relation,
        f"{alike} columns hold {form.called} and accept any text" if alike else single,
        column=column.name,
        severity=Severity.MEDIUM if writers else Severity.LOW,
        evidence=[catalog(f"{quoted} is {column.type}; no CHECK names it and its type has none")],
        fix=None if others else f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({test});",
        rollback=None if others else f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice=f"It also holds {', '.join(others)}: write the CHECK to allow that"
        if others
        else "Mend the rows that do not match first; the CHECK is refused while there are any",
        cause=form.name if alike else None,
    )
