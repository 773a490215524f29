"""What CHECK constraints, domains and enums already refuse in a column."""

from __future__ import annotations

import msgspec

from pgassay.facts.conditions.values import ColumnOf, Compare, Member
from pgassay.facts.tables.column_values import nodes
from pgassay.facts.tables.states import check_test
from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Relation


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """Whether anything keeps a column from falling too low or rising too high."""

    low: bool
    high: bool


def checks_on(catalog: Catalog, relation: Relation, *columns: str) -> tuple[Constraint, ...]:
    """The CHECK constraints of a relation that name all of `columns`."""
    found = catalog.constraints_of(relation.identity, "check")
    return tuple(
        constraint for constraint in found if constraint.enforced and set(columns) <= set(constraint.columns)
    )


def typed(catalog: Catalog, column: Column) -> bool:
    """True when a column's type itself lists or checks its values: an enum, or a domain with a CHECK."""
    if column.type_category == "E":
        return True
    return any(c.kind == "check" and c.domain == column.type for c in catalog.constraints)


def checked(catalog: Catalog, relation: Relation, column: Column) -> bool:
    """True when a CHECK names the column or its type checks it: somebody has thought of its values."""
    return typed(catalog, column) or bool(checks_on(catalog, relation, column.name))


def referencing(catalog: Catalog, relation: Relation, column: Column) -> bool:
    """True when a foreign key limits the column to values of another relation."""
    return any(column.name in key.columns for key in catalog.foreign_keys_of(relation.identity))


def bounds(catalog: Catalog, relation: Relation, column: Column) -> Bounds:
    """Which ends of a column's range are bounded; a domain's CHECK counts as both."""
    if typed(catalog, column):
        return Bounds(low=True, high=True)
    operators: set[str] = set()
    for constraint in checks_on(catalog, relation, column.name):
        test = check_test(catalog, relation, constraint.expression)
        for node in nodes(test):
            if isinstance(node, Compare):
                operators |= _towards(node, column.name)
            elif isinstance(node, Member) and _is(node.term, column.name):
                operators.add("=")
    return Bounds(low=bool(operators & {">", ">=", "="}), high=bool(operators & {"<", "<=", "="}))


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def _towards(test: Compare, column: str) -> set[str]:
    """The operators of a comparison, as seen from the column."""
    if _is(test.left, column):
        return {test.operator}
    return {_TURNED[test.operator]} if _is(test.right, column) and test.operator in _TURNED else set()


def _is(term: object, column: str) -> bool:
    return isinstance(term, ColumnOf) and term.name == column
