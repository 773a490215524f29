"""list-may-be-empty."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.values import ColumnOf, Compare, Member
from pgassay.facts.ddl.free_names import constraint_name
from pgassay.facts.tables.admitted import admitting
from pgassay.facts.tables.column_values import nodes
from pgassay.facts.tables.columns import is_list
from pgassay.facts.tables.editors import users_reach
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.postgres import parse
from pgassay.rules import Context, catalog, rule
from pgassay.rules.admits import admits, asked_of
from pgassay.rules.rule import Holds


@rule(on=Catalog, severity=Severity.MEDIUM, right="Required lists hold something")
def list_may_be_empty(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A required list may hold nothing.

    NOT NULL asks for a list, not for anything in it: a webhook without events or a schedule without days is
    stored, does nothing, and nobody is told.

    It speaks of array columns that are NOT NULL and have no default, in tables that clients write, where no
    CHECK refuses the empty list. `array_length(list, 1) > 0` does not: of an empty list it is NULL, and a
    CHECK lets NULL pass; `cardinality(list) > 0` does. It is medium where such a CHECK was meant to, or
    where a function or policy looks for a value in the list, else low. It is silent where the column has a
    default (an empty list is then what a row starts with), where a CHECK bounds the length from above
    alone, for generated columns, logs and partitions.
    """
    for relation in context.own_relations():
        if not relation.is_table or relation.parent or relation.identity in context.facts.kinds.logs:
            continue
        for column in relation.columns:
            if not (is_list(column) and column.not_null) or column.default is not None or column.generated:
                continue
            passing = admitting(database, relation, column, "{}", asked_of(context, relation))
            if passing is None:
                yield context.holds(relation, column.name)
            elif all(_is_meant(check) for check in passing) and users_reach(
                context.facts, relation, "insert", "update"
            ):
                searched = bool(passing) or _is_searched(context, relation, column)
                yield _finding(context, relation, column, passing, searched=searched)


def _is_meant(check: Constraint) -> bool:
    """True for a CHECK that holds the length of a list to a least number."""
    tree = parse.expression(check.expression or "")
    return any(
        node["name"][-1]["String"]["sval"] in (">", ">=", "=", "<>")
        and any(name == "FuncCall" for name, _ in parse.walk(node.get("lexpr")))
        for name, node in parse.walk(tree)
        if name == "A_Expr" and node.get("kind") == "AEXPR_OP"
    )


def _is_searched(context: Context, relation: Relation, column: Column) -> bool:
    """True where a function or a policy asks whether something is in the list."""
    wheres = [query.where for body in context.facts.bodies.values() for query in body.queries]
    wheres += list(context.facts.conditions.values())
    return any(
        isinstance(part, ColumnOf) and part.relation == relation.identity and part.name == column.name
        for node in nodes(tuple(wheres))
        for part in _looked_through(node)
    )


def _looked_through(node: object) -> tuple[object, ...]:
    """The lists in which a condition looks for a value."""
    if isinstance(node, Member) and isinstance(node.among, tuple) and len(node.among) == 1:
        return node.among
    if isinstance(node, Compare) and node.operator in ("@>", "&&", "<@"):
        return (node.left, node.right)
    return ()


def _finding(
    context: Context, relation: Relation, column: Column, passing: tuple[Constraint, ...], *, searched: bool
) -> Finding:
    place = f"{relation.identity}.{column.quoted}"
    name = constraint_name(context.catalog, relation, column.name, "not_empty")
    unchecked = "" if passing else ", and no CHECK names it"
    test = f"cardinality({column.quoted}) > 0"
    return context.finding(
        relation,
        f"{place} is a required list and may be empty"
        + (f": {passing[0].name} lets an empty list pass" if passing else ""),
        column=column.name,
        severity=Severity.MEDIUM if searched else Severity.LOW,
        evidence=[
            catalog(f"{place} is {column.type} NOT NULL, without a default{unchecked}"),
            *admits(context, relation, column.name, "{}", passing),
        ],
        fix=f"ALTER TABLE {relation.identity} ADD CONSTRAINT {name} CHECK ({test});",
        rollback=f"ALTER TABLE {relation.identity} DROP CONSTRAINT {name};",
        advice="Mend the rows with an empty list first; the CHECK is refused while there are any. "
        "array_length would not do: of an empty list it is NULL, and a CHECK lets NULL pass",
    )
