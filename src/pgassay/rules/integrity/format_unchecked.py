"""format-unchecked."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.policies.owners import owner_only
from pgassay.facts.tables.checks import checked, referencing
from pgassay.facts.tables.columns import default_text
from pgassay.facts.tables.driving import drives_work
from pgassay.facts.tables.editors import users_reach
from pgassay.facts.tables.formats import Format, format_of, is_called, is_shown
from pgassay.facts.tables.secrets import is_prompt, is_proof
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.admits import refuses_some
from pgassay.rules.rule import Holds


@rule(
    on=Relation,
    severity=Severity.MEDIUM,
    right="Addresses and schedules that are acted on have a form to match",
)
def format_unchecked(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A column that holds an address or a schedule that the backend acts on accepts any text.

    What reads it later (a scheduler, a mailer, whoever calls it) fails far from where the value came in, or
    calls what it should not.

    It speaks of text columns whose default, comment or name says what they hold, without a CHECK, a domain
    with a CHECK or a foreign key: of the schedules of definitions, of web addresses that definitions which
    work is carried out by are to call (webhook, callback, endpoint), and of those beside a secret to call
    them with. Addresses that
    are only kept or shown are not looked at, nor are short names, rows that only their own user changes,
    logs, generated columns, what only the backend writes and what a trigger copies from the users' table. A
    default or a literal in a function that does not have the form means that the column holds something else
    too: then there is no fix. Low, and without one, for schedules: they have a grammar of their own, which
    what reads them knows better than a pattern in a CHECK.
    """
    for column in relation.columns if relation.is_table and not relation.parent else ():
        form = format_of(column) if not column.generated else None
        if form is None:
            continue
        if checked(context.catalog, relation, column) or referencing(context.catalog, relation, column):
            if refuses_some(context, relation, column):
                yield context.holds(relation, column.name)
        elif _is_entered(context, relation, column) and _is_acted_on(context, relation, column, form):
            yield _acted_on(context, relation, column, form)


def _is_entered(context: Context, relation: Relation, column: Column) -> bool:
    """True for a column that clients write, and that is neither a log's nor a copy of what the users' table
    says.
    """
    facts = context.facts
    if relation.identity in facts.kinds.logs or not users_reach(facts, relation, "insert", "update"):
        return False
    copying = (t.function for t in facts.catalog.triggers if t.relation in facts.users)
    writes = (
        write for function in copying if function in facts.bodies for write in facts.bodies[function].writes
    )
    return not any(w.relation == relation.identity and w.value(column.name) is not None for w in writes)


def _is_acted_on(context: Context, relation: Relation, column: Column, form: Format) -> bool:
    """True for the schedules of definitions, and for web addresses that are called: with a secret beside
    them, or as those that work is carried out by say.
    """
    facts = context.facts
    if form.name == "cron":
        return relation.identity in facts.kinds.definitions
    if form.name != "url" or is_shown(column) or owner_only(facts, relation):
        return False
    keys = [one for one in facts.kinds.secrets(relation) if not (is_prompt(one) or is_proof(one))]
    if any(one.not_null for one in keys):
        return True
    return is_called(column) and drives_work(context.catalog, facts.kinds, relation)


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
    advice = "Mend the rows that do not match first; the CHECK is refused while there are any"
    if others:
        advice = f"It also holds {', '.join(others)}: write the CHECK to allow that"
    elif form.grammar:
        advice = "Let what reads it later parse it when it is entered, and refuse it then"
    written = None if others or form.grammar else f"ALTER TABLE {relation.identity}"
    return context.finding(
        relation,
        f"{quoted} holds {form.called} and accepts any text",
        column=column.name,
        severity=Severity.LOW if form.grammar else None,
        evidence=[catalog(f"{quoted} is {column.type}; no CHECK names it and its type has none")],
        fix=f"{written} ADD CONSTRAINT {name} CHECK ({test});" if written else None,
        rollback=f"{written} DROP CONSTRAINT {name};" if written else None,
        advice=advice,
    )
