"""What a table asks of its rows: columns, checks, keys and references, as they are or are about to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.postgres import parse

_BOUND = re.compile(r"'((?:[^']|'')*)'|(?<![\w'])(-?\d+(?:\.\d+)?)(?![\w'])")
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")


class Shape(msgspec.Struct, frozen=True, dict=True):
    """One table and what is asked of its rows. `later` are constraints it does not have yet."""

    relation: Relation
    catalog: Catalog
    later: tuple[Constraint, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that take values."""
        return tuple(one for one in self.relation.columns if not one.generated and one.identity != "always")

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """Its constraints, and those to come whose columns it has."""
        return (*self.catalog.constraints_of(self.relation.identity), *self.later)

    @cached_property
    def references(self) -> tuple[Constraint, ...]:
        """Its foreign keys, the widest first: they leave the least choice."""
        found = [one for one in self.constraints if one.kind == "foreign key" and one.references]
        return tuple(sorted(found, key=lambda one: (-len(one.columns), one.name)))

    def requires(self, reference: Constraint) -> bool:
        """True when no row can do without a reference."""
        columns = (self.relation.column(name) for name in reference.columns)
        return all(column is not None and column.not_null for column in columns)

    @cached_property
    def unique_columns(self) -> frozenset[str]:
        """The columns of its unique keys."""
        own = (one for one in self.catalog.indexes_of(self.relation.identity) if one.unique)
        found = {column for index in own for column in index.columns if column}
        kinds = ("unique", "primary key", "exclusion")
        found |= {column for one in self.constraints if one.kind in kinds for column in one.columns}
        return frozenset(found)

    def labels(self, column: Column) -> tuple[str, ...]:
        """The values of a column's enum type; none for other types."""
        return next(
            (one.labels for one in self.catalog.types if one.identity == column.type and one.labels), ()
        )

    @cached_property
    def groups(self) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
        """Columns that checks tie together, each group with the expressions that its rows must pass."""
        groups: list[tuple[frozenset[str], tuple[str, ...]]] = []
        for one in self.constraints:
            if one.kind != "check" or not one.expression or not one.enforced:
                continue
            columns = frozenset(one.columns)
            tied = [group for group in groups if group[0] & columns]
            groups = [group for group in groups if group not in tied]
            merged = columns.union(*(group[0] for group in tied))
            groups.append((merged, (*(check for group in tied for check in group[1]), one.expression)))
        return tuple(groups)

    @cached_property
    def partition_columns(self) -> frozenset[str]:
        """The columns that tell which partition a row goes to."""
        wholes = (self.relation, *self._parts)
        names = (column.name for column in self.relation.columns)
        return frozenset(name for name in names if any(_is_keyed(one, name) for one in wholes))

    def literals(self, column: Column) -> tuple[list[str], list[float]]:
        """The strings and numbers that stand in what is asked of a column."""
        found: list[str] = []
        for columns, checks in self.groups:
            if column.name in columns:
                found += [one for check in checks for one in _literals(check)]
        domain = next((one for one in self.catalog.types if one.identity == column.type and one.base), None)
        if domain is not None:
            own = (
                one for one in self.catalog.constraints if one.domain == domain.identity and one.expression
            )
            found += [one for constraint in own for one in _literals(constraint.expression or "")]
        if column.name in self.partition_columns:
            found += self._bounds(column.name)
        return [*dict.fromkeys(found)], [float(one) for one in found if _NUMBER.match(one)]

    @cached_property
    def _parts(self) -> tuple[Relation, ...]:
        """Its partitions, and theirs."""
        found: list[Relation] = []
        above = {self.relation.identity}
        while above:
            below = [one for one in self.catalog.relations if one.partition_bound and one.parent in above]
            found += below
            above = {one.identity for one in below}
        return tuple(found)

    def _bounds(self, column: str) -> list[str]:
        keyed = {one.identity for one in (self.relation, *self._parts) if _is_keyed(one, column)}
        found = (_BOUND.findall(one.partition_bound or "") for one in self._parts if one.parent in keyed)
        return [text.replace("''", "'") or number for pairs in found for text, number in pairs]


def _is_keyed(whole: Relation, column: str) -> bool:
    return re.search(rf"\b{re.escape(column)}\b", whole.partition_key or "") is not None


def _literals(expression: str) -> Iterable[str]:
    tree = parse.expression(expression)
    for name, node in parse.walk({"expression": tree}):
        if name == "A_Const":
            if "sval" in node:
                yield str(node["sval"].get("sval", ""))
            elif "ival" in node:
                yield str(node["ival"].get("ival", 0))
            elif "fval" in node:
                yield str(node["fval"]["fval"])
