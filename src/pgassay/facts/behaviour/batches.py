"""Functions that change the rows of a list: which argument holds the list, and how rows of it are passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import (
    Call,
    ColumnOf,
    Compare,
    Literal,
    Member,
    Opaque,
    Parameter,
    Query,
    Term,
    Test,
    branches,
)
from pgassay.facts.functions.bodies import Body
from pgassay.facts.functions.writes import Write
from pgassay.model.objects import Function

_LENGTHS = frozenset({"array_length", "cardinality", "jsonb_array_length", "json_array_length"})


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """An UPDATE or DELETE of the rows that `parameter` lists.

    `skips` says how a listed row can be left as it was ("" where none can); `counted` is true when the
    function compares what it did with the length of the list.
    """

    relation: str
    command: str
    parameter: str
    skips: str
    counted: bool


def batches(function: Function, body: Body) -> Iterator[Batch]:
    """The batches of a function whose argument is an array or JSON."""
    lists = {
        position
        for position, type_ in enumerate(function.argument_types)
        if type_.endswith("[]") or type_ in ("json", "jsonb")
    }
    counted = any(_compares_length(test) for test in body.conditions)
    for write in body.writes if lists else ():
        found = next(
            (listed for way in branches(write.where) if (listed := _listed(way, lists, function))), None
        )
        if found is None or write.command not in ("update", "delete") or write.relation is None:
            continue
        parameter, atom = found
        yield Batch(
            relation=write.relation,
            command=write.command,
            parameter=parameter.name,
            skips=_skips(write, atom),
            counted=counted,
        )


def _listed(way: tuple[Test, ...], lists: set[int], function: Function) -> tuple[Parameter, Test] | None:
    """The argument whose elements a condition holds a column to, and the atom that does."""
    for atom in way:
        for term in _other_sides(atom):
            for node in inside(term):
                if (
                    isinstance(node, Parameter)
                    and node.position in lists
                    and _by_element(atom, term, node, function)
                ):
                    return node, atom
    return None


def _other_sides(atom: Test) -> tuple[Term | Query, ...]:
    if isinstance(atom, Member) and isinstance(atom.term, ColumnOf):
        return (atom.among,) if isinstance(atom.among, Query) else atom.among
    if isinstance(atom, Compare) and atom.operator == "=":
        sides = (atom.left, atom.right)
        return tuple(other for one, other in (sides, sides[::-1]) if isinstance(one, ColumnOf))
    return ()


def _by_element(atom: Test, term: Term | Query, parameter: Parameter, function: Function) -> bool:
    """True when it is the elements that count, and not one field of a JSON document."""
    if isinstance(atom, Member) and function.argument_types[parameter.position].endswith("[]"):
        return True
    unpacked = {
        "unnest",
        "jsonb_array_elements",
        "jsonb_array_elements_text",
        "json_array_elements",
        "jsonb_to_recordset",
    }
    return any(
        (isinstance(node, Opaque) and node.what == "element")
        or (isinstance(node, Call) and node.name in unpacked)
        for node in inside(term)
    )


def _skips(write: Write, listed: Test) -> str:
    if write.caught and write.in_loop:
        return "an error in one row is caught and the loop goes on"
    for way in branches(write.where):
        for atom in way:
            column = _state_of(atom)
            if atom != listed and column is not None:
                return f"only where {column} has a given value"
    return ""


def _state_of(atom: Test) -> str | None:
    """The column that an atom holds to constants."""
    if isinstance(atom, Compare) and isinstance(atom.left, ColumnOf) and isinstance(atom.right, Literal):
        return atom.left.name
    if isinstance(atom, Member) and isinstance(atom.term, ColumnOf) and isinstance(atom.among, tuple):
        return atom.term.name if all(isinstance(item, Literal) for item in atom.among) else None
    return None


def _compares_length(test: Test) -> bool:
    """True for a comparison of a list's length with something that is not a constant."""
    for node in inside(test):
        if isinstance(node, Compare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if not isinstance(other, Literal) and any(
                    isinstance(n, Call) and n.name in _LENGTHS for n in inside(one)
                ):
                    return True
    return False
