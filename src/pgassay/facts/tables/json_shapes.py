"""Whether a json column holds arrays or objects: by its default, and by what asks for it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pgassay.facts.conditions.values import Call, ColumnOf, Compare, Literal
from pgassay.facts.functions.bare_names import statements_of
from pgassay.facts.tables.column_values import nodes
from pgassay.facts.tables.columns import is_json
from pgassay.facts.tables.states import check_test
from pgassay.model.relations import Column
from pgassay.model.source import Tree
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

#: Functions that raise an error at any other kind of value.
_TAKES = {
    f"{kind}_{name}": shape
    for kind in ("json", "jsonb")
    for name, shape in (
        ("array_elements", "array"),
        ("array_elements_text", "array"),
        ("array_length", "array"),
        ("each", "object"),
        ("each_text", "object"),
        ("object_keys", "object"),
    )
}
_LITERAL = re.compile(r"^'((?:[^']|'')*)'::jsonb?$")
_BUILT = {"jsonb_build_object(": "object", "jsonb_build_array(": "array"}


def default_shape(column: Column) -> str | None:
    """What a json column's default is: array, object, text (a string that is JSON itself), null, or another
    kind; None where that is not known.
    """
    default = column.default or ""
    built = next((shape for start, shape in _BUILT.items() if default.startswith(start)), None)
    match = _LITERAL.match(default)
    if built is not None or match is None:
        return built
    value: object = json.loads(match[1].replace("''", "'"))
    if isinstance(value, str):
        return "text" if value.strip()[:1] in ("{", "[") else "string"
    if value is None:
        return "null"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "number"


def asked_shapes(facts: Facts) -> dict[tuple[str, str], dict[str, str]]:
    """For each json column (relation, name), the shapes that are asked of it, each with who asks."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for relation, column, shape, who in (*_checked(facts), *_called(facts), *_written(facts)):
        found[relation, column].setdefault(shape, who)
    return found


def _checked(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """CHECK (jsonb_typeof(column) = 'array')."""
    for relation in facts.own_relations:
        if not any(is_json(column) for column in relation.columns):
            continue
        for constraint in facts.catalog.constraints_of(relation.identity, "check"):
            for node in nodes(check_test(facts.catalog, relation, constraint.expression)):
                match node:
                    case Compare("=", Call(name, (ColumnOf() as column,)), Literal(str(shape))):
                        if name in ("jsonb_typeof", "json_typeof"):
                            yield relation.identity, column.name, shape, f"CHECK {constraint.name}"
                    case _:
                        pass


def _called(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """Functions and views that go through a column with a function of one kind only."""
    views = {view.identity: view.definition for view in facts.own_relations if view.definition is not None}
    needs: dict[str, set[str]] = defaultdict(set)
    for need in facts.catalog.dependencies:
        if need.object in views:
            needs[need.object].add(need.needs)
    for identity, definition in views.items():
        yield from _uses(facts, parse.queries(definition), needs[identity], identity)
    for identity, body in facts.bodies.items():
        function = facts.catalog.function[identity]
        if body.reads and function.language in ("sql", "plpgsql"):
            yield from _uses(facts, tuple(statements_of(function)), body.reads, identity)


def _uses(
    facts: Facts, trees: tuple[Tree, ...], reads: set[str] | frozenset[str], who: str
) -> Iterator[tuple[str, str, str, str]]:
    calls = [fields for tree in trees for kind, fields in parse.walk(tree) if kind == "FuncCall"]
    names = [fields["funcname"][-1]["String"]["sval"] for fields in calls]
    if not {"jsonb_typeof", "json_typeof"}.isdisjoint(names):
        return  # It looks at the kind first.
    for name, fields in zip(names, calls, strict=True):
        given = fields.get("args", [{}])[0].get("ColumnRef", {}).get("fields", []) if name in _TAKES else []
        column = given[-1].get("String", {}).get("sval") if given else None
        holding = [
            relation.identity
            for relation in (facts.catalog.relation.get(one) for one in sorted(reads))
            if relation is not None and any(c.name == column and is_json(c) for c in relation.columns)
        ]
        if column is not None and len(holding) == 1:
            yield holding[0], column, _TAKES[name], f"{who} ({name})"


def _written(facts: Facts) -> Iterator[tuple[str, str, str, str]]:
    """What functions set a column to, where it is a literal."""
    for identity, body in facts.bodies.items():
        for write in body.writes:
            for column, value in write.values:
                if write.relation is not None and isinstance(value, Literal) and value.value:
                    shape = {"[": "array", "{": "object"}.get(value.value.strip()[:1])
                    known = facts.catalog.column(write.relation, column)
                    if shape is not None and known is not None and is_json(known):
                        yield write.relation, column, shape, f"{identity} (sets it to {value.value})"
