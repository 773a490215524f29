"""status-unchecked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts.tables.checks import checked, referencing
from pgassay.facts.tables.columns import default_text, is_state_name, is_text
from pgassay.facts.tables.formats import format_of
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_WORD = re.compile(r"^[A-Za-z][A-Za-z_]*(-[A-Za-z]+)*$")


@rule(on=Relation, severity=Severity.MEDIUM)
def status_unchecked(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A column of a few fixed words accepts any text.

    A misspelt state is stored without an error, and every query that asks for the right word passes the row
    over.

    It speaks where the words are facts: functions or policies compare the column with, or set it to, two or
    more of them; or its default is one such word and its name says state, status, stage, role, type or kind.
    It is silent for enums, columns with a CHECK, domains with a CHECK, foreign keys, columns that are a key
    by themselves, and what logs write down without a default: the names of events are an open list.
    """
    if not relation.is_table or relation.parent:
        return
    log = relation.identity in context.facts.kinds.logs
    for column in relation.columns:
        if not (is_text(column) or column.type_category == "E") or column.generated:
            continue
        words = _words(context, relation, column)
        if len(words) < 2 and not (words and is_state_name(column)):
            continue
        if frozenset({column.name}) in unique_sets(context.catalog, relation) or (
            log and column.default is None
        ):
            continue
        if checked(context.catalog, relation, column) or referencing(context.catalog, relation, column):
            yield context.holds(relation, column.name)
        elif format_of(column) is None:
            yield _finding(context, relation, column, words)


def _words(context: Context, relation: Relation, column: Column) -> list[str]:
    """The words a column is known to take, its default first; none when one of its literals is no word."""
    default = default_text(column)
    words = [default] if default is not None else []
    used = context.facts.column_values.get((relation.identity, column.name), frozenset())
    words += sorted(used - set(words))
    return words if all(_WORD.match(word) for word in words) else []


def _finding(context: Context, relation: Relation, column: Column, words: list[str]) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    used = context.facts.column_values.get((relation.identity, column.name))
    evidence = [
        catalog(
            f"{quoted} is {column.type}, default {column.default or 'none'}; no CHECK, enum or foreign key"
        )
    ]
    if used:
        evidence.append(parsed(f"functions and policies know it as {', '.join(sorted(used))}"))
    listed = ", ".join(f"'{word}'" for word in words)
    return context.finding(
        relation,
        f"{quoted} takes a few fixed words and accepts any text",
        column=column.name,
        evidence=evidence,
        advice=f"Known here: {listed}. With the words that the application adds: "
        f"ALTER TABLE {relation.identity} ADD CHECK ({column.quoted} IN ({listed}, …))",
    )
