"""status-unchecked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.checks import checked, referencing
from pgassay.facts.tables.column_values import row_values
from pgassay.facts.tables.columns import default_text, is_kind_name, is_state_name, is_text
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.formats import format_of
from pgassay.facts.tables.keys import unique_sets
from pgassay.facts.tables.open_words import is_open_list, stores_given
from pgassay.facts.tables.references import tells_of_which
from pgassay.facts.tables.words import is_word, listed_words
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.admits import refuses_some
from pgassay.rules.remarks import remark_beside
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.MEDIUM, right="Columns of a few words refuse all others")
def status_unchecked(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column of a few fixed words accepts any text.

    A misspelt state is stored without an error, and every query that asks for the right word passes the row
    over.

    It speaks where the words are facts: functions or policies compare the column with, or set it to, two or
    more of them, or the column's comment lists them, or the one that stands behind it in its file: then the
    CHECK is the fix, and all of a schema are one finding. Low where functions only write the words, into a
    column without default that is not named as a state. Where one word is known, the default, and the name
    says state, status, stage, role or level, all of a schema are one finding, at low; a queue's state that
    users can write is medium (where no platform opens the database to them and there is no policy, the
    application alone does).

    It is silent for enums, columns with a CHECK, domains with a CHECK, foreign keys, columns that are a key
    by themselves, what says which table a key beside it is of, and in logs for what has no default or what a
    function writes from elsewhere. Silent for open lists, which no comment closes: columns without default
    that are named for an event, an error or as a name or code, or in which functions store what they are
    given. A comment that ends in "etc." or gives examples lists nothing.
    """
    listed: dict[str, list[tuple[Relation, Column, list[str]]]] = defaultdict(list)
    guessed: dict[str, list[tuple[Relation, Column, list[str]]]] = defaultdict(list)
    for relation in context.own_relations():
        for column in relation.columns if relation.is_table and not relation.parent else ():
            words = _words(context, relation, column) if _is_text(column) else []
            if not _is_closed(context, relation, column, words):
                continue
            if checked(context.catalog, relation, column) or referencing(context.catalog, relation, column):
                if refuses_some(context, relation, column):
                    yield context.holds(relation, column.name)
            elif format_of(column) is not None:
                continue
            elif _listing(context, relation, column, words) is not None:
                listed[relation.schema].append((relation, column, words))
            elif len(words) > 1:
                yield _finding(context, relation, column, words)
            elif not is_kind_name(column) or _is_work(context, relation, column):
                guessed[relation.schema].append((relation, column, words))
    for found in listed.values():
        for relation, column, words in found:
            yield _finding(context, relation, column, words)
    for found in guessed.values():
        for relation, column, words in found:
            yield _guessed(context, relation, column, words)


def _is_text(column: Column) -> bool:
    return (is_text(column) or column.type_category == "E") and not column.generated


def _is_closed(context: Context, relation: Relation, column: Column, words: list[str]) -> bool:
    """True when the words that are known show that there are only a few."""
    if len(words) < 2 and not (words and is_state_name(column)):
        return False
    if frozenset({column.name}) in unique_sets(context.catalog, relation):
        return False
    if tells_of_which(relation, column):
        return False
    if _listing(context, relation, column, words) is None and is_open_list(context.facts, relation, column):
        return False
    return relation.identity not in context.facts.kinds.logs or not (
        column.default is None or stores_given(context.facts, relation, column)
    )


def _is_work(context: Context, relation: Relation, column: Column) -> bool:
    """True for the state that a queue's rows go through."""
    state = context.facts.kinds.states.get(relation.identity)
    queue = relation.identity in context.facts.kinds.queues
    return queue and state is not None and state.column == column.name


def _words(context: Context, relation: Relation, column: Column) -> list[str]:
    """The words a column is known to take, its default first; none when one of its literals is no word."""
    default = default_text(column)
    used = context.facts.column_values.get((relation.identity, column.name), frozenset())
    tested = {word for row in _rows(context, relation) for word in row.get(column.name, ())}
    words = [default] if default is not None else []
    words += sorted((used | tested) - set(words))
    if not all(is_word(word) for word in words):
        return []
    listing = _listing(context, relation, column, words)
    return [*words, *(word for word in listed_words(listing) if word not in words)]


