"""format-unchecked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.checks import checked, referencing
from pgassay.facts.columns import default_text
from pgassay.facts.formats import Format, format_of
from pgassay.facts.free_names import constraint_name
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
        for relation, column, form in found:
            yield _finding(context, relation, column, form, len(found) if len(found) >= MANY else 0)


def _finding(context: Context, relation: Relation, column: Column, form: Format, alike: int) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    name = constraint_name(context.catalog, relation, column.name, "format")
    written = set(context.facts.column_values.get((relation.identity, column.name), ()))
    written |= {text for text in (default_text(column),) if text is not None}
    blank = f" OR {column.quoted} = ''" if "" in written else ""
    fits = all(form.matches(text) for text in written if text)
    operator = "~*" if form.blind else "~"
    test = f"{column.quoted} {operator} '{form.pattern}'{blank}"
    writers = context.facts.access.writers(relation)
    others = ", ".join(repr(text) for text in sorted(written) if text and not form.matches(text))
    single = f"{quoted} holds {form.called} and accepts any text"
    several = f"{alike} columns hold {form.called} and accept any text"
    return context.finding(
        relation,
        several if alike else single,
        column=column.name,
        severity=Severity.MEDIUM if writers else Severity.LOW,
        evidence=[catalog(f"{quoted} is {column.type}; no CHECK names it and its type has none")],
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({test});" if fits else None,
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};" if fits else None,
        advice="Mend the rows that do not match first; the CHECK is refused while there are any"
        if fits
        else f"It also holds {others}: write the CHECK to allow that",
        cause=form.name if alike else None,
    )
