"""What SELECT … INTO, RETURNING … INTO and FOR … IN put into the variables of a PL/pgSQL function."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.conditions.translate import query_of
from pgassay.facts.conditions.values import ColumnOf, Exists, Opaque, Query, Subquery, Term
from pgassay.facts.functions.reading import Reading, name_of
from pgassay.facts.functions.writes import COMMANDS, taken
from pgassay.model.source import Tree


def made_in(relation: str) -> Opaque:
    """What RETURNING gives of a row that an INSERT has just made in a relation."""
    return Opaque(f"row made in {relation}")


def bind_statement(target: Tree, tree: Tree, reading: Reading) -> None:
    """Sets the variables in `target` to what a statement gives, and FOUND to whether it gives anything."""
    ((kind, fields),) = tree.items()
    if kind == "SelectStmt":
        query, targets = query_of(fields, reading.here), fields.get("targetList", [])
    elif kind == "InsertStmt":
        _bind_made(target, fields, reading)
        return
    elif kind in COMMANDS:
        query = taken(fields, reading.here)[0]
        clause = fields.get("returningClause", {})
        targets = clause.get("exprs", [])
    else:
        return
    bind(target, query, tuple(_names(targets)), reading)
    reading.variables["found"] = Opaque("condition", (Exists(query),))


def _bind_made(target: Tree, fields: Tree, reading: Reading) -> None:
    """Sets the variables to parts of the row that an INSERT made, where it cannot be one that was there."""
    bind(target, None, (), reading)
    reading.variables["found"] = Opaque("variable")
    name, into = fields.get("onConflictClause", {}).get("action"), fields["relation"]
    relation = reading.here.relation_named(into.get("schemaname"), into["relname"])
    if not target or name == "ONCONFLICT_UPDATE" or relation is None:
        return
    if "PLpgSQL_row" in target:
        names = [str(item["name"]) for item in target["PLpgSQL_row"].get("fields", [])]
    else:
        names = [name_of(target)]
    for one in names:
        reading.assign(one, made_in(relation))
        # A record's fields; no other variable has any.
        for column in reading.scope.columns_of(relation):
            reading.variables[f"{one}.{column}"] = made_in(relation)


def bind(target: Tree, query: Query | None, names: tuple[str, ...], reading: Reading) -> None:
    """Sets the variables in `target` to the outputs of a query, called `names`; to unknowns without one."""
    if not target:
        return
    if "PLpgSQL_row" in target:
        variables = [str(item["name"]) for item in target["PLpgSQL_row"].get("fields", [])]
    else:
        variables = [name_of(target)]
    outputs = query.output if query is not None else ()
    record = "PLpgSQL_rec" in target
    for position, variable in enumerate(variables):
        known = position < len(outputs) and outputs[position] != Opaque("*") and not record
        reading.assign(variable, _one(query, outputs[position]) if known and query else Opaque("variable"))
    if record and query is not None:
        reading.assign(variables[0], Subquery(query) if query.sources else Opaque("record", outputs))
        for name, output in _fields(query, names, reading):
            reading.variables[f"{variables[0]}.{name}"] = _one(query, output)


def _fields(query: Query, names: tuple[str, ...], reading: Reading) -> Iterator[tuple[str, Term]]:
    for name, output in zip(names, query.output, strict=False):
        if output != Opaque("*"):
            yield name, output
            continue
        for alias, relation in query.sources:
            for column in reading.scope.columns_of(relation) if relation else ():
                yield column, ColumnOf(alias, relation, column)


def _names(targets: list[Tree]) -> Iterator[str]:
    for target in targets:
        fields = target["ResTarget"]
        parts = fields.get("val", {}).get("ColumnRef", {}).get("fields", [])
        last = parts[-1].get("String", {}).get("sval", "") if parts else ""
        yield str(fields.get("name", last))


def _one(query: Query, output: Term) -> Term:
    if not query.sources and query.complete:
        return output
    return Subquery(Query(query.sources, query.where, (output,), query.arbitrary, query.complete))


__all__ = ["bind", "bind_statement", "made_in"]
