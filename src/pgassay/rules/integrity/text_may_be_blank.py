"""text-may-be-blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.admitted import admitting
from pgassay.facts.tables.columns import is_required_word
from pgassay.facts.tables.editors import users_reach
from pgassay.facts.tables.formats import format_of
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.admits import admits, asked_of
from pgassay.rules.rule import Holds


class _Blank(msgspec.Struct, frozen=True, kw_only=True):
    """A column that admits a blank text, with the CHECKs that let it pass."""

    relation: Relation
    column: Column
    passing: tuple[Constraint, ...]


@rule(on=Catalog, severity=Severity.LOW, right="Required texts cannot be blank")
def text_may_be_blank(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A required text may be blank.

    NOT NULL refuses a missing value and not an empty one: a key without a name, a message without a
    recipient and an agent without a prompt are stored as if they were whole.

    It speaks of text columns that are NOT NULL without a default, that clients write, and whose name says
    that a row is of no use without it (a name, a recipient, a prompt), where no CHECK refuses the empty
    text though the schema refuses it in another such column. All of a schema are one finding: medium
    where it refuses blanks in most and forgot these, else low. It is silent where the schema refuses them
    nowhere, for then the application is what does, for texts of a form (format-unchecked speaks of
    those), foreign keys, generated columns, logs and partitions, and for columns that a function or
    trigger of the schema sets to the empty text.
    """
    held: dict[str, int] = defaultdict(int)
    blank: dict[str, list[_Blank]] = defaultdict(list)
    for relation in context.own_relations():
        for column in _required(context, relation):
            passing = admitting(database, relation, column, "", asked_of(context, relation))
            if passing is None:
                held[relation.schema] += 1
                # That the empty text is refused says nothing of one of spaces.
                if admitting(database, relation, column, " ", asked_of(context, relation)) is None:
                    yield context.holds(relation, column.name)
            elif users_reach(context.facts, relation, "insert", "update"):
                blank[relation.schema].append(_Blank(relation=relation, column=column, passing=passing))
    for schema, found in blank.items():
        forgotten = held[schema] > len(found)
        for one in found if held[schema] else ():
            yield _finding(context, one, Severity.MEDIUM if forgotten else Severity.LOW)


def _required(context: Context, relation: Relation) -> Iterator[Column]:
    if not relation.is_table or relation.parent or relation.identity in context.facts.kinds.logs:
        return
    keys = {name for key in context.catalog.foreign_keys_of(relation.identity) for name in key.columns}
    for column in relation.columns:
        bare = column.not_null and column.default is None and not column.generated
        # What a function of the schema writes as '' is blank on purpose, and a CHECK would stop it.
        written = "" in context.facts.column_values.get((relation.identity, column.name), ())
        if (
            bare
            and is_required_word(column)
            and column.name not in keys
            and not written
            and format_of(column) is None
        ):
            yield column


def _finding(context: Context, one: _Blank, severity: Severity) -> Finding:
    relation, column = one.relation, one.column
    place = f"{relation.identity}.{column.quoted}"
    name = constraint_name(context.catalog, relation, column.name, "not_blank")
    others = f", and {'most' if severity is Severity.MEDIUM else 'some'} others may not"
    test = f"btrim({column.quoted}) <> ''"
    unchecked = "" if one.passing else ", and no CHECK names it"
    return context.finding(
        relation,
        f"{place} is required and may be blank{others}",
        column=column.name,
        severity=severity,
        evidence=[
            catalog(f"{place} is {column.type} NOT NULL, without a default{unchecked}"),
            *admits(context, relation, column.name, "", one.passing),
        ],
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({test});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice="Mend the blank rows first; the CHECK is refused while there are any",
        cause=f"schema {relation.schema}",
        together=f"{{count}} required texts of {relation.schema} may be blank{others}",
    )