def _rows(context: Context, relation: Relation) -> Iterator[dict[str, frozenset[str]]]:
    """What the functions of a relation's triggers compare the columns of OLD and NEW with."""
    for function in {trigger.function for trigger in context.catalog.triggers_of(relation.identity)}:
        body = context.facts.bodies.get(function)
        if body is not None:
            yield row_values(body)


def _listing(context: Context, relation: Relation, column: Column, words: list[str]) -> str | None:
    """The comment on the column, or behind it in its file, that lists all words that are known; what stands
    in the file counts only where some are.
    """
    for text in (column.comment, remark_beside(context, relation, column.name) if words else None):
        listed = listed_words(text)
        if listed and set(words) <= set(listed):
            return text
    return None


def _finding(context: Context, relation: Relation, column: Column, words: list[str]) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    used = context.facts.column_values.get((relation.identity, column.name))
    listing = _listing(context, relation, column, words)
    complete = listing is not None
    evidence = [_bare(relation, column)]
    if used:
        evidence.append(parsed(f"functions and policies know it as {', '.join(sorted(used))}"))
    if complete:
        known = catalog if listing == column.comment else parsed
        evidence.append(known(f"its comment says: {listing}"))
    listed = ", ".join(f"'{word}'" for word in words)
    name = constraint_name(context.catalog, relation, column.name, "check")
    return context.finding(
        relation,
        f"{quoted} takes a few fixed words and accepts any text",
        column=column.name,
        severity=None if complete or _is_asked(context, relation, column) else Severity.LOW,
        evidence=evidence,
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({column.quoted} IN ({listed}));"
        if complete
        else None,
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};" if complete else None,
        advice="Mend the rows with other words first"
        if complete
        else f"{_spelt(words)}Known here: {listed}. With the words that the application adds: "
        f"ALTER TABLE {relation.identity} ADD CHECK ({column.quoted} IN ({listed}, …))",
        cause=f"listed {relation.schema}" if complete else None,
        together=f"{{count}} columns of {relation.schema} take the words that their comments list, and "
        "accept any text",
    )


def _is_asked(context: Context, relation: Relation, column: Column) -> bool:
    """True where a wrong word is passed over: something asks for one, or it is a state, which others do."""
    if column.default is not None or is_state_name(column):
        return True
    rows = _rows(context, relation)
    return (relation.identity, column.name) in context.facts.tested.compared or any(
        column.name in row for row in rows
    )


def _spelt(words: list[str]) -> str:
    """What to do first about words that only capitals tell apart."""
    lower = [word.lower() for word in words]
    twice = [f"'{word}'" for word in words if lower.count(word.lower()) > 1]
    return f"Choose one spelling first, {', '.join(twice)} differ to Postgres. " if twice else ""


def _guessed(context: Context, relation: Relation, column: Column, words: list[str]) -> Finding:
    quoted = f"{relation.identity}.{column.quoted}"
    work = _is_work(context, relation, column)
    evidence = [_bare(relation, column)]
    if work:
        evidence.append(catalog(f"{quoted} says how far the work of a queue is"))
    return context.finding(
        relation,
        f"{quoted} is named as a state, defaults to '{words[0]}' and accepts any text",
        column=column.name,
        severity=Severity.MEDIUM if work and not application_decides(context.facts) else Severity.LOW,
        evidence=evidence,
        advice="Where the application knows a few words only, list them in a CHECK",
        cause=f"schema {relation.schema}",
        together=f"{{count}} columns of {relation.schema} are named as states, default to a word and accept "
        "any text",
    )


def _bare(relation: Relation, column: Column) -> Evidence:
    return catalog(
        f"{relation.identity}.{column.quoted} is {column.type}, default {column.default or 'none'}; "
        "no CHECK, enum or foreign key"
    )
