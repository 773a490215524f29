"""EXECUTE of a text that is the same each time: read as if it stood there, with the values of USING."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from pgassay.facts.conditions.translate import term_of
from pgassay.facts.conditions.values import Literal, Opaque, Term
from pgassay.facts.functions.reading import Reading
from pgassay.model.source import Tree
from pgassay.postgres import parse


@contextmanager
def written_out(text: Tree, fields: Tree, reading: Reading) -> Generator[list[Tree]]:
    """The statements of the text that an expression gives, none where it is not the same each time; within,
    `reading` knows the values of `fields` for its placeholders.
    """
    tree = parse.expression(text["PLpgSQL_expr"]["query"])
    known = _constant(term_of(tree, reading.here)) if tree is not None else None
    given = {f"${number}": value for number, value in enumerate(fields.get("params", []), start=1)}
    values = {name: reading.term(value) for name, value in given.items()}
    reading.variables |= values
    try:
        yield [_named(one) for one in parse.queries(known)] if known is not None else []
    finally:
        for name in values:
            reading.variables.pop(name, None)


def _constant(term: Term) -> str | None:
    """The text that a literal, or several in a row, stand for."""
    if isinstance(term, Literal):
        return term.value
    if not isinstance(term, Opaque) or term.what != "||":
        return None
    parts = [_constant(part) if isinstance(part, Literal | Opaque) else None for part in term.parts]
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _named(tree: Tree) -> Tree:
    """A statement in which each placeholder is a name: $1 is nobody's column."""

    def one(node: object) -> object:
        if isinstance(node, dict):
            if "ParamRef" in node:
                number = node["ParamRef"].get("number", 1)
                return {"ColumnRef": {"fields": [{"String": {"sval": f"${number}"}}]}}
            return {name: one(value) for name, value in node.items()}
        return [one(item) for item in node] if isinstance(node, list) else node

    return {name: one(value) for name, value in tree.items()}
