"""Columns of which a row has the one or the other."""

from __future__ import annotations

import re

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Call, ColumnOf, Compare, IsNull, Literal, Test, branches
from pgassay.facts.tables.states import allowed_values, check_test
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Relation

_KEY = re.compile(r"(_id|_key|Id|Key)$")


def are_alternatives(catalog: Catalog, relation: Relation, one: Column, other: Column) -> bool:
    """True where a row has no more than one of two columns: both are optional, and a CHECK refuses both
    together, or a third column has a word for each (a key of a PROJECT, or of an ORGANIZATION).
    """
    if one.not_null or other.not_null:
        return False
    checks = catalog.constraints_of(relation.identity, "check")
    tests = [check_test(catalog, relation, check.expression) for check in checks if check.enforced]
    if any(test is not None and _refuses_both(test, {one.name, other.name}) for test in tests):
        return True
    stems = {_KEY.sub("", column.name).lower() for column in (one, other)}
    return any(
        stems <= {word.lower() for word in allowed_values(catalog, relation, column)}
        for column in relation.columns
    )


def _refuses_both(test: Test, names: set[str]) -> bool:
    """True when each way to pass has NULL in one of the columns, or counts one of them as filled."""
    ways = branches(test)
    return bool(ways) and all(any(_keeps_one(atom, names) for atom in way) for way in ways)


def _keeps_one(atom: Test, names: set[str]) -> bool:
    match atom:
        case IsNull(ColumnOf() as column):
            return column.name in names
        case Compare("=" | "<=", Call(name, arguments), Literal("1")) if name.endswith("num_nonnulls"):
            return names <= {part.name for part in arguments if isinstance(part, ColumnOf)}
        case Compare("<>"):
            nulls = {
                part.term.name
                for part in inside(atom)
                if isinstance(part, IsNull) and isinstance(part.term, ColumnOf)
            }
            return names <= nulls
        case _:
            return False
